/* explain.c - any record told in words: source line, what the loop did, what that was in the restaurant.
 *
 *     explain RECORD */
#include "demo/view/explain.h"

static bool explain(const struct events *run, const char *path)
{
	(void)path;
	return explain_print(stdout, run, EXPLAIN_ALL);
}

int main(int argc, char **argv)
{
	return events_main(argc, argv,
		"RECORD\n"
		"Tells an event record in words: each line of the source, what the loop did, and\n"
		"what that was in the restaurant.\n",
		explain);
}
