/* retry.h - asking again when the trouble may pass.
 *
 *     ASYNC_WITH(retry_get(&my->response, session, url, &my->call)) {
 *             AWAIT(response_json(&my->response, &my->data));
 *     } ASYNC_EXIT(response_close(&my->response));
 *
 * stands where session_get would, with my->call.retry set. Only GET is sent, which may be repeated (RFC 9110
 * section 9.2.2). What may pass: a connection that is refused, lost or too slow, a look-up that is to be
 * tried later, and the statuses 408, 429, 500, 502, 503 and 504. What does not: any other status, a failed
 * TLS handshake, a URL, damaged content, and the end of the session's time for a request. */
#ifndef HTTP_RETRY_H
#define HTTP_RETRY_H

#include "coro/sleep.h"
#include "http/session.h"

struct retry {              /* for all requests of a session; its owner may change it after retry_init */
	unsigned tries;     /* for each request, the first one included: 4. 1: never again */
	int64_t base_ns;    /* the first wait is this long at most, and each further one twice that: 1 s */
	int64_t longest_ns; /* no wait is longer: 60 s */
	uint64_t random;    /* the generator's state */
	unsigned repeated;  /* requests sent again, in all */
};

/* What to do after a try. NO: it went well, or another one cannot help. YES: after the delay. ENOUGH: there
 * were as many as allowed. TOO_LONG: the server asks for a wait of more than longest_ns. QUOTA: so it does,
 * with a 429; a request before that will be refused, too. */
enum retry_answer { RETRY_NO, RETRY_YES, RETRY_ENOUGH, RETRY_TOO_LONG, RETRY_QUOTA };

struct retry_call { /* one request, with all its tries; the rest is retry_get's */
	struct retry *retry;
	unsigned tries;           /* so far */
	enum retry_answer answer; /* to the last of them */
	int64_t delay_ns;         /* before the next */
};

/* The seed makes the waits of a run repeatable. */
void retry_init(struct retry *self, uint64_t seed);

/* What to do after call->tries tries, the last of which ended with err and left r: its status, fault,
 * deadline, host and retry_after_s are looked at. With RETRY_YES call->delay_ns is what the server asks for
 * or, if that is more, a time drawn by lot from 0 to base_ns * 2^(tries - 1) ("full jitter": AWS
 * Architecture Blog, "Exponential Backoff and Jitter"): requests that failed together should not come back
 * together. */
enum retry_answer retry_decide(struct retry_call *call, enum status err, const struct response *r);

/* session_get, again and again while the answer is RETRY_YES. Ends as the last try did: also with a reply
 * of status 503, if the session raises no error for that. If the server asks for too long a wait,
 * response->error says so behind what else is in it. The session's time is for each try: a timeout around
 * this bounds them all. What fails later, in the body, is not repeated. ASYNC_CANCELLED: nothing is left to
 * close, as after any other error. */
async retry_get(struct response *response, struct session *session, const char *url, struct retry_call *call);

#endif
