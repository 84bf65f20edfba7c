/* server.c - listeners, each with a task that accepts, and a task for each client. */
#include "coro/error.h"
#include "coro/net/resolve.h"
#include "coro/net/server.h"
#include "coro/sleep.h"
#include "coro/timeout.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct listener {
	struct task task;
	struct task_link ended;
	struct io io;
	int fd;
	struct server *server;
};

struct client { /* on the heap, until its task has ended */
	struct task task;
	struct task_link ended;
	struct list link; /* in server->clients */
	struct conn conn;
	struct server *server;
};

/* ---- one client ---- */

static async shake_hands(struct conn *c, const struct server_options *options)
{
	ASYNC(struct timeout timeout);
	c->ssl = tls_new(options->tls, &c->stream);
	if (!c->ssl)
		ASYNC_RAISE(ASYNC_E_SYSTEM);
	SSL_set_accept_state(c->ssl);
	ASYNC_WITH(timeout_enter(&my->timeout, options->handshake_ns)) {
		AWAIT(conn_handshake(c));
	} ASYNC_EXIT(timeout_exit(&my->timeout, ASYNC_RAISED));
	ASYNC_END;
}

static async serve_client(struct client *client)
{
	const struct server *server = client->server;
	enum status err;

	ASYNC(enum status outcome);
	if (server->options.tls) {
		AWAIT_CATCH_ALL(err, shake_hands(&client->conn, &server->options));
		if (err) /* whoever that was, it is no client: nobody needs to hear of it */
			ASYNC_RAISE(err == ASYNC_CANCELLED ? err : ASYNC_OK);
	}
	AWAIT_CATCH_ALL(my->outcome, server->serve(&client->conn, server->arg));
	AWAIT_CATCH_ALL(err, conn_finish(&client->conn)); /* if its peer has gone, that is its peer's affair */
	ASYNC_RAISE(err == ASYNC_CANCELLED ? err : my->outcome);
	ASYNC_END;
}
ASYNC_ENTRY(serve_client, struct client *);

static void client_ended(struct task_link *l)
{
	struct client *client = container_of(l, struct client, ended);
	struct server *server = client->server;

	conn_close(&client->conn); /* one that was cancelled before its first step */
	list_remove(&client->link);
	free(client);
	server->nclients--;
	task_wake(&server->closing); /* who runs next: server_close, if it waits */
}

static void start_client(struct server *self, struct client *client)
{
	client->conn.pool = &self->buffers;
	client->server = self;
	self->nclients++;
	list_append(&self->clients, &client->link);
	task_start(&client->task, self->options.name, serve_client, client);
	task_link(&client->ended, &client->task, client_ended);
}

/* A client for whom there is no room is sent away. */
static void admit(struct server *self, int fd)
{
	struct client *client = calloc(1, sizeof *client);

	address_prepare(fd);
	if (!client)
		close(fd);
	else if (stream_open_socket(&client->conn.stream, fd) != 0)
		free(client);
	else
		start_client(self, client);
}

/* ---- the listeners ---- */

/* Lets in all who wait. Returns errno; EAGAIN: nobody waits any more. */
static int accept_all(struct listener *self)
{
	for (;;) {
		int fd = accept(self->fd, NULL, NULL);

		if (fd < 0 && (errno == EINTR || errno == ECONNABORTED))
			continue;
		if (fd < 0)
			return errno == EWOULDBLOCK ? EAGAIN : errno;
		admit(self->server, fd);
	}
}

static async accept_clients(struct listener *self)
{
	ASYNC();
	for (;;) {
		AWAIT(io_ready(&self->io, LOOP_READ)); /* until a client connects */
		if (accept_all(self) == EAGAIN)
			self->io.watch.ready &= ~(unsigned)LOOP_READ;
		else
			AWAIT(sleep_for(SERVER_FULL_MS * NS_PER_MS)); /* no more files: until somebody leaves */
	}
	ASYNC_END;
}
ASYNC_ENTRY(accept_clients, struct listener *);

static void listener_ended(struct task_link *l)
{
	struct server *server = container_of(l, struct listener, ended)->server;

	server->nlistening--;
	task_wake(&server->closing);
}

/* Returns 0 or errno. */
static int start_listener(struct server *self, const struct address *at)
{
	struct listener *l = &self->listeners[self->nlisteners];
	int err;

	l->server = self;
	l->fd = address_listen(at, &self->port, self->options.backlog);
	if (l->fd < 0)
		return -l->fd;
	l->io.listens = true;
	err = io_open(&l->io, l->fd);
	if (err) { /* a listener that nobody serves would let clients in, and leave them there */
		close(l->fd);
		return -err;
	}
	self->nlisteners++;
	self->nlistening++;
	task_start(&l->task, "server", accept_clients, l);
	task_link(&l->ended, &l->task, listener_ended);
	return 0;
}

