/* timing.c - the parts of a request's time, and their line in the event record. */
#include "http/timing.h"
#include "http/session.h"
#include "loop/record.h"

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
