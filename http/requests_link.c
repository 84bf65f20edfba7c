/* requests_link.c - blocking calls on one socket. */
#include "http/requests_link.h"
#include "http/resolve.h"
#include "http/timing.h"
#include "loop/clock.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
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
	setsockopt(l->fd, SOL_SOCKET, SO_RCVTIMEO, &t, sizeof t);
	setsockopt(l->fd, SOL_SOCKET, SO_SNDTIMEO, &t, sizeof t);
	return true;
}

/* What errno says of a call that failed. One that waited in vain leaves EAGAIN, connect(2) EINPROGRESS. */
static bool gave_up(struct link *l, enum status err, const char *what)
{
	if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINPROGRESS)
		return link_failed(l, ASYNC_TIMEOUT, "timeout", "the server took too long");
	return link_failed(l, err, what, strerror(errno));
}

/* ---- connect ---- */

static bool connect_to(struct link *l, const struct addrinfo *a)
{
	int one = 1;

	l->fd = socket(a->ai_family, a->ai_socktype, a->ai_protocol);
	if (l->fd < 0)
		return link_failed(l, ASYNC_E_SYSTEM, l->to, strerror(errno));
	/* As urllib3 does: the request would wait until the end of the handshake, sent just before it, is confirmed. */
	setsockopt(l->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
	if (limit_time(l)) {
		if (connect(l->fd, a->ai_addr, a->ai_addrlen) == 0)
			return true;
		gave_up(l, ASYNC_E_CONNECT, l->to);
	}
	close(l->fd);
	l->fd = -1;
	return false;
}

static bool connect_host(struct link *l, const struct url *url)
{
	struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *found, *a;
	const char *open = url->ip_literal_v6 ? "[" : "", *shut = *open ? "]" : "";
	struct destination to;
	int err;

	snprintf(l->host, sizeof l->host, "%.*s", SLICE_FMT(url->host));
	snprintf(l->to, sizeof l->to, "cannot connect to host %s%s%s:%u", open, l->host, shut,
		(unsigned)url->port);
	resolve_destination(&to, l->host, url->port);
	err = getaddrinfo(to.name, to.port, &hints, &found);
	if (err)
		return link_failed(l, ASYNC_E_CONNECT, l->to, gai_strerror(err));
	l->at[TIMING_RESOLVED] = clock_monotonic();
	for (a = found; a && !connect_to(l, a);)
		a = a->ai_next;
	l->at[TIMING_CONNECTED] = clock_monotonic();
	freeaddrinfo(found);
	return a != NULL;
}

static bool start_tls(struct link *l, const char *cafile)
{
	static SSL_CTX *context; /* loaded once: requests keeps its own too */
	char why[160];

	if (!context)
		context = tls_client_context(cafile, why, sizeof why);
	if (!context)
		return link_failed(l, ASYNC_E_SYSTEM, "cannot load trusted certificates", why);
	l->ssl = SSL_new(context);
	if (!l->ssl || !tls_client_setup(l->ssl, l->host) || SSL_set_fd(l->ssl, l->fd) != 1)
		return link_failed(l, ASYNC_E_SYSTEM, "TLS", "cannot be set up");
	if (!limit_time(l))
		return false;
	switch (tls_handshake(l->ssl)) {
	case TLS_DONE:
		l->at[TIMING_SECURED] = clock_monotonic();
		return true;
	case TLS_WANT_READ: /* not now: but a blocking call gives that answer only when its time is up */
	case TLS_WANT_WRITE:
		return link_failed(l, ASYNC_TIMEOUT, "timeout", "the server took too long");
	default:
		tls_reason(l->ssl, why, sizeof why);
		return link_failed(l, ASYNC_E_CONNECT, l->to, why);
	}
}

bool link_open(struct link *l, const struct url *url, const char *cafile)
{
	if (!connect_host(l, url) || (url->tls && !start_tls(l, cafile)))
		return false;
	l->error[0] = '\0'; /* an address may have failed before the one that worked */
	return true;
}

void link_close(struct link *l)
{
	tls_close(l->ssl);
	if (l->fd >= 0)
		close(l->fd);
}

/* ---- send and receive ---- */

static ssize_t send_some(struct link *l, const char *bytes, size_t len)
{
	size_t done;

	if (!l->ssl)
		return send(l->fd, bytes, len, 0);
	return tls_write(l->ssl, bytes, len, &done) == TLS_DONE ? (ssize_t)done : -1;
}

bool link_send(struct link *l, const char *bytes, size_t len)
{
	ssize_t done;

	for (size_t sent = 0; sent < len; sent += (size_t)done) {
		done = send_some(l, bytes + sent, len - sent);
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
		count = recv(l->fd, buf, room, 0);
	}
	if (count < 0 && errno)
		gave_up(l, ASYNC_E_DISCONNECTED, "server disconnected");
	else if (count < 0)
		link_failed(l, ASYNC_E_DISCONNECTED, "server disconnected", "the reply was cut short");
	return count;
}
