/* server.c - listeners, each with a task that accepts, and a task for each client. */
#include "coro/net/server.h"
#include "coro/error.h"
#include "coro/net/resolve.h"
#include "coro/sleep.h"
#include "coro/timeout.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Listeners and clients lie on the heap until their tasks have ended. */
struct listener {
	struct task task;
	struct task_link ended;
	struct list link; /* in server->listeners */
	struct io io;
	int fd;
	struct server *server;
};

struct client {
	struct task task;
	struct task_link ended;
	struct list link; /* in server->clients */
	struct conn conn;
	struct server *server;
};

/* ---- one client ---- */

ASYNC_ENTRY(conn_handshake, struct conn *);

/* An error here means that the peer is gone: that is no fault of the server's. */
static async finish_client(struct conn *c)
{
	enum status err;

	ASYNC();
	AWAIT_CATCH(err, conn_finish(c)); /* others run until what is queued has been sent */
	(void)err;
	ASYNC_END;
}

static async serve_client(struct client *client)
{
	const struct server_options *options = &client->server->options;
	struct conn *c = &client->conn;
	enum status err;

	ASYNC();
	if (options->tls) {
		c->ssl = tls_new(options->tls, &c->stream);
		if (!c->ssl)
			ASYNC_RAISE(ASYNC_E_SYSTEM);
		SSL_set_accept_state(c->ssl);
		AWAIT_CATCH(err, wait_for(options->handshake_ns, conn_handshake, c)); /* others run */
		if (err) /* a peer that does not finish the handshake is no client, and not worth a message */
			ASYNC_RETURN();
	}
	ASYNC_TRY_BLOCK {
		AWAIT(client->server->serve(c, client->server->arg)); /* the program's own coroutine */
	} ASYNC_FINALLY(finish_client(c)); /* however it ended, the connection is closed */
	ASYNC_END;
}
ASYNC_ENTRY(serve_client, struct client *);

static void client_ended(struct task_link *l)
{
	struct client *client = container_of(l, struct client, ended);

	conn_close(&client->conn); /* a task that was cancelled before its first step has not closed it */
	list_remove(&client->link);
	wait_queue_wake_all(&client->server->closing); /* who runs next: server_drain, if it waits */
	free(client);
}

struct conn *server_client(struct server *self)
{
	struct client *client = calloc(1, sizeof *client);

	if (!client)
		return NULL;
	client->conn.pool = &self->buffers;
	client->server = self;
	return &client->conn;
}

void server_begin(struct conn *c)
{
	static const struct site here = {__FILE__, __func__, "serve_client", __LINE__};
	struct client *client = container_of(c, struct client, conn);
	const struct server *server = client->server;
	const struct serve_client_args args = {serve_client, client};

	list_append(&client->server->clients, &client->link);
	/* For people, what began it is the line that asked for a server. */
	task_spawn(&client->task, &serve_client_entry, &args, server->options.name, server->made ? server->made : &here);
	task_link(&client->ended, &client->task, client_ended);
}

void server_admit(struct server *self, int fd)
{
	struct conn *c = server_client(self);

	address_prepare(fd);
	if (!c)
		close(fd); /* no memory: this client is sent away */
	else if (stream_open_socket(&c->stream, fd) != 0)
		free(container_of(c, struct client, conn));
	else
		server_begin(c);
}

/* ---- the listeners ---- */

/* Accepts all clients that wait. False: it could not, for lack of files, say. */
static bool accept_all(struct listener *self)
{
	for (;;) {
		int fd = accept(self->fd, NULL, NULL); /* the next client; EAGAIN: there is no other */

		if (fd >= 0)
			server_admit(self->server, fd);
		else if (errno != EINTR && errno != ECONNABORTED)
			return errno == EAGAIN;
	}
}

static async accept_clients(struct listener *self)
{
	ASYNC();
	for (;;) {
		AWAIT(io_ready(&self->io, LOOP_READ)); /* until a client connects */
		if (accept_all(self))
			self->io.watch.ready &= ~(unsigned)LOOP_READ;
		else
			AWAIT(sleep_for(SERVER_FULL_MS * NS_PER_MS)); /* no file is left: others run */
	}
	ASYNC_END;
}
ASYNC_ENTRY(accept_clients, struct listener *);

static void listener_ended(struct task_link *l)
{
	struct listener *self = container_of(l, struct listener, ended);

	io_close(&self->io);
	close(self->fd); /* from now on the system refuses clients */
	list_remove(&self->link);
	wait_queue_wake_all(&self->server->closing); /* who runs next: server_drain, if it waits */
	free(self);
}

