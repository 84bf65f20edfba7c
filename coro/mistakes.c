/* mistakes.c - the words for a coroutine that cannot start, or cannot go on. */
#include "coro/owner.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void coro_name_place(const struct site *at)
{
	if (at)
		fprintf(stderr, "%s:%d %s: ", at->file, at->line, at->func);
}

_Noreturn void owner_blame(const char *words)
{
	coro_name_place(task_site());
	fprintf(stderr, "%s\n", words);
	abort();
}

static void print_site(const char *words, const struct site *at)
{
	fprintf(stderr, "  %s %s:%d %s: await %s\n", words, at->file, at->line, at->func, at->what);
}

/* Where the task stands, innermost await first: this names a line even if the lost frame has none. */
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
	const char *why = "an await inside a switch";

	if (c->open && !c->at) /* one that stands at an await has not left anything yet */
		why = "an ASYNC_WITH block was left by return, goto or break";
	else if (!c->at)
		why = "it was left by a bare return";
	else if (strcmp(c->fn->func, func) != 0) /* another coroutine was called in its place */
		why = "the await began with another coroutine";
	fprintf(stderr, "%s:%d %s: cannot go on: %s\n", file, line, func, why);
	if (task_running)
		print_task(task_running);
	if (c->at)
		print_site("it stands at", c->at);
	abort();
}

_Noreturn void task_waits_too(const struct task *other)
{
	coro_name_place(coro_asking_site(task_running->root));
	fprintf(stderr, "task %u (%s) waits for what task %u (%s) waits for, but only one may\n",
		task_running->id, task_running->name, other->id, other->name);
	print_task(task_running);
	abort();
}

/* ---- a coroutine that may not start ---- */

_Noreturn void coro_cannot_start(const struct coro_fn *fn)
{
	struct task *t = task_running;
	const struct coro *by = coro_caller();
	const char *why = "another coroutine, called before it, has not ended";

	if (!t)
		why = "it is called from outside of any task";
	else if (t->state != TASK_RUNNING)
		why = "it is called after an ASYNC_PENDING that was not passed on";
	else if (by && !by->at)
		why = "it is called without AWAIT";
	else if (coro_resuming)
		why = "the await began with another coroutine";
	if (by)
		fprintf(stderr, "%s:%d %s: ", by->fn->file, by->at ? by->at->line : by->fn->line, by->fn->func);
	else if (t)
		coro_name_place(coro_asking_site(t->root));
	fprintf(stderr, "cannot start %s (%s:%d): %s\n", fn->func, fn->file, fn->line, why);
	if (t)
		print_task(t);
	abort();
}
