/* server.h - asyncio.start_server: a task for each client that connects.
 *
 *     static async greet(struct conn *conn, void *arg) …      talks to one client (streams.h)
 *
 *     ASYNC_WITH(start_server(&server, greet, NULL, "localhost", 7777, NULL)) {
 *             AWAIT(server_forever(&server));
 *     } ASYNC_EXIT(server_close(&server)); */
#ifndef CORO_NET_SERVER_H
#define CORO_NET_SERVER_H

#include "coro/many/wait_queue.h"
#include "coro/net/streams.h"

enum {
	SERVER_BACKLOG = 100,    /* asyncio's … */
	SERVER_HANDSHAKE_S = 60, /* … both */
	SERVER_FULL_MS = 100     /* until it accepts again, when it ran out of files */
};

/* Talks to one client; suspends as it likes. The connection is closed when it returns, as conn_finish does
 * (at once, if it was cancelled), and freed: no other task may use it any more. An error ends its own task
 * and no other, and is reported when async_run ends. */
typedef enum status serve_fn(struct conn *conn, void *arg);

struct server_options {        /* what is zero means the default */
	SSL_CTX *tls;          /* the server's certificate and key; NULL: plain */
	int backlog;           /* clients that the kernel lets wait: SERVER_BACKLOG */
	int64_t handshake_ns;  /* for TLS to begin, else the client is dropped: SERVER_HANDSHAKE_S */
	const char *name;      /* of the tasks that serve, for people: "client" */
};

struct server {
	serve_fn *serve;
	void *arg;
	struct server_options options;
	const struct site *made; /* where it was started */
	struct list listeners, clients; /* those whose tasks have not ended */
	struct list serving, closing; /* places: of tasks in server_forever, and in server_drain */
	unsigned port;
	struct buffer_pool buffers;
	struct hold hold; /* of the frame it lies in, until server_close */
};

/* Listens on each address of the host (a name or an address; NULL: of this machine, IPv4 and IPv6) and that
 * port; 0: one that is free, the same for all of them. A family that the machine lacks is left out; a port
 * that is taken in one of them is an error, unless it was free to choose. ASYNC_E_SYSTEM: cannot listen;
 * ASYNC_E_CONNECT: no such name; ASYNC_E_INVALID. The options are copied; what they point to, and arg, must
 * outlive the server. A server that runs out of files accepts again after SERVER_FULL_MS, until when clients
 * wait in the backlog. */
async start_server(struct server *self, serve_fn *serve, void *arg, const char *host, unsigned port,
	const struct server_options *options);

/* The port that it listens on. */
static inline unsigned server_port(const struct server *self)
{
	return self->port;
}

/* Server.serve_forever: waits until it is cancelled; when the server is closed by another task, it ends as if
 * it were. */
async server_forever(struct server *self);

/* Server.close and wait_closed: accepts no more clients, and waits until each client's task has ended by
 * itself. Several may wait. */
async server_drain(struct server *self);

/* Accepts no more clients, cancels each client's task, waits until they have cleaned up, and frees what it
 * has. If the calling task is cancelled meanwhile, it does all that first. Safe on a server that is
 * closed. */
async server_close(struct server *self);

/* ---- for clients that come another way ---- */

/* A server that listens nowhere yet; to be closed as one that was started. */
void server_open(struct server *self, serve_fn *serve, void *arg, const struct server_options *options);

/* Accepts clients from a socket that listens and is non-blocking, and that belongs to the server from then on
 * (asyncio: sock=). 0, or -errno: fd is closed. */
int server_listen(struct server *self, int fd);

/* Serves the client at a socket that was accepted, and that belongs to the server from then on. */
void server_admit(struct server *self, int fd);

/* A client that is no socket, in two steps: server_client gives a connection (NULL: no memory), the caller
 * opens its stream, and server_begin starts the task that serves it. */
struct conn *server_client(struct server *self);
void server_begin(struct conn *c);

#endif
