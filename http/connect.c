/* connect.c - all addresses of a host, each a while after the one before it, until one answers. */
#include "http/connect.h"
#include "coro/many/gather.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A limit of our own machine's, against which no other address helps. */
static bool is_ours(int err)
{
	return err == EMFILE || err == ENFILE || err == ENOMEM || err == ENOBUFS;
}

static enum status no_connection(struct conn *c, int err)
{
	c->fault = FAULT_CONNECT;
	snprintf(c->why, sizeof c->why, "%s%s", strerror(err),
		err == EMFILE ? " (fewer connections at a time, or a higher `ulimit -n`, would help)" : "");
	return is_ours(err) ? ASYNC_E_SYSTEM : ASYNC_E_CONNECT;
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

/* ---- one address ---- */

static async connect_address(struct stream *stream, const struct address *to, int *error)
{
	ASYNC();
	*error = open_stream(stream, to);
	if (*error)
		ASYNC_RAISE(ASYNC_E_CONNECT);
	AWAIT(io_ready(&stream->io, LOOP_WRITE));
	*error = connect_result(stream);
	ASYNC_RAISE(*error ? ASYNC_E_CONNECT : ASYNC_OK);
	ASYNC_END;
}
ASYNC_ENTRY(connect_address, struct stream *, const struct address *, int *);

/* ---- several, each a while after the one before it ---- */

struct attempt {
	struct set_task worker;
	struct stream *stream, own; /* the first one's is the caller's, since it wins most of the time */
	int error;
};

struct race {
	struct stream *stream; /* the connection's to be */
	struct addresses *to;
	struct attempt *attempts;
	struct task_set running;
	int started;
	struct attempt *winner;
	int error; /* of the last that failed */
};

static async race_open(struct race *self, struct stream *stream, struct addresses *to, int *error)
{
	*error = ENOMEM;
	self->attempts = calloc((size_t)to->count, sizeof *self->attempts);
	if (!self->attempts)
		return ASYNC_E_CONNECT;
	for (int i = 0; i < to->count; i++)
		self->attempts[i].stream = i ? &self->attempts[i].own : stream;
	self->stream = stream;
	self->to = to;
	to->users++;
	return ASYNC_OK;
}

/* The one that worked last comes first, and the others after it, round. */
static const struct address *nth(const struct addresses *to, int n)
{
	return &to->list[(to->good + n) % to->count];
}

static void start_next(struct race *self)
{
	struct attempt *a = &self->attempts[self->started];

	a->error = ECANCELED;
	task_set_start(&self->running, &a->worker, "address", connect_address, a->stream, nth(self->to, self->started),
		&a->error);
	self->started++;
}

/* Takes those who have ended. True if it is decided: somebody is there, or a fault that all others would meet too. */
static bool is_decided(struct race *self)
{
	struct task *done;

	while (!self->winner && (done = task_set_take(&self->running))) {
		struct attempt *a = container_of(done, struct attempt, worker.task);

		if (task_result(done) == ASYNC_OK)
			self->winner = a;
		else
			self->error = a->error;
	}
	return self->winner || is_ours(self->error);
}

/* The winner's socket becomes the connection's: a watch cannot be moved, so it is made anew. Returns 0 or errno. */
static int adopt(struct race *self)
{
	int fd = self->winner->stream->io.watch.fd;

	self->to->good = (self->to->good + (int)(self->winner - self->attempts)) % self->to->count;
	if (self->winner->stream == self->stream)
		return 0;
	io_close(&self->winner->own.io);
	return -stream_open_socket(self->stream, fd);
}

/* Ends the others, and waits until they have ended: they live in our memory. *error: what became of it. */
static async race_close(struct race *self, int *error)
{
	enum status err;

	ASYNC();
	for (int i = 0; i < self->started; i++)
		task_cancel(&self->attempts[i].worker.task);
	AWAIT_CATCH(err, gather_return_exceptions(&self->running));
	for (int i = 0; i < self->started; i++)
		if (&self->attempts[i] != self->winner)
			stream_close(self->attempts[i].stream);
	*error = self->winner ? adopt(self) : self->error;
	addresses_drop(self->to);
	free(self->attempts);
	ASYNC_RAISE(err);
	ASYNC_END;
}

/* Happy eyeballs (RFC 8305 section 5): when an address has not answered for a quarter of a second, or has failed, the
 * next one is tried beside it, and the first that answers wins. So one that swallows packets costs no more than that. */
static async run_race(struct race *self)
{
	ASYNC();
	while (self->started < self->to->count || task_set_left(&self->running)) {
		if (self->started < self->to->count)
			start_next(self);
		AWAIT(task_set_wait(&self->running, WAIT_FIRST_COMPLETED, self->started < self->to->count ? CONNECT_NEXT_NS : -1));
		if (is_decided(self))
			break;
	}
	ASYNC_END;
}

static async connect_any(struct stream *stream, struct addresses *to, int *error)
{
	ASYNC(struct race race);
	ASYNC_WITH(race_open(&my->race, stream, to, error)) {
		AWAIT(run_race(&my->race));
	} ASYNC_EXIT(race_close(&my->race, error));
	ASYNC_RAISE(*error ? ASYNC_E_CONNECT : ASYNC_OK);
	ASYNC_END;
}

/* ---- TCP ---- */

static async connect_tcp(struct conn *c, struct host *host)
{
	enum status err;

	ASYNC(int error);
	AWAIT_CATCH(err, resolve_host(host));
	if (err == ASYNC_E_CONNECT || err == ASYNC_E_SYSTEM)
		no_name(c, err == ASYNC_E_CONNECT ? host->error : EAI_AGAIN); /* a thread, later */
	if (err)
		ASYNC_RAISE(err);
	c->at[CONN_RESOLVED] = clock_now();
	if (host->found->count == 1)
		AWAIT_CATCH(err, connect_address(&c->stream, &host->found->list[0], &my->error));
	else
		AWAIT_CATCH(err, connect_any(&c->stream, host->found, &my->error));
	ASYNC_RAISE(err == ASYNC_E_CONNECT ? no_connection(c, my->error) : err);
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
	ASYNC(struct timeout timeout);
	c->at[CONN_BEGUN] = clock_now();
	ASYNC_WITH(timeout_enter(&my->timeout, options->timeout_ns)) {
		if (options->dial)
			AWAIT(dial_memory(c, options));
		else
			AWAIT(connect_tcp(c, host));
		c->at[CONN_CONNECTED] = clock_now();
		if (host->tls) {
			AWAIT(start_tls(c, host, options));
			AWAIT(conn_handshake(c));
			c->at[CONN_SECURED] = clock_now();
		}
	} ASYNC_EXIT(timeout_exit(&my->timeout, ASYNC_RAISED));
	ASYNC_END;
}