/* Returns 0 or errno. A machine may lack a family. But a port that was asked for and is somebody else's in one of them
 * would lead clients to the wrong place. */
static int listen_on_all(struct server *self, const struct addresses *all)
{
	bool asked = self->port != 0;
	int err = 0;

	self->listeners = calloc((size_t)all->count, sizeof *self->listeners);
	if (!self->listeners)
		return ENOMEM;
	for (int i = 0; i < all->count; i++) {
		err = start_listener(self, addresses_nth(all, i));
		if (err && err != EAFNOSUPPORT && err != EADDRNOTAVAIL && (asked || !self->nlisteners))
			return err;
	}
	return self->nlisteners ? 0 : err;
}

/* ---- the whole ---- */

/* found: how the look-up has ended. */
static enum status listen_on(struct server *self, const struct host *host, enum status found)
{
	static const char words[] = "cannot listen on %s:%u: %s";
	const char *name = host->name[0] ? host->name : "*";
	int error = found ? host->lack : listen_on_all(self, host->found);

	if (found == ASYNC_E_CONNECT)
		return async_error(found, words, name, host->port, gai_strerror(host->error));
	return error ? async_error(ASYNC_E_SYSTEM, words, name, host->port, strerror(error)) : found;
}

static void set_options(struct server *self, const struct server_options *options)
{
	struct server_options *o = &self->options;

	if (options)
		*o = *options;
	o->backlog = o->backlog ? o->backlog : SERVER_BACKLOG;
	o->handshake_ns = o->handshake_ns ? o->handshake_ns : SERVER_HANDSHAKE_S * NS_PER_S;
	o->name = o->name ? o->name : "client";
}

async start_server(struct server *self, serve_fn *serve, void *arg, const char *host, unsigned port,
	const struct server_options *options)
{
	const char *name = host ? host : "";
	enum status err;

	ASYNC(struct host host; enum status outcome);
	if ((host && !*host) || strlen(name) >= HOST_NAME_SIZE || port > UINT16_MAX)
		ASYNC_RAISE(async_error(ASYNC_E_INVALID, "no host and port: %.200s:%u", name, port));
	*self = (struct server){.serve = serve, .arg = arg, .port = port};
	set_options(self, options);
	owner_hold(&self->hold, self, "the server", NULL);
	host_init(&my->host, name, strlen(name), (uint16_t)port, false);
	AWAIT_CATCH_ALL(err, resolve_host(&my->host));
	my->outcome = listen_on(self, &my->host, err);
	host_close(&my->host);
	if (my->outcome)
		AWAIT(server_close(self));
	ASYNC_RAISE(my->outcome);
	ASYNC_END;
}

unsigned server_port(const struct server *self)
{
	return self->port;
}

static const struct wait_kind waits_for_clients = {.what = "clients"};

async server_forever(struct server *self)
{
	ASYNC();
	AWAIT(task_suspend(&self->serving, &waits_for_clients));
	ASYNC_END;
}

static void stop_listening(struct server *self)
{
	for (unsigned i = 0; i < self->nlisteners; i++)
		task_cancel(&self->listeners[i].task);
}

/* Frees the listeners, whose tasks have ended. */
static void close_listeners(struct server *self)
{
	for (unsigned i = 0; i < self->nlisteners; i++) {
		io_close(&self->listeners[i].io);
		close(self->listeners[i].fd);
	}
	free(self->listeners);
	self->listeners = NULL;
	self->nlisteners = 0;
}

static const struct wait_kind waits_for_ends = {.what = "the ends of its clients' tasks"};

async server_drain(struct server *self)
{
	ASYNC();
	stop_listening(self);
	while (self->nlistening)
		AWAIT(task_suspend(&self->closing, &waits_for_ends));
	close_listeners(self); /* from here on, who connects is refused */
	while (self->nclients)
		AWAIT(task_suspend(&self->closing, &waits_for_ends));
	ASYNC_END;
}

static void cancel_clients(struct server *self)
{
	for (struct list *l = list_first(&self->clients); l != &self->clients; l = l->next) {
		struct client *client = container_of(l, struct client, link);

		if (&client->task == task_running)
			owner_blame("server_close: called by a task of that server's own");
		task_cancel(&client->task);
	}
}

async server_close(struct server *self)
{
	enum status err;

	ASYNC(bool cancelled);
	stop_listening(self);
	cancel_clients(self);
	while (self->nlistening || self->nclients) {
		/* A cancel cannot hurry us: they live on what we are about to free. It is told afterwards. */
		AWAIT_CATCH_ALL(err, task_suspend(&self->closing, &waits_for_ends));
		my->cancelled = my->cancelled || err;
	}
	close_listeners(self);
	buffer_pool_free(&self->buffers);
	owner_let_go(&self->hold);
	ASYNC_RAISE(my->cancelled ? ASYNC_CANCELLED : ASYNC_OK);
	ASYNC_END;
}
