/* requests_link.c - blocking calls on one socket. */
#include "http/requests_link.h"
#include "http/origin.h"
#include "loop/clock.h"

#include <errno.h>
#include <stdio.h>
#include <sys/time.h>
#include <unistd.h>

enum status requests_fail(char error[static ERROR_TEXT_MAX], enum status err, const char *what, const char *why)
{
	err = async_error(err, "%s%s%s", what, *why ? ": " : "", why);
	snprintf(error, ERROR_TEXT_MAX, "%s", async_error_text(err));
	return err;
}

bool link_failed(struct link *l, enum status err, const char *what, const char *why)
{
	l->err = requests_fail(l->error, err, what, why);
	return false;
}

static void stamp(struct link *l, enum timing_stamp step)
{
	l->at[step] = clock_monotonic();
}

/* How long a blocking call may block is a property of its socket. False: no time is left. */
static bool limit_time(struct link *l)
{
	int64_t left = l->deadline - clock_monotonic();
	struct timeval t = {(time_t)(left / NS_PER_S), (suseconds_t)(left % NS_PER_S / NS_PER_US + 1)};

	if (left <= 0)
		return false;
	/* A call that lasts longer fails with EAGAIN. */
	setsockopt(l->fd, SOL_SOCKET, SO_RCVTIMEO, &t, sizeof t);
	setsockopt(l->fd, SOL_SOCKET, SO_SNDTIMEO, &t, sizeof t);
	return true;
}

/* ---- connect ---- */

/* The words for a connection that was not there in time: as those of session_get. */
static bool no_connection_in_time(struct link *l)
{
	char why[64];

	snprintf(why, sizeof why, "no connection within %.3g s",
		(double)(l->deadline - l->at[TIMING_BEGUN]) / NS_PER_S);
	return link_failed(l, ASYNC_TIMEOUT, l->to, why);
}

static bool link_connect(struct link *l, const struct url *url)
{
	struct destination destination;
	struct addresses *to;
	int err, lack;

	resolve_destination(&destination, l->host, url->port);
	to = destination_look_up(&destination, 0, &err, &lack);
	if (!to && lack)
		return link_failed(l, ASYNC_E_SYSTEM, l->to, strerror(lack));
	if (!to)
		return link_failed(l, ASYNC_E_CONNECT, l->to, gai_strerror(err));
	stamp(l, TIMING_RESOLVED);
	l->fd = requests_connect(to, l->deadline, &err);
	addresses_drop(to);
	stamp(l, TIMING_CONNECTED);
	if (l->fd >= 0)
		return true;
	if (err == ETIMEDOUT && clock_monotonic() >= l->deadline)
		return no_connection_in_time(l);
	return link_failed(l, address_is_ours(err) ? ASYNC_E_SYSTEM : ASYNC_E_CONNECT, l->to, strerror(err));
}

static bool link_start_tls(struct link *l, const char *cafile)
{
	static SSL_CTX *context; /* loaded once: requests keeps its own too */
	enum tls_outcome outcome;
	char why[160];

	if (!context)
		context = tls_client_context(cafile, why, sizeof why);
	if (!context)
		return link_failed(l, ASYNC_E_SYSTEM, "cannot load trusted certificates", why);
	l->ssl = SSL_new(context);
	if (!l->ssl || !tls_client_setup(l->ssl, l->host, ALPN_HTTP) || SSL_set_fd(l->ssl, l->fd) != 1)
		return link_failed(l, ASYNC_E_SYSTEM, "TLS", "cannot be set up");
	outcome = limit_time(l) ? tls_handshake(l->ssl) : TLS_WANT_READ;
	if (tls_must_wait(outcome)) /* a blocking call gives that answer only when its time is up */
		return no_connection_in_time(l);
	if (outcome != TLS_DONE) {
		tls_reason(l->ssl, why, sizeof why);
		return link_failed(l, ASYNC_E_CONNECT, l->to, why);
	}
	stamp(l, TIMING_SECURED);
	return true;
}

bool link_open(struct link *l, const struct url *url, const char *cafile)
{
	const char *open = url->ip_literal_v6 ? "[" : "", *shut = *open ? "]" : "";

	snprintf(l->host, sizeof l->host, "%.*s", SLICE_FMT(url->host));
	snprintf(l->to, sizeof l->to, "cannot connect to host %s%s%s:%u", open, l->host, shut,
		(unsigned)url->port);
	return link_connect(l, url) && (!url->tls || link_start_tls(l, cafile));
}

void link_close(struct link *l)
{
	tls_close(l->ssl);
	if (l->fd >= 0)
		close(l->fd); /* each request has a connection of its own */
}

/* ---- send and receive, in TLS's terms also where there is no TLS ---- */

static enum tls_outcome blocking_outcome(ssize_t count, size_t *done)
{
	*done = count > 0 ? (size_t)count : 0;
	if (count >= 0)
		return count > 0 ? TLS_DONE : TLS_END;
	return errno == EAGAIN ? TLS_WANT_READ : TLS_CUT;
}

static bool went_well(struct link *l, enum tls_outcome outcome)
{
	if (outcome == TLS_DONE || outcome == TLS_END)
		return true;
	if (tls_must_wait(outcome))
		return link_failed(l, ASYNC_TIMEOUT, "timeout", "the server took too long");
	return link_failed(l, ASYNC_E_DISCONNECTED, "server disconnected",
		errno ? strerror(errno) : "the reply was cut short");
}

bool link_send(struct link *l, const char *bytes, size_t len)
{
	size_t done;

	for (size_t sent = 0; sent < len; sent += done) {
		/* This blocks until the kernel has taken some. */
		enum tls_outcome outcome =
			l->ssl ? tls_write(l->ssl, bytes + sent, len - sent, &done)
			       : blocking_outcome(send(l->fd, bytes + sent, len - sent, 0), &done);

		if (!went_well(l, outcome))
			return false;
	}
	stamp(l, TIMING_SENT);
	return true;
}

ssize_t link_receive(struct link *l, char *buf, size_t room)
{
	enum tls_outcome outcome = TLS_WANT_READ;
	size_t done = 0;

	if (limit_time(l)) {
		errno = 0;
		/* This blocks until bytes come: nothing else runs. */
		outcome = l->ssl ? tls_read(l->ssl, buf, room, &done)
				 : blocking_outcome(recv(l->fd, buf, room, 0), &done);
	}
	return went_well(l, outcome) ? (ssize_t)done : -1;
}
