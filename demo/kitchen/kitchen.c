/* kitchen.c - the local genderize API: so that everything here runs without a network, and nobody's names
 * leave the machine.
 *
 * HTTPS on the same loop and the same coroutines as the client's, with the parts turned round: a worker
 * for each connection. */
#include "demo/arguments.h"
#include "coro/run.h"
#include "demo/kitchen/certs.h"
#include "demo/kitchen/door.h"
#include "demo/kitchen/guest.h"
#include "demo/limits.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { DOORS = 2 }; /* one for 127.0.0.1, one for ::1 */

static struct kitchen kitchen;

/* ---- the house ---- */

static struct door doors[DOORS] = {{.fd = -1}, {.fd = -1}};

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

/* Both families on one port, as far as the machine has them. False, with errno: we would not be found, or not by
 * all. */
static bool open_doors(unsigned *port)
{
	static const int families[DOORS] = {AF_INET, AF_INET6};
	bool open = false;

	for (int i = 0; i < DOORS; i++) {
		int fd = door_listen(families[i], port), err;

		if (fd < 0 && is_taken())
			return false;
		if (fd < 0)
			continue;
		err = door_open(&doors[i], &kitchen, fd);
		errno = -err;
		if (err)
			return false;
		open = true;
	}
	return open;
}

/* False: it cannot be told, and nobody will find us. */
static bool announce(unsigned port, const char *folder)
{
	if (folder)
		printf("https://localhost:%u %s/" KITCHEN_CA_FILE "\n", port, folder);
	else
		printf("http://localhost:%u\n", port);
	if (fflush(stdout) == 0)
		return true;
	arguments_complain("standard output", strerror(errno));
	clearerr(stdout); /* streams.c need not say it again */
	return false;
}

/* Sees off each guest who has left, until SIGTERM or Ctrl-C. Announced here and not before: who has read our
 * line may end us at once, and by now the signals are taken care of. */
static async manage(unsigned port, const char *folder)
{
	ASYNC(struct task *done; enum status err);
	if (!announce(port, folder))
		ASYNC_RAISE(ASYNC_E_SYSTEM);
	for (;;) {
		AWAIT_CATCH_ALL(my->err, as_completed(&kitchen.tasks, &my->done));
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
	char where[64];
	int err = loop_open(LOOP_REAL); /* not in run(), after which doors and guests are closed on it */

	if (err)
		return arguments_complain("cannot open the event loop", strerror(-err));
	if (!open_doors(&port)) {
		snprintf(where, sizeof where, "cannot listen on localhost:%u", port);
		err = arguments_complain(where, strerror(errno));
	} else {
		err = async_run(manage, port, folder) == ASYNC_CANCELLED ? 0 : 1; /* its normal end is a signal */
	}
	for (int i = 0; i < DOORS; i++)
		door_close(&doors[i]);
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
		return arguments_complain("certificates", why);
	if (kitchen_certs_make(folder, why, sizeof why) == 0)
		kitchen.tls = kitchen_certs_context(folder, why, sizeof why);
	status = kitchen.tls ? serve(folder) : arguments_complain("certificates", why);
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
