/* coro.c - entering, leaving and losing a frame. */
#include "coro/coro.h"
#include "coro/task.h"

#include <stdio.h>
#include <stdlib.h>

bool coro_starting;
static struct coro *nowhere; /* the leaf while no task runs */
struct coro **coro_leaf = &nowhere;
const struct site coro_finished = {"", "", "finished", -2};

const char *status_name(enum status status)
{
	static const char *const names[] = {"ok", "pending", "cancelled", "timeout", "invalid request",
		"cannot connect", "disconnected", "bad status", "bad payload", "system error", "closed",
		"stuck", "returning"};

	return names[status];
}

static void print_site(const char *words, const struct site *at)
{
	fprintf(stderr, "  %s %s:%d %s: await %s\n", words, at->file, at->line, at->func, at->what);
}

/* Where the worker stands, innermost await first: it names a line even where the lost frame has none. */
static void print_awaits(const struct task *t)
{
	for (const struct coro *c = t->leaf; c; c = c->parent)
		if (c->at)
			print_site("at", c->at);
	fprintf(stderr, "  in task %u (%s), created at %s:%d\n", t->id, t->name, t->spawned->file,
		t->spawned->line);
}

_Noreturn void coro_lost(const char *file, int line, const char *func, const struct coro *c)
{
	const struct site *at = c && c->at ? c->at : &coro_finished;
	const char *why = "an await inside a switch, or a frame that was not zeroed";

	if (c && c->open && !c->at) /* one that stands at an await has not left anything yet */
		why = "an ASYNC_WITH block was left by return, goto or break";
	else if (at == &coro_finished)
		why = "the frame is finished, or was left by a bare return";
	else if (coro_starting)
		why = "the frame is awaited by somebody already, or was not zeroed";
	fprintf(stderr, "%s:%d %s: cannot go on: %s\n", file, line, func, why);
	if (task_running)
		print_awaits(task_running);
	if (at != &coro_finished) /* last: in a frame that was not zeroed this may point anywhere */
		print_site("the frame stands at", at);
	abort();
}

void coro_enter(struct coro *c, size_t size, const char *file, int line, const char *func)
{
	if (c->at && c->at != &coro_finished)
		coro_lost(file, line, func, c);
	coro_starting = false;
	*c = (struct coro){.parent = *coro_leaf, .size = (unsigned)size};
	*coro_leaf = c;
}

enum status coro_leave(struct coro *c, const char *file, int line, const char *func)
{
	if (c->open)
		coro_lost(file, line, func, c);
	if (c->tasks)
		coro_leave_tasks(c, file, line, func);
	*coro_leaf = c->parent;
	c->at = &coro_finished;
	return c->raised == ASYNC_RETURNING ? ASYNC_OK : (enum status)c->raised;
}
