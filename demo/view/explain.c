/* explain.c - any record told in words: source line, what the loop did, what that was in the restaurant.
 *
 *     explain RECORD */
#include "demo/view/explain.h"
#include "demo/arguments.h"

#include <errno.h>
#include <string.h>

static const struct option help = OPTION_HELP;
static const struct arguments arguments = {
	.help = "RECORD\n", .options = &help, .others = "RECORD", .least = 1, .most = 1};

int main(int argc, char **argv)
{
	int status = arguments_read(&arguments, NULL, &argc, argv);
	const char *path = argv[1];
	FILE *in = status == ARGUMENTS_RUN ? fopen(path, "r") : NULL;
	struct events run = {0};
	bool good = false;

	if (status != ARGUMENTS_RUN)
		return status;
	if (!in)
		fprintf(stderr, "explain: %s: %s\n", path, strerror(errno));
	else if (!events_read(&run, in, path))
		fprintf(stderr, "explain: %s\n", run.error);
	else if (!explain_print(stdout, &run, true) || fflush(stdout) != 0)
		fprintf(stderr, "explain: standard output: %s\n", strerror(errno));
	else
		good = true;
	events_free(&run);
	if (in)
		fclose(in);
	return good ? 0 : 1;
}
