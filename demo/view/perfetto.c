/* perfetto.c - a record as a Chrome trace, which ui.perfetto.dev and chrome://tracing open.
 *
 *     perfetto RECORD > run.json
 *
 * Thread 0 is the supervisor and each worker is a thread of its own, since asynchronous tracks of that format
 * cannot be named. Every segment is one complete ("X") event; those of one thread never overlap, which the
 * format asks of them. Arrows lead from who created or woke a worker to that worker. */
#include "demo/view/quoted.h"
#include "demo/view/segments.h"

#include <inttypes.h>

/* The number that the trace gives to a worker's thread. */
static uint32_t thread_of(const struct events *run, int worker)
{
	return worker == EVENTS_SUPERVISOR ? 0 : run->workers[worker].id;
}

/* Begins one event of the trace: ph is its kind. The format counts in microseconds; a fraction keeps the ns.
 */
static void begin(const char *ph, uint32_t thread, int64_t t)
{
	printf(",\n{\"ph\":\"%s\",\"pid\":1,\"tid\":%" PRIu32 ",\"ts\":%" PRId64 ".%03d", ph, thread,
		t / 1000, (int)(t % 1000));
}

static void put_text(const char *key, const char *text)
{
	printf("\"%s\":", key);
	quoted_put(stdout, slice_of(text));
}

/* Threads are shown in the order of creation, the supervisor first. */
static void put_thread(uint32_t thread, const char *name)
{
	begin("M", thread, 0);
	fputs(",\"name\":\"thread_name\",\"args\":{", stdout);
	put_text("name", name);
	fputs("}}", stdout);
	begin("M", thread, 0);
	printf(",\"name\":\"thread_sort_index\",\"args\":{\"sort_index\":%" PRIu32 "}}", thread);
}

static void put_segment(const struct events *run, const struct segment *segment)
{
	const struct record_event *first = &run->events[segment->begin];
	int64_t length = segment_length(run, segment);
	const char *name = segment->state == SEGMENT_LENT ? run->workers[first->worker].name
							  : segment_state_name(segment);

	begin("X", thread_of(run, segment->worker), first->t);
	printf(",\"dur\":%" PRId64 ".%03d,", length / 1000, (int)(length % 1000));
	put_text("name", name);
	fputs(",\"args\":{", stdout);
	if (segment->state == SEGMENT_WAITING && segment->worker != EVENTS_SUPERVISOR) {
		put_text("for", first->text);
		putchar(',');
		put_text("at", first->at);
	}
	fputs("}}", stdout);
}

/* The arrow's end lies in the segment that the event begins: the worker is ready. */
static void put_arrow(const struct events *run, size_t i)
{
	const struct record_event *event = &run->events[i];
	const char *name = event->kind == EVENT_SPAWN ? "spawn" : "wake";

	if (event->kind != EVENT_SPAWN && event->kind != EVENT_WAKE)
		return;
	begin("s", thread_of(run, event->by), event->t);
	printf(",\"id\":%zu,\"cat\":\"%s\",\"name\":\"%s\"}", i, name, name);
	begin("f", thread_of(run, event->worker), event->t);
	printf(",\"bp\":\"e\",\"id\":%zu,\"cat\":\"%s\",\"name\":\"%s\"}", i, name, name);
}

static bool put_trace(const struct events *run, const char *path)
{
	struct segments segments;

	if (!segments_make(&segments, run))
		return false;
	fputs("{\"displayTimeUnit\":\"ns\",\"traceEvents\":[\n"
	      "{\"ph\":\"M\",\"pid\":1,\"tid\":0,\"name\":\"process_name\",\"args\":{",
		stdout);
	put_text("name", path);
	fputs("}}", stdout);
	put_thread(0, "event loop");
	for (int i = 0; i < run->nworkers; i++)
		put_thread(run->workers[i].id, run->workers[i].name);
	for (size_t i = 0; i < segments.count; i++)
		put_segment(run, &segments.list[i]);
	for (size_t i = 0; i < run->count; i++)
		put_arrow(run, i);
	puts("\n]}");
	segments_free(&segments);
	return true;
}

int main(int argc, char **argv)
{
	return events_main(argc, argv,
		"RECORD > FILE\n"
		"Makes a Chrome trace of an event record. Open FILE in https://ui.perfetto.dev\n",
		put_trace);
}
