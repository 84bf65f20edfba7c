/* run.c - asyncio.run, as in asyncio/runners.py: runs the first coroutine, and then ends all other tasks. */
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
	if (interrupted == signo) { /* the second Ctrl-C: end the process now */
		signal(signo, SIG_DFL);
		raise(signo);
	}
	if (interrupted)
		return; /* the other of the two signals: the program is about to end already */
	interrupted = signo;
	task_cancel(main_task); /* who runs next: main's cleanup, in a later step */
}

int run_interrupted(void)
{
	return interrupted;
}

/* Turns the loop until the task is done. Returns false if nothing can happen any more. */
static bool drive(const struct task *t)
{
	while (t->state != TASK_DONE)
		if (!loop_run_once())
			return false;
	if (loop.nready) /* tasks that are ready when it ends get one more turn, as in asyncio */
		loop_run_once();
	return true;
}

/* ---- the tasks that are left when main has returned ---- */

/* LAST_TURNS: asyncio.run turns its loop so many times after the last task has ended, to close generators and
 * helper threads. */
enum { LAST_TURNS = 6, MOST_ROUNDS = 100 };

static void report_stuck(const char *what)
{
	fprintf(stderr, "stuck: %s\n", what);
	WATCH(stuck, (stderr));
}

/* Cancels all tasks, in order of creation. newest: the number of the newest task in the round before; 0 in
 * the first round. Returns the number of the newest task now. */
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

/* Turns the loop until all tasks up to number `newest` have cleaned up, however long they wait. Tasks that
 * were created later, and stand behind them in the list, only get the last turns. Returns false if the tasks
 * wait for something that can no longer happen. */
static bool see_out(uint32_t newest)
{
	while (!list_empty(&task_all) && container_of(task_all.next, struct task, all)->id <= newest)
		if (!loop_run_once())
			return false;
	for (int i = 0; i < LAST_TURNS && loop.nready; i++)
		loop_run_once();
	return true;
}

/* Cancels the tasks that are left, then those that their cleanup created, and so on, until there is none. */
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
