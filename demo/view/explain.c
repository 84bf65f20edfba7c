/* explain.c - tells any record in words: the source line, what the loop did, what that means in the
 * restaurant.
 *
 *     explain RECORD */
#include "demo/view/explain.h"
#include "demo/arguments.h"

static const struct option options = OPTION_HELP;
static const struct arguments arguments = {
	.help = "RECORD\n"
		"Tells an event record in words: each line of the source, what the loop did, and\n"
		"what that was in the restaurant.\n",
	.options = &options, .others = "RECORD", .least = 1, .most = 1,
};

int main(int argc, char **argv)
{
	int status = arguments_read(&arguments, NULL, &argc, argv);
	struct events run;

	if (status != ARGUMENTS_RUN)
		return status;
	if (!events_load(&run, argv[1]))
		return 1;
	status = explain_print(stdout, &run, EXPLAIN_ALL) ? 0 : arguments_complain(NULL, "out of memory");
	events_free(&run);
	return status;
}
