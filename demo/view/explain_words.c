/* explain_words.c - finds the sentence for an event, and its line of source. */
#include "demo/text.h"
#include "demo/view/explain.h"
#include "demo/view/source.h"
#include "loop/clock.h"

#include <inttypes.h>
#include <stdlib.h>

enum { TEXT_MAX = 256, COLUMNS = 100, INDENT = 13 };

enum when { ALWAYS, DOOR, FIRST, DOOR_FIRST, WAY, POSITIVE, NEGATIVE, NEXT_TURN, BLOCKS };

/* The first row that fits an event has its sentence; @ is the worker, $ the event's detail. An event that
 * fits no row is not told: a ready only follows a wake or a cancel, and a poll that does not sleep changes
 * nothing.
 *
 * The main task, if it creates others, is the door through which the guests come. A task that http/ has
 * created opens a connection: the way to the kitchen. */
static const struct sentence {
	enum event_kind kind;
	enum when when;
	const char *text; /* what the event's text begins with */
	const char *field, *restaurant;
} sentences[] = {
	{EVENT_SPAWN, DOOR, "", "@ is created", "the restaurant opens"},
	{EVENT_SPAWN, WAY, "", "@ is created", "a way to the kitchen shall be opened: @"},
	{EVENT_SPAWN, ALWAYS, "", "@ is created", "@ comes to the head of the queue"},
	{EVENT_RESUME, DOOR_FIRST, "", "@ starts", "the waiter stands at the door"},
	{EVENT_RESUME, WAY, "", "@ runs", "the waiter sees to the way to @"},
	{EVENT_RESUME, FIRST, "", "@ starts", "the waiter takes @'s order"},
	{EVENT_RESUME, ALWAYS, "", "@ runs on", "the waiter comes back to @"},
	{EVENT_SUSPEND, WAY, "", "@ waits for $", "no answer yet from @: the waiter turns to the next guest"},
	{EVENT_SUSPEND, ALWAYS, "a timer", "@ waits for a timer, $",
		"@'s dish takes $: the waiter turns to the next guest"},
	{EVENT_SUSPEND, ALWAYS, "a permit", "@ waits for $",
		"no chef is free: @'s order has to wait for one"},
	{EVENT_SUSPEND, ALWAYS, "a free connection", "@ waits for $",
		"no way to the kitchen is free: @'s order has to wait for one"},
	{EVENT_SUSPEND, ALWAYS, "its turn under", "@ waits for $",
		"the kitchen takes only so many orders: @'s has to wait"},
	{EVENT_SUSPEND, ALWAYS, "its next turn", "@ waits for $",
		"the waiter looks round before he comes back to @"},
	{EVENT_SUSPEND, ALWAYS, "task", "@ waits for $", "@ waits for the others: $"},
	{EVENT_SUSPEND, ALWAYS, "", "@ waits for $",
		"@'s order is in the kitchen: the waiter turns to the next guest"},
	{EVENT_WAKE, NEXT_TURN, "", "@ is ready: its next turn has come", "it is the turn of @ again"},
	{EVENT_WAKE, ALWAYS, "", "@ is ready: its wait is over", "the bell rings for @"},
	{EVENT_CANCEL, ALWAYS, "", "@ is to be cancelled", "@ shall wait no longer"},
	{EVENT_ORDERED, BLOCKS, "", "@ makes a call that blocks: nobody else can run",
		"the waiter stands at the stove until @'s dish is done"},
	{EVENT_DONE, DOOR, "", "@ is done: $", "the restaurant closes"},
	{EVENT_DONE, WAY, "", "@ is done: $", "nothing is left to do on the way to @"},
	{EVENT_DONE, ALWAYS, "ok", "@ is done: $", "@ eats"},
	{EVENT_DONE, ALWAYS, "timeout", "@ is done: $", "@ has waited too long, and goes"},
	{EVENT_DONE, ALWAYS, "cancelled", "@ is done: $", "@ goes"},
	{EVENT_DONE, ALWAYS, "", "@ is done: $", "@'s dish is spoilt, and @ goes"},
	{EVENT_POLL_BEGIN, POSITIVE, "", "the loop sleeps for at most $",
		"nobody needs the waiter: he rests, at most $"},
	{EVENT_POLL_BEGIN, NEGATIVE, "", "the loop sleeps until something happens",
		"the waiter rests until the bell rings"},
	{EVENT_POLL_END, POSITIVE, "", "the loop wakes: news of $", "the bell has rung: $"},
};

