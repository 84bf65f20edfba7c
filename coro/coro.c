/* coro.c - entering, leaving and losing a frame. */
#include "coro/coro.h"
#include "coro/task.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct coro *nowhere; /* while no task runs */
struct coro **coro_next = &nowhere;
bool coro_resuming;
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
static void print_awaits(const struct coro *c)
{
	if (!c)
		return;
	print_awaits(c->child);
	if (c->at)
		print_site("at", c->at);
}

static void print_task(const struct task *t)
{
	print_awaits(t->root);
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
	else if (!coro_resuming)
		why = "the frame is awaited by somebody already, or was not zeroed";
	fprintf(stderr, "%s:%d %s: cannot go on: %s\n", file, line, func, why);
	if (task_running)
		print_task(task_running);
	if (at != &coro_finished) /* last: in a frame that was not zeroed this may point anywhere */
		print_site("the frame stands at", at);
	abort();
}

/* ---- a coroutine begins ---- */

/* The innermost coroutine that C has called so far; NULL: the task is about to call its outermost one. */
static struct coro *caller(void)
{
	return coro_next == &task_running->root ? NULL : container_of(coro_next, struct coro, child);
}

static _Noreturn void cannot_start(const struct coro_fn *fn, const struct coro *by, const char *why)
{
	if (by)
		fprintf(stderr, "%s:%d %s: ", by->fn->file, by->at ? by->at->line : by->fn->line, by->fn->func);
	fprintf(stderr, "cannot start %s (%s:%d): %s\n", fn->func, fn->file, fn->line, why);
	if (task_running)
		print_task(task_running);
	abort();
}

static void check_start(const struct coro_fn *fn)
{
	struct coro *by = task_running ? caller() : NULL;

	if (!task_running)
		cannot_start(fn, by, "it is called from outside of any task");
	if (task_running->state != TASK_RUNNING)
		cannot_start(fn, by, "it is called after an ASYNC_PENDING that was not passed on");
	if (by && !by->at)
		cannot_start(fn, by, "it is called without AWAIT");
	if (coro_resuming)
		cannot_start(fn, by, "the await began with another coroutine");
	if (*coro_next)
		cannot_start(fn, by, "another coroutine, called before it, has not ended");
}

void coro_enter(struct coro *c, const struct coro_fn *fn)
{
	if (c->at && c->at != &coro_finished)
		coro_lost(fn->file, fn->line, fn->func, c);
	check_start(fn);
	*c = (struct coro){.fn = fn, .given = true};
	*coro_next = c;
}

struct coro *coro_push(const struct coro_fn *fn)
{
	struct coro *c;

	check_start(fn);
	c = task_stack_take(task_running, fn->size);
	memset(c, 0, fn->size);
	c->fn = fn;
	*coro_next = c;
	return c;
}

enum status coro_leave(struct coro *c, struct coro **hook, int line)
{
	enum status outcome = c->raised == ASYNC_RETURNING ? ASYNC_OK : (enum status)c->raised;

	if (c->open)
		coro_lost(c->fn->file, line, c->fn->func, c);
	if (c->tasks)
		coro_leave_tasks(c, line);
	*hook = NULL;
	coro_next = hook;
	if (c->given)
		c->at = &coro_finished;
	else
		task_stack_give(task_running, c, c->fn->size);
	return outcome;
}
