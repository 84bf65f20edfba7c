/* trace.c - each event of a worker as one line of the record. */
#include "coro/trace.h"
#include "loop/record.h"

static void begin(const char *event, const struct task *t)
{
	record_begin(event, t->id);
}

static void end_with_actor(void)
{
	record_number("by", task_running ? task_running->id : 0);
	record_end();
}

static void put_site(const struct site *s)
{
	record_text("file", s->file);
	record_number("line", s->line);
	record_text("func", s->func);
}

/* Where the worker stands, innermost await first: "coro/sleep.c:37 sleep_for < demo/hello.c:14 hello". */
static void put_chain(const struct coro *leaf)
{
	char text[1024];
	size_t used = 0;

	for (const struct coro *c = leaf; c && used < sizeof text; c = c->parent)
		used += (size_t)snprintf(text + used, sizeof text - used, "%s%s:%d %s",
			c == leaf ? "" : " < ", c->at->file, c->at->line, c->at->func);
	record_text("at", text);
}

void trace_spawn(const struct task *t)
{
	if (!loop.record)
		return;
	begin("spawn", t);
	record_text("name", t->name);
	record_text("coro", t->spawned->what);
	put_site(t->spawned);
	end_with_actor();
}

static void plain_event(const char *event, const struct task *t)
{
	if (!loop.record)
		return;
	begin(event, t);
	record_end();
}

void trace_ready(const struct task *t)
{
	plain_event("ready", t);
}

void trace_resume(const struct task *t)
{
	plain_event("resume", t);
}

void trace_wake(const struct task *t)
{
	if (!loop.record)
		return;
	begin("wake", t);
	end_with_actor();
}

void trace_cancel(const struct task *t)
{
	if (!loop.record)
		return;
	begin("cancel", t);
	end_with_actor();
}

void trace_done(const struct task *t)
{
	if (!loop.record)
		return;
	begin("done", t);
	record_text("status", status_name(t->result));
	record_end();
}

__attribute__((noinline)) void co_suspended(struct task *t)
{
	char what[128];

	if (!loop.record)
		return;
	task_describe_wait(t, what, sizeof what);
	begin("suspend", t);
	record_text("for", what);
	put_chain(t->leaf);
	record_end();
}

__attribute__((noinline)) void co_resumed(struct task *t)
{
	t->resumes++;
	trace_resume(t);
}

void task_describe_wait(const struct task *t, char *text, size_t room)
{
	const struct waiter *w = t->waiting;

	if (!w)
		snprintf(text, room, "nothing");
	else if (w->kind->describe)
		w->kind->describe(w, text, room);
	else
		snprintf(text, room, "%s", w->kind->what);
}
