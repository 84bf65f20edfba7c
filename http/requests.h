/* requests.h - Python's requests, in C: an HTTP request by calls that block, each on a connection of its
 * own.
 *
 *     err = requests_get(&response, url);
 *     if (!err)
 *             err = requests_json(&response, &data);
 *     requests_close(&response);
 *
 * No loop and no coroutine: it is the other half of the comparison. It stands in this room because it shares
 * what is pure here (URL, message, JSON) and the set-up of TLS, so both halves trust the same peers and
 * believe the same replies. In a coroutine it would hold up everybody else. And one thread at a time may call
 * it: the trusted certificates, and SIGPIPE, which it ignores meanwhile, are the process's. */
#ifndef HTTP_REQUESTS_H
#define HTTP_REQUESTS_H

#include "coro/coro.h"
#include "http/parse/json.h"
#include "http/timing.h"

enum { REQUESTS_REPLY_MAX = 1 << 20 }; /* bytes of a reply, its head included */

struct requests_options {           /* what is zero means the default */
	int64_t timeout_ns;         /* for the whole request: 300 s */
	int64_t connect_timeout_ns; /* of that, for TCP and TLS: 30 s */
	const char *cafile; /* PEM: trust these instead of the system's. That of the first request counts */
};

struct requests_response {
	int status;
	char *bytes; /* the head, then the body; owned */
	size_t held, room;
	size_t head_at, body_at, body_len;
	struct json *json;         /* to be closed with us */
	const char *url;           /* the caller's */
	char error[256];           /* what went wrong, for people: the error's words (coro/error.h) */
	int64_t at[TIMING_STAMPS]; /* when it came to which step */
};

/* GET, waiting until everything has arrived. self need not be zero, but must be closed if it was used before;
 * url must stay until requests_close. A status >= 400 is no error. requests_close in either case. Errors, all
 * with their words: ASYNC_E_INVALID (URL), ASYNC_E_CONNECT, ASYNC_E_DISCONNECTED (also if a signal came),
 * ASYNC_E_PAYLOAD (not HTTP, or too long), ASYNC_E_SYSTEM, ASYNC_TIMEOUT. */
enum status requests_get(struct requests_response *self, const char *url);
enum status requests_get_with(
	struct requests_response *self, const char *url, const struct requests_options *options);

/* ASYNC_E_STATUS if the status is >= 400. */
enum status requests_raise_for_status(struct requests_response *self);

/* The body as JSON, whatever its Content-Type says; *out is valid, and need not be closed, until
 * requests_close or the next call. ASYNC_E_PAYLOAD: it is not JSON, or encoded. ASYNC_E_STATUS: a redirect
 * (3xx), which is not followed. */
enum status requests_json(struct requests_response *self, struct json *out);

/* Frees what the response holds. May be called again, and on a struct that is all zero. */
void requests_close(struct requests_response *self);

#endif
