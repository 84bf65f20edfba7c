/* event.h - what the programs share that measure an fd's event: bench-event.c and peers/event_*.c. */
#ifndef TESTS_HOUSE_BENCH_EVENT_H
#define TESTS_HOUSE_BENCH_EVENT_H

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { EVENT_WARM = 1000 }; /* so many are not timed */

static struct timespec event_begun;

/* The last of the arguments is N, from 1. Opens the pair, which does not block. Ends the program if something is wrong. */
static inline long event_order(int argc, char **argv, int pair[2])
{
	long n = argc > 0 ? atol(argv[argc - 1]) : 0;

	if (n < 1 || socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0) {
		fprintf(stderr, "how many events?\n");
		exit(2);
	}
	fcntl(pair[0], F_SETFL, O_NONBLOCK);
	fcntl(pair[1], F_SETFL, O_NONBLOCK);
	return n;
}

static inline void event_cause(const int *pair)
{
	if (write(pair[0], "x", 1) != 1)
		exit(1);
}

static inline void event_begin(void)
{
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &event_begun);
}

static inline void event_end(long n)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	printf("%.1f\n", ((now.tv_sec - event_begun.tv_sec) * 1e9 + (now.tv_nsec - event_begun.tv_nsec)) / n);
}

#endif
