/* trace.c - each event of a worker as one line of the record. */
#include "coro/watch/trace.h"
#include "loop/watch/record.h"
#include "loop/watcher.h"

#include <string.h>

struct co_filter co_filter;

__attribute__((noinline)) void co_break_here(const struct task *t, enum co_event event)
{
	__asm__ volatile("" ::"r"(t), "r"(event)); /* else no call of it would be left */
}

/* Of "Bob: salad" Bob is enough. */
static bool is_named(const struct task *t, const char *name)
{
	size_t len = strlen(name);

	return strncmp(t->name, name, len) == 0 && (t->name[len] == '\0' || t->name[len] == ':');
}

static void filter(const struct task *t, enum co_event event)
{
	if (!(co_filter.events & event))
		return;
	if (co_filter.id ? co_filter.id == t->id : !*co_filter.name || is_named(t, co_filter.name))
		co_break_here(t, event);
}

static void end_with_actor(void)
{
	record_number("by", task_running ? task_running->id : 0);
	record_end();
}

/* Where the worker stands, innermost await first: "coro/sleep.c:37 sleep_for < demo/examples/hello.c:14
 * hello". Returns the bytes of text that are used. */
static size_t write_chain(const struct coro *c, char *text, size_t room)
{
	size_t used;

	if (!c)
		return 0;
	used = write_chain(c->child, text, room);
	if (used < room)
		used += (size_t)snprintf(text + used, room - used, "%s%s:%d %s", used ? " < " : "", c->at->file,
			c->at->line, c->at->func);
	return used;
}

/* The time since the last such event was spent in this state. */
static void count_time(struct task *t, enum task_state state)
{
	struct task_times *times = task_times(t);
	int64_t now = clock_now();

	if (!times)
		return;
	times->spent[state] += now - times->counted;
	times->counted = now;
}

void trace_spawn(struct task *t)
{
	struct task_times *times = task_times(t);

	t->since = loop_watcher.step_begin ? clock_now() : loop.now; /* the turn may have worked since it began */
	if (!loop.record || !times) /* it has them if a record is open */
		return;
	*times = (struct task_times){.counted = clock_now()};
	record_begin("spawn", t->id);
	record_text("name", t->name);
	record_text("coro", t->spawned->what);
	record_text("file", t->spawned->file);
	record_number("line", t->spawned->line);
	record_text("func", t->spawned->func);
	end_with_actor();
}

static void plain_event(const char *event, struct task *t, enum task_state left)
{
	if (!loop.record)
		return;
	count_time(t, left);
	record_begin(event, t->id);
	record_end();
}

static void acted_on(const char *event, const struct task *t)
{
	if (!loop.record)
		return;
	record_begin(event, t->id);
	end_with_actor();
}

void trace_ready(struct task *t, bool woken)
{
	t->since = loop_watcher.step_begin ? clock_now() : loop.now;
	if (woken)
		acted_on("wake", t);
	plain_event("ready", t, TASK_WAITING);
}

void trace_start(struct task *t)
{
	plain_event("resume", t, TASK_READY);
	filter(t, CO_START);
}

void trace_resume(struct task *t)
{
	plain_event("resume", t, TASK_READY);
	filter(t, CO_RESUME);
}

void trace_cancel(struct task *t)
{
	acted_on("cancel", t);
}

void trace_done(struct task *t)
{
	filter(t, CO_DONE);
	if (!loop.record)
		return;
	record_begin("done", t->id);
	record_text("status", status_name(t->result));
	record_end();
}

/* Out of the way of who keeps no record: its text would cost each pause some stack. */
static __attribute__((noinline)) void suspend_event(struct task *t)
{
	char what[128], at[1024] = "";

	count_time(t, TASK_RUNNING);
	task_describe_wait(t, what, sizeof what);
	record_begin("suspend", t->id);
	record_text("for", what);
	write_chain(t->root, at, sizeof at);
	record_text("at", at);
	record_end();
}

void trace_suspend(struct task *t)
{
	if (loop.record)
		suspend_event(t);
	filter(t, CO_SUSPEND);
}

void task_describe_wait(const struct task *t, char *text, size_t room)
{
	const struct wait *w = t->waiting;

	if (!w)
		snprintf(text, room, "nothing");
	else if (w->kind->describe)
		w->kind->describe(w, text, room);
	else
		snprintf(text, room, "%s", w->kind->what);
}
