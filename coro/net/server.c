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

/* A socket, and the task that uses it: a listener's, or a client's. On the heap until that task has ended. */
struct member {
	struct task task;
	struct task_link ended;
	struct list link; /* in server->listeners or server->clients */
	struct conn conn; /* of a listener, its socket is all that counts */
	struct server *server;
};

static void member_ended(struct task_link *l)
{
	struct member *m = container_of(l, struct member, ended);

	/* A client's task that was cancelled before its first step has not closed its socket. Once a listener
	 * is closed, the system refuses clients. */
	conn_close(&m->conn);
	list_remove(&m->link);
	wait_queue_wake_all(&m->server->closing); /* who runs next: server_drain, if it waits */
	free(m);
}

/* Adds m, whose task was started, to the listeners or to the clients. */
static void join(struct member *m, struct list *all)
{
	list_append(all, &m->link);
	task_link(&m->ended, &m->task, member_ended);
}

static void cancel_tasks_of(struct list *members)
{
	for (struct list *l = list_first(members); l != members; l = l->next) {
		struct member *m = container_of(l, struct member, link);

		if (&m->task == task_running)
			owner_blame("server_close: called by a task of that server's own");
		task_cancel(&m->task); /* it leaves its await, and its socket is closed, later */
	}
}

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

static async serve_client(struct member *client)
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
ASYNC_ENTRY(serve_client, struct member *);

struct conn *server_client(struct server *self)
{
	struct member *client = calloc(1, sizeof *client);

	if (!client)
		return NULL;
	client->conn.pool = &self->buffers;
	client->server = self;
	return &client->conn;
}

/* Makes a member for this socket. Returns 0; or -errno, and the socket is closed. */
static int open_member(struct server *self, int fd, struct conn **opened)
{
	struct conn *c = *opened = server_client(self);
	int err = c ? stream_open_socket(&c->stream, fd) : -ENOMEM;

	if (!c)
		close(fd); /* no memory: the peer sees the connection end */
	else if (err)
		free(container_of(c, struct member, conn));
	return err;
}

void server_begin(struct conn *c)
{
	static const struct site here = {__FILE__, __func__, "serve_client", __LINE__};
	struct member *client = container_of(c, struct member, conn);
	struct server *server = client->server;
	const struct serve_client_args args = {serve_client, client};

	/* Messages show the line that asked for the server as the line where this task was created. */
	task_spawn(&client->task, &serve_client_entry, &args, server->options.name, server->made ? server->made : &here);
	join(client, &server->clients);
}

void server_admit(struct server *self, int fd)
{
	struct conn *c;

	address_prepare(fd);
	if (open_member(self, fd, &c) == 0)
		server_begin(c);
}

/* ---- the listeners ---- */

/* Accepts clients, but in one call no more than the backlog holds, as asyncio does: other tasks must run,
 * too. Returns 0, or errno; EAGAIN: no other client waits. */
static int accept_some(struct member *self)
{
	for (int i = 0; i < self->server->options.backlog; i++) {
		int fd = accept(self->conn.stream.io.watch.fd, NULL, NULL); /* the next client */

		if (fd >= 0)
			server_admit(self->server, fd);
		else if (errno != EINTR && errno != ECONNABORTED)
			return errno;
	}
	return 0;
}

static async accept_clients(struct member *self)
{
	struct io *io = &self->conn.stream.io;

	ASYNC(int err);
	for (;;) {
		AWAIT(io_ready(io, LOOP_READ)); /* until a client connects */
		my->err = accept_some(self);
		if (my->err == EAGAIN)
			io->watch.ready &= ~(unsigned)LOOP_READ;
		else /* no file is left; or many have come, and others run, too */
			AWAIT(sleep_for(my->err ? SERVER_FULL_MS * NS_PER_MS : 0));
	}
	ASYNC_END;
}
ASYNC_ENTRY(accept_clients, struct member *);

int server_listen(struct server *self, int fd)
{
	struct member *listener;
	struct conn *c;
	int err = open_member(self, fd, &c);

	if (err) /* (the socket is closed: else clients could connect, and nothing would answer them) */
		return err;
	c->stream.io.listens = true;
	listener = container_of(c, struct member, conn);
	task_start(&listener->task, "server", accept_clients, listener);
	join(listener, &self->listeners);
	return 0;
}

/* Returns 0 or errno. A machine may lack IPv6 or IPv4: that is no error. But if the port that was asked for
 * is another program's in one of them, clients would reach the wrong program: that is an error. */
static int listen_on_all(struct server *self, const struct addresses *all)
{
	bool asked = self->port != 0;
	int err = 0, fd;

	/* IPv4 first: more of its ports are in use, so a port that is free there is likely free in IPv6. */
	for (int i = 0; i < 2 * all->count; i++) {
		const struct address *at = &all->list[i % all->count];

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

static const struct wait_kind waits_for_ends = {.what = "the ends of its clients' tasks"};

async server_drain(struct server *self)
{
	ASYNC(bool called);
	cancel_tasks_of(&self->listeners);
	wait_queue_wake_all(&self->serving); /* server_forever ends */
	while (!list_empty(&self->listeners) || !list_empty(&self->clients))
		AWAIT(wait_queue_join(&self->closing, &waits_for_ends, &my->called)); /* others run */
	ASYNC_END;
}

async server_close(struct server *self)
{
	enum status err;

	ASYNC(bool cancelled);
	cancel_tasks_of(&self->clients);
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
