/* explain.c - any record told in words: source line, what the loop did, what that was in the restaurant.
 *
 *     explain RECORD */
#include "demo/view/explain.h"
#include "demo/arguments.h"

static const struct option help = OPTION_HELP;
static const struct arguments arguments = {
	.help = "RECORD\n", .options = &help, .others = "RECORD", .least = 1, .most = 1};

int main(int argc, char **argv)
{
	int status = arguments_read(&arguments, NULL, &argc, argv);
	struct events run;
	bool good;

	if (status != ARGUMENTS_RUN)
		return status;
	if (!events_load(&run, argv[1]))
		return 1;
	good = explain_print(stdout, &run, true);
	if (!good)
		arguments_complain(NULL, "out of memory");
	events_free(&run);
	return good ? 0 : 1;
}
