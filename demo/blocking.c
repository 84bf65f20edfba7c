/* blocking.c - the waiter who stands still: every call here returns when it is done, and nothing else
 * happens meanwhile. */
#include "demo/blocking.h"
#include "http/body.h"
#include "http/tls.h"
#include "http/url.h"
#include "loop/clock.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

struct line { /* one connection */
	int fd;
	SSL *ssl;
	int64_t deadline;
	char *error; /* the reply's */
	size_t room;
	int64_t *at; /* the reply's, too */
};

static bool failed(const struct line *l, const char *what, const char *why)
{
	snprintf(l->error, l->room, "%s: %s", what, why);
	return false;
}

/* How long a blocking call may block is a property of its socket. */
static bool limit_time(const struct line *l)
{
	int64_t left = l->deadline - clock_monotonic();
	struct timeval t = {(time_t)(left / NS_PER_S), (suseconds_t)(left % NS_PER_S / NS_PER_US + 1)};

	if (left <= 0)
		return failed(l, "timeout", "the server took too long");
	setsockopt(l->fd, SOL_SOCKET, SO_RCVTIMEO, &t, sizeof t);
	setsockopt(l->fd, SOL_SOCKET, SO_SNDTIMEO, &t, sizeof t);
	return true;
}

/* What errno says of a call that failed. One that waited in vain leaves EAGAIN, connect(2) EINPROGRESS. */
static bool gave_up(const struct line *l, const char *what)
{
	bool late = errno == EAGAIN || errno == EWOULDBLOCK || errno == EINPROGRESS;

	return late ? failed(l, "timeout", "the server took too long") : failed(l, what, strerror(errno));
}

/* ---- connect ---- */

