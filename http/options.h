/* options.h - what a session can be told. */
#ifndef HTTP_OPTIONS_H
#define HTTP_OPTIONS_H

#include "coro/net/connect.h"
#include "http/limiter.h"
#include "http/parse/slice.h"

enum { SESSION_LIMIT = 100, SESSION_TIMEOUT_S = 300, SESSION_CONNECT_TIMEOUT_S = 30 }; /* aiohttp's */

struct response;

struct session_options {       /* what is zero means the default */
	bool raise_for_status; /* a status >= 400 is an error of session_get: ASYNC_E_STATUS */
	bool force_close;      /* each request has a connection of its own, and says so */
	bool no_resume;        /* each TLS handshake is a full one */
	/* Connections in use at a time: 100; and of those to one host (scheme, name, port): no bound. A later
	 * request waits, in order of arrival; but a request that waits for its host holds up none that goes
	 * elsewhere. */
	unsigned limit, limit_per_host;
	/* For a request with its body, from the call on, the wait for a connection included: 300 s; < 0:
	 * none. */
	int64_t timeout_ns;
	/* For address, TCP and TLS, from the moment a connection may be opened: 30 s. */
	int64_t connect_timeout_ns;
	/* For the first bytes of the reply, and then for the next ones each time: none. */
	int64_t read_timeout_ns;
	/* Each request takes a token, with its connection in hand, so that nothing delays its start; NULL:
	 * none. */
	struct limiter *limiter;
	uint64_t body_max; /* bytes of a body that response_body and response_json will collect: 16 MiB … */
	size_t memory_max; /* … and of memory for that, and for what JSON is made of, in all open responses: 256 MiB */
	const char *cafile; /* PEM: trust these instead of the system's */
	const char *user_agent;
	/* Told when a response is closed, or fails: its status, error and at[] stand. It must not suspend. Or
	 * NULL. */
	void (*on_end)(const struct response *);
	/* Told of each request's head, before it is sent (its status is 0), and of each reply's but the
	 * interim ones'. It must not suspend. Or NULL. head_redact_line makes a line fit to be shown. */
	void (*on_head)(const struct response *, struct slice head);
	dial_fn *dial; /* see connect.h */
	void *dial_arg;
};

#endif
