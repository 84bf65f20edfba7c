/* explain.c - any record told in words: source line, what the loop did, what that was in the restaurant.
 *
 *     explain RECORD */
#include "demo/view/explain.h"

#include <errno.h>
#include <string.h>

static const char usage[] = "Usage: explain RECORD\n";

int main(int argc, char **argv)
{
	const char *path = argc == 2 && argv[1][0] != '-' ? argv[1] : NULL;
	FILE *in = path ? fopen(path, "r") : NULL;
	struct events run = {0};
	bool good = false;

	if (argc == 2 && strcmp(argv[1], "--help") == 0)
		return fputs(usage, stdout) < 0 || fflush(stdout) != 0;
	if (!path)
		fputs(usage, stderr);
	else if (!in)
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
	return good ? 0 : path ? 1 : 2;
}
