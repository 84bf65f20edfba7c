/* usage.c - for the article's programs, whose main reads no arguments: --help says so, and any other argument
 * is refused. It is linked into these programs (demo.mk); none calls it. The loaders of glibc, macOS and
 * FreeBSD pass main's arguments to a constructor; musl's does not. */
#include "demo/arguments.h"

#include <stdlib.h>

#if defined(__GLIBC__) || !defined(__linux__)
__attribute__((constructor)) static void read_arguments(int argc, char **argv)
{
	static const struct option options = OPTION_HELP;
	static const struct arguments none = {.options = &options,
		.help = "\nA program of the article, which takes no arguments. CONNECT_TO=HOST:PORT in the environment\n"
			"leads its requests there, SSL_CERT_FILE=FILE names the CAs to trust.\n"};
	int status = arguments_read(&none, NULL, &argc, argv);

	if (status != ARGUMENTS_RUN)
		exit(status);
}
#endif
