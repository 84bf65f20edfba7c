/* kitchen.c - the local genderize API: so that everything here runs without a network, and nobody's names
 * leave the machine.
 *
 * HTTPS on the same loop and the same coroutines as the client's, with the parts turned round: a worker
 * for each connection. */
#include "demo/kitchen/kitchen.h"
#include "coro/io.h"
#include "coro/run.h"
#include "demo/kitchen/certs.h"
#include "demo/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BACKLOG = 4096, FULL_NS = 100000000, DOORS = 2 };

static struct kitchen kitchen;

/* ---- the doors: one listener for 127.0.0.1, one for ::1 ---- */

struct door {
	struct set_task worker;
	struct kitchen *kitchen;
	struct io io;
	int fd;
};

/* Lets in all who stand outside. EAGAIN: nobody does any more. Returns errno. */
static int admit_all(struct door *self)
{
	int one = 1;

	for (;;) {
		int fd = accept(self->fd, NULL, NULL);

		if (fd < 0 && (errno == EINTR || errno == ECONNABORTED))
			continue;
		if (fd < 0)
			return errno == EWOULDBLOCK ? EAGAIN : errno;
		fcntl(fd, F_SETFL, O_NONBLOCK);
		fcntl(fd, F_SETFD, FD_CLOEXEC);
		setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
		kitchen_admit(self->kitchen, fd);
	}
}

static async open_door(struct door *self)
{
	ASYNC();
	for (;;) {
		AWAIT(io_ready(&self->io, LOOP_READ));
		if (admit_all(self) == EAGAIN)
			self->io.watch.ready &= ~(unsigned)LOOP_READ;
		else
			AWAIT(sleep_for(FULL_NS)); /* no more files: until somebody leaves */
	}
	ASYNC_END;
}
ASYNC_ENTRY(open_door, struct door *);

union any_address {
	struct sockaddr any;
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;
};

/* A socket that listens on localhost. Returns it, or -1 with errno; *port is what it was, or got. */
static int listen_on(int family, unsigned *port)
{
	union any_address at = {0};
	socklen_t len = family == AF_INET ? sizeof at.v4 : sizeof at.v6;
	int fd = socket(family, SOCK_STREAM, 0), one = 1, err;

	at.any.sa_family = (sa_family_t)family;
	if (family == AF_INET)
		at.v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	else
		at.v6.sin6_addr = in6addr_loopback;
	if (family == AF_INET)
		at.v4.sin_port = htons((uint16_t)*port);
	else
		at.v6.sin6_port = htons((uint16_t)*port);
	if (fd < 0)
		return -1;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
	if (fcntl(fd, F_SETFL, O_NONBLOCK) < 0 || fcntl(fd, F_SETFD, FD_CLOEXEC) < 0 ||
		bind(fd, &at.any, len) < 0 || listen(fd, BACKLOG) < 0 || getsockname(fd, &at.any, &len) < 0) {
		err = errno;
		close(fd);
		errno = err;
		return -1;
	}
	*port = ntohs(family == AF_INET ? at.v4.sin_port : at.v6.sin6_port);
	return fd;
}

/* ---- the house ---- */

static struct door doors[DOORS] = {{.fd = -1}, {.fd = -1}};

static int complain(const char *what, const char *why)
{
	fprintf(stderr, "kitchen: %s: %s\n", what, why);
	return 1;
}

static bool is_door(const struct task *task)
{
	return task == &doors[0].worker.task || task == &doors[1].worker.task;
}

/* A machine may lack a family. But a port that was asked for and is somebody else's in one of them would lead
 * clients to the wrong place. */
static bool is_taken(void)
{
	return kitchen.options.port && errno != EAFNOSUPPORT && errno != EADDRNOTAVAIL;
}

/* Both families on one port, as far as the machine has them. */
static bool open_doors(unsigned *port)
{
	static const int families[DOORS] = {AF_INET, AF_INET6};
	bool open = false;

	for (int i = 0; i < DOORS; i++) {
		doors[i] = (struct door){
			.kitchen = &kitchen, .fd = listen_on(families[i], port), .io.listens = true};
		if (doors[i].fd < 0 && is_taken())
			return false;
		if (doors[i].fd < 0 || io_open(&doors[i].io, doors[i].fd) != 0)
			continue;
		open = true;
		task_set_start(&kitchen.tasks, &doors[i].worker, "door", open_door, &doors[i]);
	}
	return open;
}

static void close_doors(void)
{
	for (int i = 0; i < DOORS; i++) {
		if (doors[i].fd < 0)
			continue;
		io_close(&doors[i].io);
		close(doors[i].fd);
	}
}

static void announce(unsigned port, const char *folder)
{
	if (folder)
		printf("https://localhost:%u %s/" KITCHEN_CA_FILE "\n", port, folder);
	else
		printf("http://localhost:%u\n", port);
	if (fflush(stdout) != 0)
		complain("standard output", strerror(errno)); /* nobody will find us; the signals still end us */
}

/* Sees off each guest who has left, until SIGTERM or Ctrl-C. Announced here and not before: who has read our
 * line may end us at once, and by now the signals are taken care of. */
static async manage(unsigned port, const char *folder)
{
	ASYNC(struct task *done; enum status err);
	announce(port, folder);
	for (;;) {
		AWAIT_CATCH(my->err, as_completed(&kitchen.tasks, &my->done));
		if (!my->done)
			ASYNC_RAISE(my->err);
		kitchen_forget(my->done);
	}
	ASYNC_END;
}
ASYNC_ENTRY(manage, unsigned, const char *);

/* folder: of the certificates; NULL: plain. */
static int serve(const char *folder)
{
	unsigned port = (unsigned)kitchen.options.port;
	struct task *left;
	int err = loop_open(LOOP_REAL); /* not in run(), after which doors and guests are closed on it */

	if (err)
		return complain("cannot open the event loop", strerror(-err));
	if (!open_doors(&port)) {
		err = complain("cannot listen on localhost", strerror(errno));
	} else {
		err = async_run(manage, port, folder) == ASYNC_CANCELLED ? 0 : 1; /* its normal end is a signal */
	}
	close_doors();
	while ((left = task_set_take(&kitchen.tasks)))
		if (!is_door(left))
			kitchen_forget(left);
	buffer_pool_free(&kitchen.buffers);
	loop_close();
	return err;
}

static int serve_tls(void)
{
	char why[256];
	const char *folder = kitchen.options.tls_dir;
	int status;

	if (!folder)
		folder = kitchen_certs_folder(why, sizeof why);
	if (!folder)
		return complain("certificates", why);
	if (kitchen_certs_make(folder, why, sizeof why) == 0)
		kitchen.tls = kitchen_certs_context(folder, why, sizeof why);
	status = kitchen.tls ? serve(folder) : complain("certificates", why);
	SSL_CTX_free(kitchen.tls);
	kitchen_certs_remove(folder);
	return status;
}

int main(int argc, char **argv)
{
	int status = kitchen_options_parse(&kitchen.options, argc, argv);

	if (status >= 0)
		return status;
	signal(SIGPIPE, SIG_IGN);
	limits_raise_files();
	kitchen_open(&kitchen);
	return kitchen.options.plain ? serve(NULL) : serve_tls();
}
