/* timing.h - where the time of all requests went: --timing prints it at the end.
 *
 * A million requests take no more memory than one: each duration is only counted in a bucket of
 * a histogram. */
#ifndef DEMO_GENDERIZE_TIMING_H
#define DEMO_GENDERIZE_TIMING_H

#include "http/session.h"

#include <stdbool.h>
#include <stdio.h>

/* The first bucket counts 0. From 1 ns on, each power of two is divided into STEPS buckets, so the middle of
 * a bucket is at most 0.6 % off. The last bucket ends at 2^47 ns, a day and a half. */
enum { HISTOGRAM_STEPS = 64, HISTOGRAM_POWERS = 47, HISTOGRAM_BUCKETS = 1 + HISTOGRAM_STEPS * HISTOGRAM_POWERS };

struct histogram {
	long count;
	int64_t sum; /* exact */
	uint32_t buckets[HISTOGRAM_BUCKETS];
};

/* Counts a duration in ns. One below 0 counts as 0, one beyond the last bucket in the last one. */
void histogram_add(struct histogram *self, int64_t ns);

/* The quantile: `part` of all durations do not exceed it (0.5: the median; by nearest rank). At most
 * 0.6 % off; 0 if nothing was counted. */
int64_t histogram_quantile(const struct histogram *self, double part);

struct timings {
	struct histogram parts[TIMING_PARTS];
	long reused, resumed; /* requests on a used connection; on a new one with a resumed TLS session */
};

/* Counts one answered request, by its time stamps. Only a new connection has the parts address, connection
 * and TLS: a request on a reused connection is not counted there. */
void timings_add(struct timings *self, const int64_t at[TIMING_STAMPS], bool reused, bool resumed);

/* Prints a line for each part: median, 99th percentile, share of the total time, and how many requests had
 * that part. Then prints how many connections were new, resumed and reused. */
void timings_print(const struct timings *self, FILE *out);

/* Writes the event "request" to the record, if one is open: worker, connection, status, and the
 * parts. For session_options.on_end. */
void timing_record(const struct response *r);

#endif
