/* run.c - asyncio/runners.py: the frame around all coroutines. */
#include "coro/run.h"
#include "coro/error.h"
#include "coro/watch/watch.h"
#include "loop/signal.h"
#include "loop/watcher.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct task *main_task;
static int interrupted;

static void interrupt(int signo)
{
	if (interrupted == signo) { /* asked twice: no more patience */
		signal(signo, SIG_DFL);
		raise(signo);
	}
	if (interrupted)
		return; /* another kind of signal, on a way out that has begun */
	interrupted = signo;
	task_cancel(main_task);
}

int run_interrupted(void)
{
	return interrupted;
}

/* The supervisor's day: go on until the task is done. False if nothing can happen any more. */
static bool drive(const struct task *t)
{
	while (t->state != TASK_DONE)
		if (!loop_run_once())
			return false;
	if (loop.nready) /* whoever is ready when it ends has this turn still, as in asyncio */
		loop_run_once();
	return true;
}

/* ---- who is left when main has returned ---- */

/* LAST_TURNS: asyncio's run turns so often after the last of them has ended, to close what else it has. */
enum { LAST_TURNS = 6, MOST_ROUNDS = 100 };

static void report_stuck(const char *what)
{
	fprintf(stderr, "stuck: %s\n", what);
	WATCH(stuck, (stderr));
}

/* In order of creation. newest: as it was in the round before, or 0. Returns the number of the newest now. */
static uint32_t cancel_all(uint32_t newest)
{
	for (struct list *l = task_all.next; l != &task_all; l = l->next) {
		struct task *t = container_of(l, struct task, all);

		if (newest && t->id > newest)
			WATCH(late, (t));
		else if (!newest && !interrupted)
			WATCH(left, (t, main_task->state == TASK_DONE && main_task->result == ASYNC_OK));
		task_cancel(t); /* who runs next: its cleanup */
	}
	return loop.workers;
}

static bool is_any_left(uint32_t newest)
{
	for (struct list *l = task_all.next; l != &task_all; l = l->next)
		if (container_of(l, struct task, all)->id <= newest)
			return true;
	return false;
}

/* Runs the loop until all up to the newest have cleaned up, and then for the last turns; but it does not sleep for
 * whoever came later. False if they wait for what can no longer happen. */
static bool see_out(uint32_t newest)
{
	while (is_any_left(newest))
		if (!loop_run_once())
			return false;
	for (int i = 0; i < LAST_TURNS && loop.nready; i++)
		loop_run_once();
	return true;
}

/* Cancels whoever is left, and whom their cleanup created, round by round, until nobody is. */
static void cancel_the_rest(void)
{
	uint32_t newest = 0;

	for (int round = 0; !list_empty(&task_all); round++) {
		newest = cancel_all(newest);
		if (!see_out(newest) && loop.workers == newest) {
			report_stuck("cancelled tasks wait for something that can no longer happen");
			abort();
		}
		if (round == MOST_ROUNDS)
			loop_fatal("each task that is cancelled creates another, without end");
	}
}

enum status async_run_entry(const struct task_entry *entry, const void *args, const char *name, const struct site *site)
{
	struct task task = {0};
	bool opened = !loop.is_open, stuck;
	enum status result;
	int err = opened ? loop_open(LOOP_REAL) : 0;

	if (task_running)
		loop_fatal("async_run called from inside a coroutine");
	if (err) {
		fprintf(stderr, "cannot open the event loop: %s\n", strerror(-err));
		return ASYNC_E_SYSTEM;
	}
	interrupted = 0;
	error_forget();
#ifndef ASYNC_UNWATCHED /* the one place in which the core names its watchers */
	watch_open();
#endif
	main_task = &task;
	loop_on_signal(SIGINT, interrupt);
	loop_on_signal(SIGTERM, interrupt);
	WATCH(run_begin, ());
	task_spawn(&task, entry, args, name, site);
	stuck = !drive(&task);
	if (stuck)
		report_stuck("every task waits for something that can no longer happen");
	cancel_the_rest();
	loop_on_signal(SIGINT, NULL);
	loop_on_signal(SIGTERM, NULL);
	loop_on_signal(SIGQUIT, NULL);
	if (opened)
		loop_close();
	task_stacks_trim();
	result = task_result(&task);
	WATCH(run_end, (interrupted));
	return stuck ? ASYNC_E_STUCK : result;
}
