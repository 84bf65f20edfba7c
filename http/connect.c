/* connect.c - one address after the other, until one answers. */
#include "http/connect.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static enum status no_connection(struct conn *c, int err)
{
	bool ours = err == EMFILE || err == ENFILE || err == ENOMEM || err == ENOBUFS;

	c->fault = FAULT_CONNECT;
	snprintf(c->why, sizeof c->why, "%s%s", strerror(err),
		err == EMFILE ? " (fewer connections at a time, or a higher `ulimit -n`, would help)" : "");
	return ours ? ASYNC_E_SYSTEM : ASYNC_E_CONNECT;
}

static void no_name(struct conn *c, int error)
{
	c->fault = FAULT_RESOLVE;
	snprintf(c->why, sizeof c->why, "%s", gai_strerror(error));
}

/* Starts a non-blocking connect(2). Returns the socket when it is under way, or -errno. */
static int start_connect(const struct address *to)
{
	int fd = socket(to->at.ss_family, SOCK_STREAM, 0), one = 1, err = 0;

	if (fd < 0)
		return -errno;
	if (fcntl(fd, F_SETFL, O_NONBLOCK) < 0 || fcntl(fd, F_SETFD, FD_CLOEXEC) < 0)
		err = errno;
	/* A request is written in one piece: waiting for more to send with it could only delay it. */
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
	if (!err && connect(fd, (const struct sockaddr *)&to->at, to->len) < 0 && errno != EINPROGRESS)
		err = errno;
	if (err) {
		close(fd);
		return -err;
	}
	return fd;
}

/* Returns 0 or errno. */
static int open_stream(struct stream *stream, const struct address *to)
{
	int fd = start_connect(to);

	/* Only now: an unconnected socket would report a hang-up at once. */
	return fd < 0 ? -fd : -stream_open_socket(stream, fd);
}

/* Writable does not mean connected: the outcome is in SO_ERROR, to be read once. */
static int connect_result(const struct stream *stream)
{
	int err = 0;
	socklen_t len = sizeof err;

	if (getsockopt(stream->io.watch.fd, SOL_SOCKET, SO_ERROR, &err, &len) < 0)
		err = errno;
	return err;
}

static async connect_address(struct conn *c, const struct address *to, int64_t ns)
{
	int err;

	ASYNC(struct timeout timeout);
	err = open_stream(&c->stream, to);
	if (err)
		ASYNC_RAISE(no_connection(c, err));
	ASYNC_WITH(timeout_enter(&my->timeout, ns)) {
		AWAIT(io_ready(&c->stream.io, LOOP_WRITE));
		err = connect_result(&c->stream);
		if (err)
			ASYNC_RAISE(no_connection(c, err));
	} ASYNC_EXIT(timeout_exit(&my->timeout, ASYNC_RAISED));
	ASYNC_END;
}

struct addresses { /* of a host, as they are tried */
	int first, tried, count; /* indexes into host->addresses */
};

static const struct address *candidate(const struct addresses *self, const struct host *host)
{
	return &host->addresses[(self->first + self->tried) % self->count];
}

/* An address that does not answer must leave time for the others. */
static int64_t fair_share(const struct addresses *self, int64_t deadline)
{
	return (deadline - loop.now) / (self->count - self->tried);
}

static async connect_tcp(struct conn *c, struct host *host, int64_t deadline)
{
	ASYNC(struct addresses at; int64_t part; enum status err);
	AWAIT_CATCH(my->err, resolve(host));
	if (my->err == ASYNC_E_CONNECT || my->err == ASYNC_E_SYSTEM)
		no_name(c, my->err == ASYNC_E_CONNECT ? host->error : EAI_AGAIN); /* a thread, later */
	if (my->err)
		ASYNC_RAISE(my->err);
	c->at[CONN_RESOLVED] = clock_now();
	my->at.first = host->good;
	my->at.count = host->naddresses; /* another task's look-up may change it while we wait */
	for (my->at.tried = 0; my->at.tried < my->at.count; my->at.tried++) {
		my->part = fair_share(&my->at, deadline);
		AWAIT_CATCH(my->err, connect_address(c, candidate(&my->at, host), my->part));
		if (my->err == ASYNC_OK) {
			host->good = (my->at.first + my->at.tried) % my->at.count;
			c->why[0] = '\0'; /* forget the addresses that failed */
			c->fault = FAULT_NONE;
			break;
		}
		if (my->err == ASYNC_TIMEOUT)
			no_connection(c, ETIMEDOUT);
		else if (my->err != ASYNC_E_CONNECT)
			ASYNC_RAISE(my->err); /* cancelled, or nothing that another address would mend */
		stream_close(&c->stream);
	}
	ASYNC_RAISE(my->err == ASYNC_TIMEOUT ? ASYNC_E_CONNECT : my->err);
	ASYNC_END;
}

static enum status dial_memory(struct conn *c, const struct connect_options *options)
{
	if (options->dial(options->dial_arg, &c->stream))
		return ASYNC_OK;
	return no_connection(c, ECONNREFUSED);
}

static enum status start_tls(struct conn *c, struct host *host, const struct connect_options *options)
{
	c->ssl = tls_new(options->tls, &c->stream);
	if (!c->ssl || !tls_client_setup(c->ssl, host->name))
		return no_connection(c, ENOMEM);
	if (!options->no_resume)
		tls_resume(c->ssl, &host->sessions);
	return ASYNC_OK;
}

async connect_host(struct conn *c, struct host *host, const struct connect_options *options)
{
	ASYNC(struct timeout timeout; int64_t deadline); /* timeout.expired tells this one from an outer one */
	c->at[CONN_BEGUN] = clock_now();
	my->deadline = clock_after(options->timeout_ns);
	ASYNC_WITH(timeout_enter_at(&my->timeout, my->deadline)) {
		if (options->dial)
			AWAIT(dial_memory(c, options));
		else
			AWAIT(connect_tcp(c, host, my->deadline));
		c->at[CONN_CONNECTED] = clock_now();
		if (host->tls) {
			AWAIT(start_tls(c, host, options));
			AWAIT(conn_handshake(c));
			c->at[CONN_SECURED] = clock_now();
		}
	} ASYNC_EXIT(timeout_exit(&my->timeout, ASYNC_RAISED));
	ASYNC_END;
}
