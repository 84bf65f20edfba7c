/* session.h - HTTP requests on a pool of connections: aiohttp's ClientSession, in C.
 *
 *     ASYNC_WITH(session_open(&my->session, &options)) {
 *             ASYNC_WITH(session_get(&my->response, &my->session, url)) {
 *                     AWAIT(response_json(&my->response, &my->data));
 *             } ASYNC_EXIT(response_close(&my->response));
 *     } ASYNC_EXIT(session_close(&my->session));
 *
 * The session owns the connections, the look-ups of hosts and the TLS context. A response owns one
 * connection from the moment it has one until response_close, which gives it back to the pool or destroys
 * it. */
#ifndef HTTP_SESSION_H
#define HTTP_SESSION_H

#include "http/options.h"
#include "http/parse/body.h"
#include "http/parse/json.h"
#include "http/parse/outgoing.h"
#include "http/pool.h"
#include "http/timing.h"

struct session {
	struct session_options options;
	const struct site *made; /* who opened it */
	struct hold hold;        /* of the frame in which it lies */
	struct connect_options connect;
	struct semaphore slots; /* permits to use a connection */
	struct pool pool;
	struct list origins;   /* every one that was asked for */
	struct list active;    /* responses that are open */
	size_t memory;         /* see memory_max */
	unsigned opened, resumed; /* connections used for a first request; those with a TLS session resumed */
	unsigned reused, replayed; /* requests on a connection that had served before; and those sent again */
};

enum fault { /* what failed, finer than a status: a connection's faults, and HTTP's own */
	FAULT_NONE = NET_FAULT_NONE,
	FAULT_RESOLVE = NET_FAULT_RESOLVE,
	FAULT_CONNECT = NET_FAULT_CONNECT,
	FAULT_TLS = NET_FAULT_TLS,
	FAULT_CERTIFICATE = NET_FAULT_CERTIFICATE,
	FAULT_RECEIVE = NET_FAULT_RECEIVE,
	FAULT_TRUST, /* our own trusted certificates cannot be loaded */
	FAULT_EMPTY, /* the connection ended before a byte of the reply */
	FAULT_HEAD,  /* what came is not an HTTP reply */
	FAULT_BODY,  /* the body's framing is damaged */
	FAULT_CUT    /* a clean end, but before the body's */
};

enum stage { /* how far a request has come */
	STAGE_NEW,        /* it waits for its host's permit to use a connection */
	STAGE_QUEUED,     /* … has that, and waits for the session's */
	STAGE_CONNECTING, /* … has both, and waits for a connection that is free, or a new one */
	STAGE_CONNECTED,  /* … for the limiter's token */
	STAGE_SENDING,
	STAGE_SENT
};

struct response {
	int status;
	int64_t retry_after_s; /* the wait that a reply of status >= 400 asks for; 0: none (retry_after.h) */
	struct head head;      /* its slices are valid until response_close */
	enum fault fault;      /* after an error: the finer kind, if there is one */
	int64_t at[TIMING_STAMPS]; /* when it came to which step: see timing.h */
	bool reused;               /* its connection had served a request before */
	bool resumed;              /* … has not, and has had a TLS session resumed */

	struct session *session; /* NULL: it is closed */
	const struct site *made; /* who opened it */
	struct task *task;
	struct list active;
	const char *url; /* the caller's */
	char *moved;     /* where redirects have led; behind its NUL, the header lines left; or NULL */
	unsigned redirects; /* … that were followed */
	struct request request;
	struct url parts;
	struct origin *origin;
	int64_t deadline;
	struct pooled *link; /* the connection */
	enum stage stage;
	bool heard; /* a byte of the reply has arrived */
	struct buffer *kept; /* the head, then the body as far as collected */
	size_t collected;    /* bytes of the body that stand there */
	size_t lent;         /* bytes of the connection's on which the last piece stands */
	struct body body;
	bool complete;     /* the body has arrived to its end */
	struct json *json; /* to be closed with us */
	size_t memory;     /* our part of session->memory */

	/* What went wrong, for people: the error's words (error.h), with no API key. It stands last, since a
	 * new request only makes it empty, and clears all that is above. */
	char error[256];
};

/* Never suspends, never fails; what self held before does not matter. The options (NULL: the defaults) are
 * copied; the strings in them are the caller's and must stay. */
async session_open(struct session *self, const struct session_options *options);

/* Cancels the tasks whose responses are still open, waits until those are closed, and closes every
 * connection, also those that are only being opened. If it is cancelled itself it still does all that first.
 * It aborts if a response of the calling task is open. */
async session_close(struct session *self);

