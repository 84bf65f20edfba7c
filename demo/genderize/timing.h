/* timing.h - where the time of all requests went: what --timing prints at the end.
 *
 * A million requests take no more memory than one: each duration is only counted, in one of the buckets of
 * a histogram. */
#ifndef DEMO_GENDERIZE_TIMING_H
#define DEMO_GENDERIZE_TIMING_H

#include "http/session.h"

#include <stdbool.h>
#include <stdio.h>

/* The first bucket is for 0. From 1 on each power of two is cut into as many, so that the middle of a bucket is at most
 * 0.6 % from the truth. They end at 2^47 ns, a day and a half. */
enum { HISTOGRAM_STEPS = 64, HISTOGRAM_POWERS = 47, HISTOGRAM_BUCKETS = 1 + HISTOGRAM_STEPS * HISTOGRAM_POWERS };

struct histogram {
	long count;
	int64_t sum; /* exact */
	uint32_t buckets[HISTOGRAM_BUCKETS];
};

/* Counts a duration in ns; one below 0 as 0, one beyond the last bucket in that one. */
void histogram_add(struct histogram *self, int64_t ns);

/* The duration that `part` of all do not exceed, such as 0.5 for the median (by the nearest rank), at most
 * 0.6 % off; 0 if there is none. */
int64_t histogram_quantile(const struct histogram *self, double part);

struct timings {
	struct histogram parts[TIMING_PARTS];
	long reused, resumed; /* requests on a connection that had served before; on a new one, resumed */
};

/* Counts one answered request, by its stamps. Address, connection and TLS are a new connection's only: a
 * request on a reused one is no short handshake, and not counted there. */
void timings_add(struct timings *self, const int64_t at[TIMING_STAMPS], bool reused, bool resumed);

/* Prints a line for each part: median, 99th percentile, share of all the time, and how many requests had that
 * part; and how many connections were new, resumed and reused. */
void timings_print(const struct timings *self, FILE *out);

/* Writes the event "request" to the record, if one is open: the worker, the connection, the status, and the
 * parts. For session_options.on_end. */
void timing_record(const struct response *r);

#endif
