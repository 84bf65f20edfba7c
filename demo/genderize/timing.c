/* timing.c - keeps a logarithmic histogram for each part of a request's time. */
#include "demo/genderize/timing.h"
#include "loop/watch/record.h"

#include <math.h>

void histogram_add(struct histogram *self, int64_t ns)
{
	int bucket = ns > 0 ? 1 + (int)(log2((double)ns) * HISTOGRAM_STEPS) : 0;

	self->count++;
	self->sum += ns > 0 ? ns : 0;
	self->buckets[bucket < HISTOGRAM_BUCKETS ? bucket : HISTOGRAM_BUCKETS - 1]++;
}

int64_t histogram_quantile(const struct histogram *self, double part)
{
	double rank = part * (double)self->count, below = 0;
	int bucket = 0;

	if (!self->count)
		return 0;
	while ((below += self->buckets[bucket]) < rank || below == 0)
		bucket++;
	return bucket ? llround(exp2((bucket - 0.5) / HISTOGRAM_STEPS)) : 0; /* the middle of the bucket */
}

static bool is_connecting(int part)
{
	return part + 1 >= TIMING_RESOLVED && part + 1 <= TIMING_SECURED;
}

void timings_add(struct timings *self, const int64_t at[TIMING_STAMPS], bool reused, bool resumed)
{
	int64_t part[TIMING_PARTS];

	timing_split(at, part);
	for (int i = 0; i < TIMING_PARTS; i++)
		if (!reused || !is_connecting(i))
			histogram_add(&self->parts[i], part[i]);
	self->reused += reused;
	self->resumed += resumed;
}

void timings_print(const struct timings *self, FILE *out)
{
	long requests = self->parts[0].count;
	double whole = 0;

	for (int i = 0; i < TIMING_PARTS; i++)
		whole += (double)self->parts[i].sum;
	fprintf(out, "part            median          99 %%    share  requests\n");
	for (int i = 0; i < TIMING_PARTS; i++) {
		const struct histogram *part = &self->parts[i];

		fprintf(out, "%-8s%11.3f ms%11.3f ms%7.2f %%%10ld\n", timing_names[i],
			(double)histogram_quantile(part, 0.5) / 1e6,
			(double)histogram_quantile(part, 0.99) / 1e6,
			whole > 0 ? (double)part->sum / whole * 100 : 0, part->count);
	}
	fprintf(out, "connections: %ld new, %ld of them resumed; reused for %ld of %ld requests\n",
		requests - self->reused, self->resumed, self->reused, requests);
}

void timing_record(const struct response *r)
{
	int64_t part[TIMING_PARTS];

	if (!loop.record)
		return;
	timing_split(r->at, part);
	record_begin("request", r->task->id);
	record_number("connection", r->link ? r->link->conn.stream.io.id : 0);
	record_number("status", r->status);
	record_number("reused", r->reused);
	record_number("resumed", r->resumed);
	record_number("begun", r->at[TIMING_BEGUN] - loop.record_start);
	for (int i = 0; i < TIMING_PARTS; i++)
		record_number(timing_names[i], part[i]);
	record_end();
}
