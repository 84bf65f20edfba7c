/* requests_link.c - blocking calls on one socket. */
#include "http/requests_link.h"
#include "http/origin.h"
#include "http/timing.h"
#include "loop/clock.h"

#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

bool link_failed(struct link *l, enum status err, const char *what, const char *why)
{
	l->err = err;
	snprintf(l->error, l->room, "%s: %s", what, why);
	return false;
}

/* How long a blocking call may block is a property of its socket. */
static bool limit_time(struct link *l)
{
	int64_t left = l->deadline - clock_monotonic();
	struct timeval t = {(time_t)(left / NS_PER_S), (suseconds_t)(left % NS_PER_S / NS_PER_US + 1)};

	if (left <= 0)
		return link_failed(l, ASYNC_TIMEOUT, "timeout", "the server took too long");
	/* A call that lasts longer fails with EAGAIN. */
	setsockopt(l->fd, SOL_SOCKET, SO_RCVTIMEO, &t, sizeof t);
	setsockopt(l->fd, SOL_SOCKET, SO_SNDTIMEO, &t, sizeof t);
	return true;
}

/* What errno says of a call that failed. One that waited in vain leaves EAGAIN. */
static bool gave_up(struct link *l, enum status err, const char *what)
{
	if (errno == EAGAIN || errno == EWOULDBLOCK)
		return link_failed(l, ASYNC_TIMEOUT, "timeout", "the server took too long");
	return link_failed(l, err, what, strerror(errno));
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

static bool connect_any(struct link *l, const struct addrinfo *found)
{
	struct addresses *to = addresses_new(found);
	int err = ENOMEM;

	if (to)
		l->fd = requests_connect(to, l->deadline, &err);
	addresses_drop(to);
	if (l->fd >= 0)
		return true;
	if (err == ETIMEDOUT && clock_monotonic() >= l->deadline)
		return no_connection_in_time(l);
	return link_failed(l, address_is_ours(err) ? ASYNC_E_SYSTEM : ASYNC_E_CONNECT, l->to, strerror(err));
}

static bool link_connect(struct link *l, const struct url *url)
{
	struct addrinfo *found;
	const char *open = url->ip_literal_v6 ? "[" : "", *shut = *open ? "]" : "";
	struct destination to;
	bool good;
	int err;

	snprintf(l->host, sizeof l->host, "%.*s", SLICE_FMT(url->host));
	snprintf(l->to, sizeof l->to, "cannot connect to host %s%s%s:%u", open, l->host, shut,
		(unsigned)url->port);
	resolve_destination(&to, l->host, url->port);
	err = destination_look_up(&to, 0, &found);
	if (resolve_lack(err))
		return link_failed(l, ASYNC_E_SYSTEM, l->to, strerror(resolve_lack(err)));
	if (err)
		return link_failed(l, ASYNC_E_CONNECT, l->to, gai_strerror(err));
	l->at[TIMING_RESOLVED] = clock_monotonic();
	good = connect_any(l, found);
	l->at[TIMING_CONNECTED] = clock_monotonic();
	freeaddrinfo(found);
	return good;
}

static bool link_start_tls(struct link *l, const char *cafile)
{
	static SSL_CTX *context; /* loaded once: requests keeps its own too */
	char why[160];

	if (!context)
		context = tls_client_context(cafile, why, sizeof why);
	if (!context)
		return link_failed(l, ASYNC_E_SYSTEM, "cannot load trusted certificates", why);
	l->ssl = SSL_new(context);
	if (!l->ssl || !tls_client_setup(l->ssl, l->host, ALPN_HTTP) || SSL_set_fd(l->ssl, l->fd) != 1)
		return link_failed(l, ASYNC_E_SYSTEM, "TLS", "cannot be set up");
	if (!limit_time(l))
		return no_connection_in_time(l);
	switch (tls_handshake(l->ssl)) {
	case TLS_DONE:
		l->at[TIMING_SECURED] = clock_monotonic();
		return true;
	case TLS_WANT_READ: /* not now: but a blocking call gives that answer only when its time is up */
	case TLS_WANT_WRITE:
		return no_connection_in_time(l);
	default:
		tls_reason(l->ssl, why, sizeof why);
		return link_failed(l, ASYNC_E_CONNECT, l->to, why);
	}
}

bool link_open(struct link *l, const struct url *url, const char *cafile)
{
	return link_connect(l, url) && (!url->tls || link_start_tls(l, cafile));
}

void link_close(struct link *l)
{
	tls_close(l->ssl);
	if (l->fd >= 0)
		close(l->fd); /* each request has a connection of its own */
}

/* ---- send and receive ---- */

static ssize_t link_send_some(struct link *l, const char *bytes, size_t len)
{
	size_t done;

	if (!l->ssl)
		return send(l->fd, bytes, len, 0); /* this blocks until the kernel has taken some */
	return tls_write(l->ssl, bytes, len, &done) == TLS_DONE ? (ssize_t)done : -1;
}

bool link_send(struct link *l, const char *bytes, size_t len)
{
	ssize_t done;

	for (size_t sent = 0; sent < len; sent += (size_t)done) {
		done = link_send_some(l, bytes + sent, len - sent);
		if (done < 0)
			return gave_up(l, ASYNC_E_DISCONNECTED, "server disconnected");
	}
	l->at[TIMING_SENT] = clock_monotonic();
	return true;
}

ssize_t link_receive(struct link *l, char *buf, size_t room)
{
	size_t done = 0;
	ssize_t count;

	if (!limit_time(l))
		return -1;
	if (l->ssl) {
		enum tls_outcome outcome = tls_read(l->ssl, buf, room, &done);

		count = outcome == TLS_DONE ? (ssize_t)done : outcome == TLS_END ? 0 : -1;
	} else {
		count = recv(l->fd, buf, room, 0); /* this blocks until bytes come: nothing else runs */
	}
	if (count < 0 && errno)
		gave_up(l, ASYNC_E_DISCONNECTED, "server disconnected");
	else if (count < 0)
		link_failed(l, ASYNC_E_DISCONNECTED, "server disconnected", "the reply was cut short");
	return count;
}
