/* kitchen.c - serves the genderize API on this machine, so that everything here runs without a network, and
 * no name leaves the machine.
 *
 * It speaks HTTPS on the same kind of loop and coroutines as the client, in the other role: one worker for
 * each connection. */
#include "coro/error.h"
#include "coro/run.h"
#include "demo/arguments.h"
#include "demo/kitchen/certs.h"
#include "demo/kitchen/guest.h"
#include "demo/limits.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

static struct kitchen kitchen;

/* ---- the house ---- */

/* Prints the URL. Without that line no client can find the kitchen, so failing to print it is an error. */
static enum status announce(unsigned port, const char *folder)
{
	enum status err = ASYNC_OK;

	if (folder)
		printf("https://localhost:%u %s/" KITCHEN_CA_FILE "\n", port, folder);
	else
		printf("http://localhost:%u\n", port);
	if (fflush(stdout) != 0)
		err = async_error(ASYNC_E_SYSTEM, "standard output: %s", strerror(errno));
	clearerr(stdout); /* else streams.c would report it again */
	return err;
}

/* Serves until SIGTERM or Ctrl-C. The URL is announced here, not earlier: its reader may send a signal at
 * once, and by now the loop handles signals. */
static async keep_open(const char *folder)
{
	ASYNC(struct server server; unsigned port);
	my->port = (unsigned)kitchen.options.port;
	ASYNC_WITH(start_server(&my->server, kitchen_serve, &kitchen, "localhost", my->port, &kitchen.server)) {
		ASYNC_TRY(announce(server_port(&my->server), folder));
		AWAIT(server_forever(&my->server));
	} ASYNC_EXIT(server_close(&my->server));
	ASYNC_END;
}
ASYNC_ENTRY(keep_open, const char *);

/* folder: where the certificates are; NULL: plain HTTP. */
static int serve(const char *folder)
{
	int err = loop_open(LOOP_REAL);
	enum status outcome;

	if (err)
		return arguments_complain("cannot open the event loop", strerror(-err));
	outcome = async_run(keep_open, folder);
	loop_close();
	if (outcome == ASYNC_CANCELLED) /* a signal is its normal end */
		return 0;
	return arguments_complain(NULL, async_error_text(outcome));
}

static int serve_tls(void)
{
	char why[256];
	const char *folder = kitchen_certs_make(why, sizeof why);
	int status;

	if (folder)
		kitchen.server.tls = kitchen_certs_context(why, sizeof why);
	status = kitchen.server.tls ? serve(folder) : arguments_complain("certificates", why);
	SSL_CTX_free(kitchen.server.tls);
	kitchen_certs_remove();
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