struct known { /* what is known of a worker */
	bool is_door; /* the main task, if it has created others that open no connection */
	const struct record_event *stood; /* its last suspend; before the first, its first resume; before that NULL */
};

struct teller {
	const struct events *run;
	struct known *known; /* of each worker; the loop's stands first */
	char who[2][TEXT_MAX], what[TEXT_MAX]; /* who[0]: in the field's words; who[1]: in the restaurant's */
};

static bool is_way(const struct events *run, int worker)
{
	return worker >= 0 && strncmp(run->workers[worker].file, "http/", 5) == 0;
}

/* Finds all doors in one pass: a search for each event would take hours on a record made for that. */
static void find_doors(const struct events *run, struct known *known)
{
	for (int i = 0; i < run->nworkers; i++) {
		int by = run->workers[i].by;

		if (by >= 0 && run->workers[by].by == EVENTS_SUPERVISOR && !is_way(run, i))
			known[by + 1].is_door = true;
	}
}

struct slice explain_person(const struct worker *worker)
{
	return (struct slice){worker->name, strcspn(worker->name, ":")};
}

/* Was its last wait only to let others run (sleep_for(0))? */
static bool in_next_turn(const struct teller *self, int worker)
{
	const struct record_event *stood = self->known[worker + 1].stood;

	return stood && strcmp(stood->text, "its next turn") == 0;
}

/* Does time pass before the next event? */
static bool blocks(const struct events *run, const struct record_event *e)
{
	return e + 1 < run->events + run->count && e[1].t > e->t;
}

static bool fits(const struct teller *self, const struct sentence *s, const struct record_event *e)
{
	bool first = e->worker >= 0 && !self->known[e->worker + 1].stood, door = self->known[e->worker + 1].is_door;
	const bool holds[] = {
		true, door, first, door && first, is_way(self->run, e->worker), e->number > 0, e->number < 0,
		in_next_turn(self, e->worker), blocks(self->run, e)};

	return s->kind == e->kind && holds[s->when] && strncmp(e->text, s->text, strlen(s->text)) == 0;
}

/* Writes `what`: what a wait is for, or how long it is, or a number. */
static void tell_what(struct teller *self, const struct record_event *e)
{
	int64_t timer = events_timer(e);

	if (timer || e->kind == EVENT_POLL_BEGIN)
		snprintf(self->what, TEXT_MAX, "%.6g s", (double)(timer ? timer : e->number) / NS_PER_S);
	else if (e->kind == EVENT_POLL_END)
		snprintf(self->what, TEXT_MAX, "%" PRId64, e->number);
	else
		snprintf(self->what, TEXT_MAX, "%s", e->text);
}

/* Returns the event's sentence, or NULL; sets who and what. */
static const struct sentence *tell(struct teller *self, const struct record_event *e)
{
	const struct sentence *s = sentences, *end = s + sizeof sentences / sizeof *s;
	const struct worker *w = e->worker < 0 ? NULL : &self->run->workers[e->worker];

	while (s < end && !fits(self, s, e))
		s++;
	tell_what(self, e);
	if (w) {
		snprintf(self->who[0], TEXT_MAX, "task %u %s", (unsigned)w->id, w->name);
		snprintf(self->who[1], TEXT_MAX, "%.*s", SLICE_FMT(explain_person(w)));
		if (self->known[e->worker + 1].is_door)
			snprintf(self->who[1], TEXT_MAX, "the door");
		if (e->kind == EVENT_SUSPEND || (e->kind == EVENT_RESUME && !self->known[e->worker + 1].stood))
			self->known[e->worker + 1].stood = e;
	}
	return s < end ? s : NULL;
}

