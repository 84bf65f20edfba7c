/* retry.c - which trouble may pass, and how long to wait for that. */
#include "http/retry.h"
#include "coro/error.h"
#include "http/parse/retry_after.h"

#include <inttypes.h>
#include <netdb.h>
#include <stdio.h>

void retry_init(struct retry *self, uint64_t seed)
{
	*self = (struct retry){.tries = 4, .base_ns = NS_PER_S, .longest_ns = 60 * NS_PER_S, .random = seed};
}

/* Random: a linear congruential generator with Knuth's constants for 64 bits, of which the upper ones are
 * good. */
static int64_t draw_delay(struct retry *self, unsigned tries)
{
	int64_t most = self->base_ns;

	while (--tries > 0 && most < self->longest_ns)
		most = most < self->longest_ns / 2 ? most * 2 : self->longest_ns;
	most = most < self->longest_ns ? most : self->longest_ns;
	self->random = self->random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (int64_t)((self->random >> 16) % ((uint64_t)most + 1));
}

/* A TLS handshake that was cut cannot be told from one that failed, and counts as that. */
static bool may_pass(enum status err, const struct response *r)
{
	if (err == ASYNC_OK || err == ASYNC_E_STATUS)
		return r->status == REQUEST_TIMEOUT || r->status == TOO_MANY_REQUESTS || r->status == 500 ||
		       (r->status >= 502 && r->status <= 504);
	if (err == ASYNC_TIMEOUT)
		return loop.now < r->deadline; /* else it was that of the whole request */
	if (err == ASYNC_E_CONNECT && r->fault == FAULT_RESOLVE)
		return r->origin->host.error == EAI_AGAIN;
	return err == ASYNC_E_DISCONNECTED || (err == ASYNC_E_CONNECT && r->fault == FAULT_CONNECT);
}

enum retry_answer retry_decide(struct retry_call *call, enum status err, const struct response *r)
{
	int64_t asked_s = r->retry_after_s;

	if (!may_pass(err, r))
		return RETRY_NO;
	if (asked_s > call->retry->longest_ns / NS_PER_S)
		return r->status == TOO_MANY_REQUESTS ? RETRY_QUOTA : RETRY_TOO_LONG;
	if (call->tries >= call->retry->tries)
		return RETRY_ENOUGH;
	call->delay_ns = draw_delay(call->retry, call->tries);
	if (call->delay_ns < asked_s * NS_PER_S)
		call->delay_ns = asked_s * NS_PER_S;
	return RETRY_YES;
}

static void say_too_long(struct response *r, const struct retry *retry)
{
	size_t len = strlen(r->error);

	snprintf(r->error + len, sizeof r->error - len,
		"%sthe server asks to wait %" PRId64 " s, more than the %" PRId64 " s allowed",
		len ? "; " : "", r->retry_after_s, retry->longest_ns / NS_PER_S);
}

async retry_get(struct response *response, struct session *session, const char *url, struct retry_call *call)
{
	enum status err;

	ASYNC();
	for (call->tries = 1;; call->tries++) {
		AWAIT_CATCH(err, session_get(response, session, url)); /* others run meanwhile */
		call->answer = retry_decide(call, err, response);
		if (call->answer != RETRY_YES)
			break;
		AWAIT(response_close(response)); /* after a bad status it is open; this does not wait */
		call->retry->repeated++;
		AWAIT(sleep_for(call->delay_ns)); /* others run until it may have passed */
	}
	if (call->answer == RETRY_TOO_LONG || call->answer == RETRY_QUOTA)
		say_too_long(response, call->retry);
	if (err)
		async_error(err, "%s", response->error);
	ASYNC_RAISE(err);
	ASYNC_END;
}