int server_listen(struct server *self, int fd)
{
	struct listener *l = calloc(1, sizeof *l);
	int err = l ? 0 : -ENOMEM;

	if (l) {
		*l = (struct listener){.server = self, .fd = fd, .io.listens = true};
		err = io_open(&l->io, fd);
	}
	if (err) { /* a listener that nobody serves would let clients in, and leave them there */
		close(fd);
		free(l);
		return err;
	}
	list_append(&self->listeners, &l->link);
	task_start(&l->task, "server", accept_clients, l);
	task_link(&l->ended, &l->task, listener_ended);
	return 0;
}

/* Returns 0 or errno. A machine may lack a family. But if the port that was asked for belongs to another
 * program in one family, clients would be led to the wrong place: that is an error. */
static int listen_on_all(struct server *self, const struct addresses *all)
{
	bool asked = self->port != 0;
	int err = 0, fd;

	/* IPv4 first: of its ports more are in use, and a free one in both families is the likelier found. */
	for (int i = 0; i < 2 * all->count; i++) {
		const struct address *at = addresses_nth(all, i);

		if ((at->at.ss_family == AF_INET) != (i < all->count))
			continue;
		fd = address_listen(at, &self->port, self->options.backlog);
		err = fd < 0 ? -fd : -server_listen(self, fd);
		if (err && err != EAFNOSUPPORT && err != EADDRNOTAVAIL && (asked || list_empty(&self->listeners)))
			return err;
	}
	return list_empty(&self->listeners) ? err : 0;
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

void server_open(struct server *self, serve_fn *serve, void *arg, const struct server_options *options)
{
	struct server_options *o = &self->options;

	*self = (struct server){.serve = serve, .arg = arg, .made = task_site()};
	*o = options ? *options : (struct server_options){0};
	o->backlog = o->backlog ? o->backlog : SERVER_BACKLOG;
	o->handshake_ns = o->handshake_ns ? o->handshake_ns : SERVER_HANDSHAKE_S * NS_PER_S;
	o->name = o->name ? o->name : "client";
	owner_hold(&self->hold, self, "the server", NULL);
}

async start_server(struct server *self, serve_fn *serve, void *arg, const char *host, unsigned port,
	const struct server_options *options)
{
	const char *name = host ? host : "";
	enum status err;

	ASYNC(struct host host; enum status outcome);
	if ((host && !*host) || strlen(name) >= HOST_NAME_SIZE || port > UINT16_MAX)
		ASYNC_RAISE(async_error(ASYNC_E_INVALID, "no host and port: %.200s:%u", name, port));
	server_open(self, serve, arg, options);
	self->port = port;
	host_init(&my->host, name, strlen(name), (uint16_t)port, false);
	AWAIT_CATCH_ALL(err, resolve_host(&my->host)); /* others run while the name is looked up */
	my->outcome = listen_on(self, &my->host, err);
	host_close(&my->host);
	if (my->outcome)
		AWAIT(server_close(self)); /* some listeners may be open already; their tasks end first */
	ASYNC_RAISE(my->outcome);
	ASYNC_END;
}

static const struct wait_kind waits_for_clients = {.what = "clients"};

async server_forever(struct server *self)
{
	ASYNC(bool called);
	AWAIT(wait_queue_join(&self->serving, &waits_for_clients, &my->called)); /* until server_close */
	ASYNC_RAISE(ASYNC_CANCELLED);
	ASYNC_END;
}

static void stop_listening(struct server *self)
{
	for (struct list *l = list_first(&self->listeners); l != &self->listeners; l = l->next)
		task_cancel(&container_of(l, struct listener, link)->task); /* its socket is closed later */
	wait_queue_wake_all(&self->serving); /* server_forever ends */
}

static const struct wait_kind waits_for_ends = {.what = "the ends of its clients' tasks"};

async server_drain(struct server *self)
{
	ASYNC(bool called);
	stop_listening(self);
	while (!list_empty(&self->listeners) || !list_empty(&self->clients))
		AWAIT(wait_queue_join(&self->closing, &waits_for_ends, &my->called)); /* others run */
	ASYNC_END;
}

static void cancel_clients(struct server *self)
{
	for (struct list *l = list_first(&self->clients); l != &self->clients; l = l->next) {
		struct client *client = container_of(l, struct client, link);

		if (&client->task == task_running)
			owner_blame("server_close: called by a task of that server's own");
		task_cancel(&client->task); /* it leaves its await, and closes its connection, later */
	}
}

async server_close(struct server *self)
{
	enum status err;

	ASYNC(bool cancelled);
	cancel_clients(self);
	/* A cancel must not hurry us: the tasks use what we are about to free. It is raised afterwards. */
	do {
		AWAIT_CATCH_ALL(err, server_drain(self));
		my->cancelled = my->cancelled || err;
	} while (err);
	buffer_pool_free(&self->buffers);
	owner_let_go(&self->hold);
	ASYNC_RAISE(my->cancelled ? ASYNC_CANCELLED : ASYNC_OK);
	ASYNC_END;
}
