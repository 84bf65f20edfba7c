/* explain.c - any record told in words: source line, what the loop did, what that was in the restaurant.
 *
 *     explain RECORD */
#include "demo/view/explain.h"

#include <errno.h>
#include <string.h>

int main(int argc, char **argv)
{
	const char *path = argc == 2 && argv[1][0] != '-' ? argv[1] : NULL;
	FILE *in = path ? fopen(path, "r") : NULL;
	struct events run = {0};
	bool good = false;

	if (!path)
		fputs("Usage: explain RECORD\n", stderr);
	else if (!in)
		fprintf(stderr, "explain: %s: %s\n", path, strerror(errno));
	else if (!events_read(&run, in, path))
		fprintf(stderr, "explain: %s\n", run.error);
	else if (!explain_print(stdout, &run, true) || fflush(stdout) != 0)
		fprintf(stderr, "explain: %s\n", strerror(errno));
	else
		good = true;
	events_free(&run);
	if (in)
		fclose(in);
	return good ? 0 : path ? 1 : 2;
}
