/* peer.c - see peer.h. guest.h has what one connection does. */
#include "tests/lib/peer.h"
#include "demo/kitchen/certs.h"
#include "tests/lib/guest.h"
#include "tests/lib/sockets.h"

#include <netinet/tcp.h>
#include <stdlib.h>

/* ---- certificates ---- */

static char cafile[256];

int peer_setup(void **state)
{
	char why[512];
	const char *folder = kitchen_certs_make(why, sizeof why);

	(void)state;
	if (!folder)
		return -1;
	snprintf(cafile, sizeof cafile, "%s/%s", folder, KITCHEN_CA_FILE);
	return 0;
}

int peer_teardown(void **state)
{
	(void)state;
	kitchen_certs_remove();
	return 0;
}

const char *peer_cafile(void)
{
	return cafile;
}

SSL_CTX *peer_context(void)
{
	char why[512];
	SSL_CTX *context = kitchen_certs_context(why, sizeof why);

	assert_non_null(context);
	return context;
}

/* ---- connections ---- */

/* Goes on after its stream was opened. */
static void begin(struct guest *self)
{
	struct peer *peer = self->peer;
	unsigned which = 0;

	while (which < peer->connections && which + 1 < PEER_SCRIPTS && peer->scripts[which + 1])
		which++;
	self->script = peer->scripts[which];
	peer->connections++;
	if (peer->tls) {
		self->conn.ssl = tls_new(peer->context, &self->conn.stream);
		assert_non_null(self->conn.ssl);
		SSL_set_accept_state(self->conn.ssl);
	}
	task_start(&self->task, "guest", serve, self);
}

static struct guest *new_guest(struct peer *peer)
{
	struct guest *guest = calloc(1, sizeof *guest);

	assert_non_null(guest);
	guest->peer = peer;
	guest->conn.pool = &peer->buffers;
	list_append(&peer->guests, &guest->link);
	return guest;
}

static bool dial(void *arg, struct stream *stream)
{
	struct peer *peer = arg;
	struct guest *guest;

	if (peer->refuse > 0) {
		peer->refuse--;
		return false;
	}
	guest = new_guest(peer);
	stream_open_memory(&guest->conn.stream, stream, guest->pipes);
	guest->pipes[1].most = peer->most;
	guest->pipes[1].cut = peer->cut;
	begin(guest);
	return true;
}

/* Without TCP_NODELAY a small piece would wait until the piece before it is acknowledged. */
static void admit(struct peer *self, int fd)
{
	struct guest *guest = new_guest(self);

	assert_int_equal(fcntl(fd, F_SETFL, O_NONBLOCK), 0);
	assert_int_equal(setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &(int){1}, sizeof(int)), 0);
	assert_int_equal(stream_open_socket(&guest->conn.stream, fd), 0);
	begin(guest);
}

static async welcome(struct peer *self)
{
	int fd;

	ASYNC();
	for (;;) {
		AWAIT(io_ready(&self->door, LOOP_READ));
		fd = accept(self->door.watch.fd, NULL, NULL);
		if (fd >= 0)
			admit(self, fd);
		else
			self->door.watch.ready &= ~(unsigned)LOOP_READ;
	}
	ASYNC_END;
}
ASYNC_ENTRY(welcome, struct peer *);

/* ---- the whole ---- */

static void open_door(struct peer *self)
{
	enum { BACKLOG = 128 };
	struct sockaddr_in address;
	int fd = tcp_listen(&address);

	assert_int_equal(listen(fd, BACKLOG), 0);
	assert_int_equal(fcntl(fd, F_SETFL, O_NONBLOCK), 0);
	assert_int_equal(io_open(&self->door, fd), 0);
	self->door.listens = true;
	self->port = ntohs(address.sin_port);
	task_start(&self->task, "peer", welcome, self);
}

void peer_open(struct peer *self)
{
	list_init(&self->guests);
	if (self->tls && !self->context)
		self->context = peer_context();
	if (self->sockets)
		open_door(self);
}

void peer_close(struct peer *self)
{
	int fd = self->door.watch.fd;

	while (!list_empty(&self->guests)) {
		struct guest *guest = container_of(self->guests.next, struct guest, link);

		assert_int_equal(guest->task.state, TASK_DONE);
		list_remove(&guest->link);
		free(guest);
	}
	assert_int_equal(self->buffers.lent, 0);
	buffer_pool_free(&self->buffers);
	SSL_CTX_free(self->context);
	if (self->sockets) {
		io_close(&self->door);
		close(fd);
	}
}

struct session_options peer_options(struct peer *self)
{
	return (struct session_options){
		.cafile = cafile, .dial = self->sockets ? NULL : dial, .dial_arg = self};
}

const char *peer_url(const struct peer *self, const char *path)
{
	enum { KEPT = 4, ROOM = 256 };
	static char urls[KEPT][ROOM];
	static unsigned next;
	char *url = urls[next++ % KEPT], port[8] = "";

	if (self->sockets)
		snprintf(port, sizeof port, ":%u", (unsigned)self->port);
	snprintf(url, ROOM, "%s://localhost%s%s", self->tls ? "https" : "http", port, path);
	return url;
}

void assert_closed(const struct session *s)
{
	assert_int_equal(s->pool.nopen, 0);
	assert_int_equal(s->pool.nidle, 0);
	assert_int_equal(s->pool.buffers.lent, 0);
	assert_int_equal(s->pool.buffers.kept, 0);
	assert_int_equal(s->slots.value, s->options.limit);
	assert_true(list_empty(&s->active));
	assert_true(list_empty(&s->origins));
	assert_null(s->connect.tls);
}
