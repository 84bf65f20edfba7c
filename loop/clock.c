/* clock.c - the real clock and the virtual one, behind the same functions. */
#include "loop/clock.h"
#include "loop/state.h"

#include <errno.h>
#include <time.h>

int64_t clock_monotonic(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t); /* this clock never jumps, whatever the user sets the time to */
	return t.tv_sec * NS_PER_S + t.tv_nsec;
}

int64_t clock_now(void)
{
	return loop.is_virtual ? loop.now : clock_monotonic() - loop.clock_offset;
}

double clock_seconds(void)
{
	return (double)clock_now() / NS_PER_S;
}

int64_t clock_after(int64_t ns)
{
	int64_t now = clock_now(); /* not loop.now: the turn may have worked for long before it asks */

	return ns >= INT64_MAX - now ? INT64_MAX - 1 : now + ns;
}

int clock_ms(int64_t ns)
{
	const int64_t day_ms = 24 * 60 * 60 * 1000;

	if (ns < 0)
		return -1;
	if (ns >= day_ms * NS_PER_MS)
		return (int)day_ms;
	return (int)((ns + NS_PER_MS - 1) / NS_PER_MS);
}

void clock_update(void)
{
	loop.now = clock_now();
}

void clock_spend(int64_t ns)
{
	struct timespec rest = {ns / NS_PER_S, ns % NS_PER_S};

	if (loop.is_virtual) {
		loop.now += ns;
		return;
	}
	while (nanosleep(&rest, &rest) < 0 && errno == EINTR)
		; /* a signal woke us: sleep for what is left */
	clock_update();
}