/* GET. Suspends until the head of the reply has arrived. self is all zero, or was closed: else this aborts.
 * It belongs to the calling task, which session_close cancels. A request whose reused connection was given up
 * by the server before it had read the request is sent once more, on a new one, if its method is idempotent
 * (outgoing.h) or nothing of it was sent. url must stay until response_close. On an error nothing is left to
 * close, self->error says in words what a person needs, and self->status is the status, if one arrived.
 * Errors: ASYNC_E_INVALID (URL; or the session is being closed), ASYNC_E_CONNECT, ASYNC_E_DISCONNECTED,
 * ASYNC_E_STATUS, ASYNC_E_PAYLOAD (not HTTP), ASYNC_E_SYSTEM, ASYNC_TIMEOUT, ASYNC_CANCELLED. Of the
 * timeouts, self->fault tells FAULT_CONNECT, FAULT_RECEIVE (read) or FAULT_NONE (total). */
async session_get(struct response *self, struct session *session, const char *url);

/* The same with any method, header lines and a body (outgoing.h; NULL: GET). Of *request a copy is taken, not
 * of what it points to. ASYNC_E_INVALID also for a method that is no token (RFC 9110 section 5.6.2), and for
 * header lines that may not be sent. A reply that comes before the body was sent to its end is the reply, if
 * the server then closes; one that neither closes nor reads on is waited for until the time is up.
 * ASYNC_E_STATUS also for a redirect that was to be followed, but may not. */
async session_request(
	struct response *self, struct session *session, const char *url, const struct request *request);

/* The URL that the reply came from: the caller's, or where redirects have led. */
static inline const char *response_url(const struct response *self)
{
	return self->moved ? self->moved : self->url;
}

/* The next piece of the body, valid until the next call; empty at its end. Errors, here and below:
 * ASYNC_E_INVALID (the response is closed), ASYNC_E_PAYLOAD (damaged or cut short), ASYNC_TIMEOUT. */
async response_read(struct response *self, struct slice *piece);

/* The whole body, valid until response_close. ASYNC_E_PAYLOAD also if it is longer than body_max, or if this
 * and the other responses together would take more than memory_max. */
async response_body(struct response *self, struct slice *body);

/* The body as JSON; *out is valid, and need not be closed, until response_close or the next call.
 * ASYNC_E_PAYLOAD: not JSON by its Content-Type (application/json or …+json), or by its content, or encoded.
 * ASYNC_E_STATUS: a redirect (3xx), which is not followed. */
async response_json(struct response *self, struct json *out);

/* The head as it came, with its empty line: valid until response_close. */
struct slice response_head(const struct response *self);

/* Gives the connection back if the body was read to its end and both sides keep it alive; otherwise closes
 * it. Never suspends. Safe on a response that is closed, or failed. So a program that awaits nothing between
 * the two, since it only wants the status, needs no ASYNC_WITH. */
async response_close(struct response *self);

/* What the files of this module share. response_begin: clears r and readies it for url; on failure r->error
 * is set. response_aim: finds the host of response_url. response_let_go: frees what a response holds, at any
 * stage, all but its place in the session. response_forget: the reply's traces. response_keep: borrows
 * r->kept, or makes it larger: it holds so many bytes at least. response_drop_kept: gives it back. */
enum status response_begin(struct response *r, struct session *session, const char *url);
enum status response_aim(struct response *r);
void response_let_go(struct response *r);
void response_forget(struct response *r);
enum status response_keep(struct response *r, size_t size);
void response_drop_kept(struct response *r);
void response_close_json(struct response *r); /* content.c */

/* redirect.c: does the reply lead on? Then response_follow readies r for the next request. */
bool response_redirects(const struct response *r);
enum status response_follow(struct response *r);

/* failure.c: each writes r->error, and r->fault if there is a finer one, and returns the status. */
enum status response_fail(struct response *r, enum status status, const char *what, const char *why);
enum status response_not_connected(struct response *r, enum status err);
enum status response_disconnected(struct response *r);
enum status response_bad_status(struct response *r); /* with what the collected part of the body says */
enum status response_cut_short(struct response *r);
enum status response_is_closed(struct response *r);

/* request.c: timeout_exit, for a block that must end by r->deadline, or sooner, after read_timeout_ns. */
async response_exit_in_time(struct response *r, struct timeout *timeout, enum status raised);

/* ASYNC_E_STATUS, with what the server says in its JSON: waits for that, but not long. */
async response_raise_for_status(struct response *r);

/* compose.c. prepare: takes a copy, with its method named, where there was a GET; ASYNC_E_INVALID. send:
 * writes the head to the connection, and a small body; *rest is what else must follow. */
enum status request_prepare(struct response *r, const struct request *request);
enum status request_send(struct response *r, struct slice *rest);

/* response.c: conn_fill, at most until r->deadline, and for read_timeout_ns. */
async response_receive(struct response *r, size_t most);

#endif
