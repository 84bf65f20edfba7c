/* failure.c - what went wrong with a request, in words. */
#include "coro/error.h"
#include "http/parse/reply.h"
#include "http/session.h"

#include <stdio.h>

enum { URL_SHOWN = 160, REASON_SHOWN = 60 };

enum status response_fail(struct response *r, enum status status, const char *what, const char *why)
{
	char url[URL_SHOWN];

	url_redact(url, sizeof url, slice_of(response_url(r)));
	snprintf(r->error, sizeof r->error, "%s%s%s, url='%s'", what, *why ? ": " : "", why, url);
	return async_error(status, "%s", r->error);
}

enum status response_not_connected(struct response *r, enum status err)
{
	const char *open = r->parts.ip_literal_v6 ? "[" : "", *shut = *open ? "]" : "";
	struct conn *c;

	if (!r->link)
		return response_fail(r, err, "out of memory", "");
	c = &r->link->conn;
	memcpy(r->at + TIMING_TAKEN, c->at, sizeof c->at); /* how far it came */
	r->fault = err == ASYNC_TIMEOUT ? FAULT_CONNECT : (enum fault)c->fault;
	if (err == ASYNC_TIMEOUT)
		snprintf(c->why, sizeof c->why, "no connection within %g s",
			(double)r->session->options.connect_timeout_ns / NS_PER_S);
	snprintf(r->error, sizeof r->error, "cannot connect to host %s%s%s:%u: %s", open, r->origin->host.name, shut,
		(unsigned)r->origin->host.port, c->why);
	return async_error(err, "%s", r->error);
}

/* What the body that has been collected says of it, unless the reason says the same: "" or ", error='…'". */
static const char *said(const struct response *r, const char *reason, char words[static REPLY_WORDS_MAX + 2])
{
	char same[REPLY_WORDS_MAX];
	struct slice body = {r->kept->bytes + r->head.size, r->collected};

	snprintf(same, sizeof same, "error='%s'", reason);
	memcpy(words, ", ", 3);
	return reply_body_error(body, slice_of(r->url), words + 2) && strcmp(words + 2, same) != 0 ? words : "";
}

/* aiohttp's words: 429, message='Too Many Requests', url='…'; and the server's own. */
enum status response_bad_status(struct response *r)
{
	char what[REPLY_WORDS_MAX + 128], reason[REASON_SHOWN], error[REPLY_WORDS_MAX + 2];

	url_redact_words(reason, sizeof reason, r->head.reason, slice_of(r->url));
	snprintf(what, sizeof what, "%d, message='%s'%s", r->status, reason, said(r, reason, error));
	return response_fail(r, ASYNC_E_STATUS, what, "");
}

enum status response_disconnected(struct response *r)
{
	r->fault = r->heard || r->link->conn.fault ? FAULT_RECEIVE : FAULT_EMPTY;
	return response_fail(r, ASYNC_E_DISCONNECTED, "server disconnected", r->link->conn.why);
}

enum status response_cut_short(struct response *r)
{
	r->fault = FAULT_RECEIVE;
	return response_fail(r, ASYNC_E_PAYLOAD, "the reply was cut short", r->link->conn.why);
}

enum status response_is_closed(struct response *r)
{
	snprintf(r->error, sizeof r->error, "the response is closed");
	return async_error(ASYNC_E_INVALID, "%s", r->error);
}
