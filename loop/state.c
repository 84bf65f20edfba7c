/* state.c - the one loop, and how it dies. */
#include "loop/state.h"

#include <stdlib.h>

struct loop loop;

_Noreturn void loop_fatal(const char *why)
{
	fprintf(stderr, "fatal: %s\n", why);
	abort();
}
