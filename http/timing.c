/* timing.c - the parts of a request's time. */
#include "http/timing.h"

const char *const timing_names[TIMING_PARTS] = {"queue", "resolve", "connect", "tls", "send", "wait", "read"};

void timing_split(const int64_t at[TIMING_STAMPS], int64_t part[TIMING_PARTS])
{
	int64_t last = at[TIMING_BEGUN];

	for (int i = 0; i < TIMING_PARTS; i++) {
		int64_t end = at[i + 1] > last ? at[i + 1] : last;

		part[i] = end - last;
		last = end;
	}
}
