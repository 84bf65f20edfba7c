/* run.c - the lunch for the page: it takes the options of build/restaurant and writes both records to
 * standard output, the synchronous one first. The page runs it in the browser, as WebAssembly. */
#include "demo/arguments.h"
#include "demo/restaurant/lunch.h"

int main(int argc, char **argv)
{
	struct lunch lunch;
	int status = lunch_options(&lunch, argc, argv);

	if (status != ARGUMENTS_RUN)
		return status;
	for (int way = 0; way < WAYS; way++)
		if (!lunch_play(&lunch, way, stdout))
			return 1;
	return fflush(stdout) == 0 ? 0 : 1;
}
