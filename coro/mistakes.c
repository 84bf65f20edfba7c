/* mistakes.c - ends a program that has broken a rule of coroutines: prints which rule, and where. */
#include "coro/owner.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Prints the awaits at which a task stands, innermost first. A frame that stands at none is left out. */
static void print_awaits(const struct coro *c)
{
	if (!c)
		return;
	print_awaits(c->child);
	if (c->at)
		fprintf(stderr, "  at %s:%d %s: await %s\n", c->at->file, c->at->line, c->at->func,
			c->at->what);
}

_Noreturn void coro_abort(const struct site *at, const char *format, ...)
{
	const struct task *t = task_running;
	va_list arguments;

	at = at ? at : task_site();
	if (at)
		fprintf(stderr, "%s:%d %s: ", at->file, at->line, at->func);
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
	if (t) {
		print_awaits(t->root);
		fprintf(stderr, "  in task %u (%s), created at %s:%d\n", t->id, t->name, t->spawned->file,
			t->spawned->line);
	}
	abort();
}

_Noreturn void coro_lost(const char *file, int line, const char *func, const struct coro *c)
{
	const char *why = "an await inside a switch";

	if (c->open && !c->at) /* while it stands at an await, it has left no block */
		why = "an ASYNC_WITH block was left by return, goto or break";
	else if (!c->at)
		why = "it was left by a bare return";
	else if (strcmp(c->fn->func, func) != 0) /* another coroutine was called in its place */
		why = "the await began with another coroutine";
	coro_abort(&(struct site){file, func, NULL, line}, "cannot go on: %s", why);
}

_Noreturn void coro_cannot_start(const struct coro_fn *fn)
{
	const struct coro *by = coro_caller();
	const struct site *at = by ? by->at : NULL;
	const char *why = "another coroutine, called before it, has not ended";

	if (!task_running)
		why = "it is called from outside of any task";
	else if (task_running->state != TASK_RUNNING)
		why = "it is called after an ASYNC_PENDING that was not passed on";
	else if (by && !by->at)
		why = "it is called without AWAIT";
	else if (coro_resuming)
		why = "the await began with another coroutine";
	at = by && !at ? &(struct site){by->fn->file, by->fn->func, NULL, by->fn->line} : at;
	coro_abort(at, "cannot start %s (%s:%d): %s", fn->func, fn->file, fn->line, why);
}
