/* measure.h - what the measured clients share: their command line, the names they ask for, and the bill.
 *
 * Only for Linux: the memory is read from /proc (proc_pid_status(5), proc_pid_clear_refs(5)). */
#ifndef TESTS_HOUSE_BENCH_MEASURE_H
#define TESTS_HOUSE_BENCH_MEASURE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/resource.h>

enum measure_mode {
	MEASURE_KEEP,         /* C connections are opened by an untimed round; then N requests on them */
	MEASURE_KEEP_FULL,    /* the same, each of them after a full handshake */
	MEASURE_CLOSE,        /* a new connection, with a full handshake, for each request */
	MEASURE_CLOSE_RESUME, /* a new connection for each, TLS resumed where that is possible */
	MEASURE_COLD,         /* N requests over at most C connections, timed from the first connect */
	MEASURE_WARM          /* C open connections; then one request on each, all at once */
};

struct measure_order { /* the command line: URL CAFILE N C MODE */
	const char *url, *cafile;
	long n, c; /* with WARM, n is c */
	enum measure_mode mode;
};

struct measure { /* the bill of the timed part */
	int64_t start, wall_ns;
	struct rusage before, after; /* of all threads: the look-up has one of its own */
	long rss0_kb, peak_kb;       /* resident when it began, and the most that was resident in it */
};

/* Reads the command line and makes the URLs. False: what is wrong was said on stderr. */
bool measure_order(struct measure_order *self, char **argv);

/* Whether MODE opens its connections beforehand. */
bool measure_opens_first(const struct measure_order *order);

/* The name and the whole URL of request `index`: sixteen names, in turn. Ready-made, so that no client pays
 * for making them. */
const char *measure_name(long index);
const char *measure_url(long index);

/* Begins and ends the timed part. The peak is made to begin at what is resident now. */
void measure_begin(struct measure *self);
void measure_end(struct measure *self);

/* Prints the bill as one line of JSON on stdout. */
void measure_print(const struct measure *self, const struct measure_order *order, long errors);

#endif
