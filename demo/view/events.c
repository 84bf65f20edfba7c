/* events.c - reads JSON lines into two arrays: the events, and the workers. */
#include "demo/view/events.h"
#include "demo/arguments.h"
#include "http/parse/json.h"
#include "loop/clock.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum { RECORD_FORMAT = 1, LINE = 1 << 16 }; /* LINE: many times the longest line that trace.c writes */

struct reader { /* the arrays that grow, and the line that is read */
	struct events *out;
	struct json json;
	const char *wrong; /* what is wrong with this line, or NULL */
};

static const char *const kinds[] = {
	"spawn", "ready", "resume", "suspend", "wake", "cancel", "done", "ordered", "poll-begin", "poll-end"};

static const char no_memory[] = "out of memory";

/* A whole number of the line; `missing` if there is none. JSON's numbers are doubles, exact up to 2^53 ns,
 * which are 104 days. */
static int64_t get_number(const struct reader *self, const char *key, int64_t missing)
{
	double value;

	if (!json_number(&self->json, json_get(&self->json, 0, key), &value))
		return missing;
	return value >= -0x1p53 && value <= 0x1p53 ? (int64_t)value : missing;
}

/* A text of the line, to be freed; "" if there is none. */
static char *get_text(struct reader *self, const char *key)
{
	int value = json_get(&self->json, 0, key);
	size_t room = json_raw(&self->json, value).len + 1; /* unescaped it is never longer */
	char *text = malloc(room);

	if (text)
		json_string(&self->json, value, text, room);
	else
		self->wrong = no_memory;
	return text;
}

/* Makes room for one more element. The array doubles when it is full, so n elements cost O(n). */
static void *grown(struct reader *self, void *array, size_t count, size_t size)
{
	void *more = array;

	if ((count & (count - 1)) == 0) /* 0 or a power of two: the array is full */
		more = realloc(array, (count ? 2 * count : 1) * size);
	if (!more)
		self->wrong = no_memory;
	return more;
}

/* Finds the worker with this number. Numbers are given in the order of creation, so they ascend. */
static int find_worker(const struct events *events, int64_t id)
{
	int low = 0, high = events->nworkers;

	while (low < high) {
		int middle = low + (high - low) / 2;

		if (events->workers[middle].id < id)
			low = middle + 1;
		else
			high = middle;
	}
	return low < events->nworkers && events->workers[low].id == id ? low : EVENTS_SUPERVISOR;
}

static void add_worker(struct reader *self)
{
	struct events *out = self->out;
	int64_t id = get_number(self, "worker", 0);
	struct worker *more;

	if (id < 1 || id > UINT32_MAX || out->nworkers == INT_MAX ||
		(out->nworkers && id <= out->workers[out->nworkers - 1].id)) {
		self->wrong = "a worker is created whose number is not the next";
		return;
	}
	more = grown(self, out->workers, (size_t)out->nworkers, sizeof *more);
	if (!more)
		return;
	out->workers = more;
	more[out->nworkers] = (struct worker){.name = get_text(self, "name"),
		.coro = get_text(self, "coro"),
		.file = get_text(self, "file"),
		.func = get_text(self, "func"),
		.line = (int)(get_number(self, "line", 0) % INT_MAX),
		.by = find_worker(out, get_number(self, "by", 0)),
		.id = (uint32_t)id};
	out->nworkers++;
}

static void add_event(struct reader *self, enum event_kind kind)
{
	struct events *out = self->out;
	int64_t t = get_number(self, "t", -1), before = events_end(out);
	int worker = find_worker(out, get_number(self, "worker", 0));
	struct record_event *more;

	if (t < 0)
		self->wrong = "an event without a time";
	else if (worker == EVENTS_SUPERVISOR && kind < EVENT_POLL_BEGIN)
		self->wrong = "an event of a worker that was never created";
	if (self->wrong)
		return;
	more = grown(self, out->events, out->count, sizeof *more);
	if (!more)
		return;
	out->events = more;
	/* The clock gives back the time for which the process was stopped, so it may go back a little. */
	more[out->count++] = (struct record_event){.t = t > before ? t : before,
		.number = get_number(self, kind == EVENT_POLL_BEGIN ? "sleep" : "events", 0),
		.text = get_text(self, kind == EVENT_DONE ? "status" : "for"),
		.at = get_text(self, "at"),
		.worker = worker,
		.by = find_worker(out, get_number(self, "by", 0)),
		.kind = kind};
}

static void read_event(struct reader *self)
{
	int name = json_get(&self->json, 0, "ev");

	for (int kind = EVENT_SPAWN; kind <= EVENT_POLL_END; kind++) {
		if (!json_equals(&self->json, name, slice_of(kinds[kind])))
			continue;
		if (kind == EVENT_SPAWN)
			add_worker(self);
		if (!self->wrong)
			add_event(self, (enum event_kind)kind);
	}
}

static void read_line(struct reader *self, struct slice line, size_t number)
{
	enum json_error error = json_parse(&self->json, line);

	if (error != JSON_OK) {
		self->wrong = error == JSON_NO_MEMORY ? no_memory : "not a line of JSON";
		return;
	}
	if (number > 1)
		read_event(self);
	else if (get_number(self, "record", 0) != RECORD_FORMAT)
		self->wrong = "not an event record of format 1";
	else
		self->out->is_virtual = json_equals(&self->json, json_get(&self->json, 0, "clock"), SLICE("virtual"));
	json_close(&self->json);
}

bool events_read(struct events *self, FILE *in, const char *path)
{
	static char line[LINE];
	struct reader reader = {.out = self};
	size_t number = 0;

	*self = (struct events){0};
	while (!reader.wrong && fgets(line, sizeof line, in))
		read_line(&reader, slice_of(line), ++number);
	if (!reader.wrong && (number == 0 || ferror(in))) {
		reader.wrong = number ? "cannot be read further" : "is empty, or cannot be read";
		number++;
	}
	if (!reader.wrong)
		return true;
	events_free(self);
	snprintf(self->error, sizeof self->error, "%.160s:%zu: %s", path, number, reader.wrong);
	return false;
}

bool events_load(struct events *self, const char *path)
{
	FILE *in = fopen(path, "r");
	bool good = in && events_read(self, in, path);

	if (!good)
		arguments_complain(in ? NULL : path, in ? self->error : strerror(errno));
	if (in)
		fclose(in);
	return good;
}

/* The texts are const for all readers; here they are freed. */
static void free_text(const char *text)
{
	free((void *)(uintptr_t)text);
}

void events_free(struct events *self)
{
	for (size_t i = 0; i < self->count; i++) {
		free_text(self->events[i].text);
		free_text(self->events[i].at);
	}
	for (int i = 0; i < self->nworkers; i++) {
		free_text(self->workers[i].name);
		free_text(self->workers[i].coro);
		free_text(self->workers[i].file);
		free_text(self->workers[i].func);
	}
	free(self->events);
	free(self->workers);
	*self = (struct events){0};
}

int64_t events_timer(const struct record_event *event)
{
	double ms;

	if (sscanf(event->text, "a timer, %lf ms", &ms) != 1 || !(ms >= 0 && ms * NS_PER_MS <= 0x1p53))
		return 0; /* in a forged record it may be any number, or NaN */
	return (int64_t)(ms * NS_PER_MS);
}

int64_t events_end(const struct events *self)
{
	return self->count ? self->events[self->count - 1].t : 0;
}