static bool connect_to(struct line *l, const struct addrinfo *a)
{
	int one = 1;

	l->fd = socket(a->ai_family, a->ai_socktype, a->ai_protocol);
	if (l->fd < 0)
		return failed(l, "cannot connect", strerror(errno));
	/* As urllib3 does: the request would wait until the end of the handshake, sent just before it, is confirmed. */
	setsockopt(l->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
	if (limit_time(l)) {
		if (connect(l->fd, a->ai_addr, a->ai_addrlen) == 0)
			return true;
		gave_up(l, "cannot connect");
	}
	close(l->fd);
	l->fd = -1;
	return false;
}

static bool connect_host(struct line *l, const struct url *url)
{
	struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *found, *a;
	char host[URL_HOST_MAX + 2], port[6];
	int err;

	snprintf(host, sizeof host, "%.*s", SLICE_FMT(url->host));
	snprintf(port, sizeof port, "%u", (unsigned)url->port);
	err = getaddrinfo(host, port, &hints, &found);
	if (err)
		return failed(l, "cannot connect", gai_strerror(err));
	l->at[TIMING_RESOLVED] = clock_monotonic();
	for (a = found; a && !connect_to(l, a);)
		a = a->ai_next;
	l->at[TIMING_CONNECTED] = clock_monotonic();
	freeaddrinfo(found);
	return a != NULL;
}

static bool start_tls(struct line *l, const struct url *url, const char *cafile)
{
	static SSL_CTX *context; /* loaded once: requests keeps its own too */
	char host[URL_HOST_MAX + 2], why[160];

	if (!context)
		context = tls_client_context(cafile, why, sizeof why);
	if (!context)
		return failed(l, "cannot load trusted certificates", why);
	snprintf(host, sizeof host, "%.*s", SLICE_FMT(url->host));
	l->ssl = SSL_new(context);
	if (!l->ssl || !tls_client_setup(l->ssl, host) || SSL_set_fd(l->ssl, l->fd) != 1)
		return failed(l, "TLS", "cannot be set up");
	if (!limit_time(l))
		return false;
	switch (tls_handshake(l->ssl)) {
	case TLS_DONE:
		l->at[TIMING_SECURED] = clock_monotonic();
		return true;
	case TLS_WANT_READ: /* not now: but a blocking call gives that answer only when its time is up */
	case TLS_WANT_WRITE:
		return failed(l, "timeout", "the server took too long");
	default:
		tls_reason(l->ssl, why, sizeof why);
		return failed(l, "cannot connect", why);
	}
}

static void hang_up(struct line *l)
{
	tls_close(l->ssl);
	if (l->fd >= 0)
		close(l->fd);
}

/* ---- send and receive ---- */

static bool send_request(struct line *l, const struct url *url)
{
	char request[8192], target[4096], host[URL_HOST_MAX + 16];
	size_t len, done;

	if (url_target(url, target, sizeof target) >= sizeof target)
		return failed(l, "invalid URL", "too long");
	url_host_field(url, host, sizeof host);
	len = (size_t)snprintf(request, sizeof request,
		"GET %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: sync-c/1\r\nAccept: */*\r\nConnection: "
		"close\r\n\r\n",
		target, host);
	for (size_t sent = 0; sent < len; sent += done) {
		ssize_t count = l->ssl ? (tls_write(l->ssl, request + sent, len - sent, &done) == TLS_DONE
							 ? (ssize_t)done
							 : -1)
				       : send(l->fd, request + sent, len - sent, 0);
		if (count < 0)
			return gave_up(l, "server disconnected");
		done = (size_t)count;
	}
	l->at[TIMING_SENT] = clock_monotonic();
	return true;
}

/* Bytes received, 0 at the end, -1 with the error set. */
static ssize_t receive(struct line *l, char *buf, size_t room)
{
	size_t done = 0;
	ssize_t count;

	if (!limit_time(l))
		return -1;
	if (l->ssl) {
		enum tls_outcome outcome = tls_read(l->ssl, buf, room, &done);

		count = outcome == TLS_DONE ? (ssize_t)done : outcome == TLS_END ? 0 : -1;
	} else {
		count = recv(l->fd, buf, room, 0);
	}
	if (count < 0 && errno)
		gave_up(l, "server disconnected");
	else if (count < 0)
		failed(l, "server disconnected", "the reply was cut short");
	return count;
}

/* Receives more into the reply. False at the end or on an error, which is set. */
static bool receive_more(struct line *l, struct blocking_reply *r)
{
	ssize_t count;

	if (r->held == r->room) {
		size_t room = r->room ? 2 * r->room : 16384;
		char *bytes = room <= BLOCKING_REPLY_MAX ? realloc(r->bytes, room) : NULL;

		if (!bytes)
			return failed(l, "bad reply", "longer than allowed");
		r->bytes = bytes;
		r->room = room;
	}
	errno = 0;
	count = receive(l, r->bytes + r->held, r->room - r->held);
	if (count > 0)
		r->held += (size_t)count;
	if (!r->at[TIMING_FIRST])
		r->at[TIMING_FIRST] = clock_monotonic();
	return count > 0;
}

static bool read_head(struct line *l, struct blocking_reply *r, struct head *head)
{
	enum parse parsed = PARSE_PARTIAL;

	while (parsed == PARSE_PARTIAL && receive_more(l, r)) {
		parsed = head_parse_response(head, r->bytes + r->body_at, r->held - r->body_at, false);
		while (parsed == PARSE_OK && head->status < 200) { /* interim: the real one follows */
			r->body_at += head->size;
			*head = (struct head){0};
			parsed =
				head_parse_response(head, r->bytes + r->body_at, r->held - r->body_at, false);
		}
	}
	if (parsed == PARSE_BAD)
		return failed(l, "not a proper HTTP reply", message_error_text(head->error));
	if (parsed == PARSE_PARTIAL)
		return l->error[0] ? false : failed(l, "server disconnected", "no reply");
	r->status = head->status;
	r->body_at += head->size;
	return true;
}

/* Decodes in place: the body's pieces move together behind the head. */
static bool read_body(struct line *l, struct blocking_reply *r, const struct head *head)
{
	struct body body;
	struct slice piece;
	size_t raw = r->body_at, used;
	enum parse parsed;

	body_begin(&body, head, BLOCKING_REPLY_MAX);
	for (;;) {
		parsed = body_decode(&body, r->bytes + raw, r->held - raw, &used, &piece);
		if (piece.len)
			memmove(r->bytes + r->body_at + r->body_len, piece.at, piece.len);
		r->body_len += piece.len;
		raw += used;
		if (parsed == PARSE_PARTIAL && raw == r->held && !receive_more(l, r))
			parsed = l->error[0] ? PARSE_BAD : body_end(&body);
		if (parsed != PARSE_PARTIAL)
			break;
	}
	if (parsed == PARSE_BAD && !l->error[0])
		return failed(l, "damaged reply", message_error_text(body.error));
	return parsed == PARSE_OK;
}

static bool check_status(struct line *l, const struct blocking_reply *r, const char *url)
{
	char shown[160], status[16];

	if (r->status < 400)
		return true;
	snprintf(status, sizeof status, "%d", r->status);
	url_redact(shown, sizeof shown, slice_of(url));
	return failed(l, status, shown);
}

static bool read_json(struct line *l, struct blocking_reply *r)
{
	enum json_error err = json_parse(&r->json, (struct slice){r->bytes + r->body_at, r->body_len});

	return err ? failed(l, "not JSON", json_error_text(err)) : true;
}

bool blocking_get(struct blocking_reply *r, const char *text, const struct options *options)
{
	struct line l = {.fd = -1, .error = r->error, .room = sizeof r->error, .at = r->at};
	struct head head = {0};
	struct url url;
	int64_t deadline;
	bool good;

	*r = (struct blocking_reply){.at[TIMING_BEGUN] = clock_monotonic()};
	if (url_parse(&url, slice_of(text)) != URL_OK)
		return failed(&l, "invalid URL", "");
	deadline = clock_monotonic() + (int64_t)(options->timeout_s * NS_PER_S);
	l.deadline = clock_monotonic() + (int64_t)(options->connect_timeout_s * NS_PER_S);
	if (l.deadline > deadline)
		l.deadline = deadline;
	good = connect_host(&l, &url) && (!url.tls || start_tls(&l, &url, options->cacert));
	if (good)
		l.error[0] = '\0'; /* an address may have failed before the one that worked */
	l.deadline = deadline;
	good = good && send_request(&l, &url) && read_head(&l, r, &head) && read_body(&l, r, &head);
	r->at[TIMING_DONE] = clock_monotonic();
	hang_up(&l);
	return good && check_status(&l, r, text) && read_json(&l, r);
}

void blocking_close(struct blocking_reply *r)
{
	json_close(&r->json);
	free(r->bytes);
	r->bytes = NULL;
}