/* Prints text, with @ and $ filled in. */
static void print_sentence(FILE *out, const char *text, const char *who, const char *what)
{
	for (; *text; text++) {
		const char *word = *text == '@' ? who : *text == '$' ? what : NULL;

		text_print(out, word ? slice_of(word) : (struct slice){text, 1});
	}
}

/* Copies one line of a source into text, without indent and comment; "" if it cannot be read. */
static void read_source(const char *path, int line, char *text)
{
	FILE *file = source_open(".", slice_of(path));
	char buf[TEXT_MAX];
	size_t len;

	*text = '\0';
	for (int n = 0; file && n < line && fgets(buf, sizeof buf, file);)
		if (strchr(buf, '\n') && ++n == line) {
			char *code = buf + strspn(buf, " \t"), *comment = strstr(code, "/*");

			len = comment && comment > code ? (size_t)(comment - code) : strlen(code);
			while (len > 0 && strchr(" \t\n", code[len - 1]))
				len--;
			snprintf(text, TEXT_MAX, "%.*s", (int)len, code);
		}
	if (file)
		fclose(file);
}

/* Prints the event's source on a line of its own: where the worker was created; where its outermost coroutine
 * waits or has waited; else only the name of that coroutine. */
static void print_source(FILE *out, const struct teller *self, const struct record_event *e)
{
	const struct worker *w = e->worker < 0 ? NULL : &self->run->workers[e->worker];
	const struct record_event *stood = self->known[e->worker + 1].stood;
	const char *at = stood ? stood->at : "", *outer;
	char place[TEXT_MAX], file[TEXT_MAX], code[TEXT_MAX] = "";
	int line, room = COLUMNS - INDENT;

	while ((outer = strstr(at, " < ")))
		at = outer + 3;
	snprintf(place, sizeof place, "%s", at);
	if (w && e->kind == EVENT_SPAWN)
		snprintf(place, sizeof place, "%s:%d %s", w->file, w->line, w->func);
	else if (w && e->kind != EVENT_SUSPEND && (e->kind != EVENT_RESUME || !*place))
		snprintf(place, sizeof place, "%s()", w->coro);
	if (sscanf(place, "%255[^:]:%d", file, &line) == 2)
		read_source(file, line, code);
	if (*code)
		room -= snprintf(place, sizeof place, "%s:%d", file, line) + 2;
	if (!*place)
		return;
	text_print(out, (struct slice){place, strnlen(place, COLUMNS - INDENT)});
	fputs(*code ? "  " : "", out);
	text_print(out, (struct slice){code, strnlen(code, room > 0 ? (size_t)room : 0)});
	fprintf(out, "\n%*s", INDENT, "");
}

bool explain_print(FILE *out, const struct events *run, enum explain how)
{
	struct known *known = calloc((size_t)run->nworkers + 1, sizeof *known);
	struct teller self = {.run = run, .known = known};
	bool good = known, source = how == EXPLAIN_ALL;

	if (good)
		find_doors(run, known);
	for (size_t i = 0; good && i < run->count; i++) {
		const struct record_event *e = &run->events[i];
		const struct sentence *s = tell(&self, e);

		/* That the door lets others run is told only together with the source. */
		if (!s || (!source && e->kind != EVENT_DONE && known[e->worker + 1].is_door &&
				  in_next_turn(&self, e->worker)))
			continue;
		fprintf(out, "%9.3f s  ", (double)e->t / NS_PER_S);
		if (source)
			print_source(out, &self, e);
		if (how != EXPLAIN_RESTAURANT)
			print_sentence(out, s->field, self.who[0], self.what);
		if (source)
			fprintf(out, "\n%*s", INDENT, "");
		if (how != EXPLAIN_FIELD)
			print_sentence(out, s->restaurant, self.who[1], self.what);
		putc('\n', out);
	}
	free(known);
	return good;
}
