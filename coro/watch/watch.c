/* watch.c - the table of what listens. */
#include "coro/watch/watch.h"
#include "coro/watch/debug.h"
#include "coro/watch/ledger.h"
#include "coro/watch/quit.h"
#include "coro/watch/trace.h"
#include "loop/watch/record.h"
#include "loop/watch/shuffle.h"
#include "loop/watcher.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is_error(enum status result)
{
	return result != ASYNC_OK && result != ASYNC_CANCELLED;
}

static void done(struct task *t)
{
	trace_done(t);
	if (is_error(t->result))
		ledger_add("error that nobody looked at", status_name(t->result), t->spawned, t->id);
}

static void looked_at(struct task *t)
{
	if (!t->seen && is_error(t->result))
		ledger_remove("error that nobody looked at", status_name(t->result), t->spawned, t->id);
	t->seen = true;
}

static void lost(int error, const struct site *made)
{
	ledger_add("error in whose place another was told", status_name((enum status)error), made, 0);
}

static void opened(const char *what, const struct site *made)
{
	ledger_add(what, "", made, 0);
}

static void closed(const char *what, const struct site *made)
{
	ledger_remove(what, "", made, 0);
}

static void left(struct task *t, bool well)
{
	debug_left(t);
	if (well && t->state != TASK_DONE)
		ledger_add("task that nobody waited for, cancelled when main returned", "", t->spawned, 0);
}

static bool records; /* into the file that LOOP_RECORD names */

static void record_asked_for(void)
{
	const char *path = getenv("LOOP_RECORD");
	int err;

	if (!path || !*path || loop.record) /* the program keeps one itself */
		return;
	err = record_open(path);
	records = !err;
	if (err)
		fprintf(stderr, "LOOP_RECORD: cannot open %s: %s\n", path, strerror(-err));
}

static void record_ends(void)
{
	int err = records ? record_close() : 0;

	records = false;
	if (err)
		fprintf(stderr, "LOOP_RECORD: cannot write the record: %s\n", strerror(-err));
}

static void late(struct task *t)
{
	if (t->state != TASK_DONE)
		ledger_add("task created while others were cancelled, cancelled too", "", t->spawned, 0);
}

static void run_end(bool interrupted)
{
	record_ends();
	ledger_close(interrupted ? NULL : stderr); /* in a hurry, results may stay unread */
}

static void run_begin(void)
{
	shuffle_open();
	debug_open();
	quit_open();
	record_asked_for();
	watch_open(); /* some listen only if they are asked to */
}

void watch_open(void)
{
	bool recorded = loop.record, steps = debug_mode.on, stops = co_filter.events;

	loop_watcher = (struct watcher){
		.turn = loop_shuffle,
		.poll_begin = recorded ? record_poll_begin : NULL,
		.poll_end = recorded ? record_poll_end : NULL,
		.spawn = recorded || steps ? trace_spawn : NULL,
		.ready = recorded || steps ? trace_ready : NULL,
		.start = recorded || stops ? trace_start : NULL,
		.resume = recorded || stops ? trace_resume : NULL,
		.suspend = recorded || stops ? trace_suspend : NULL,
		.cancel = recorded ? trace_cancel : NULL,
		.done = done,
		.looked_at = looked_at,
		.lost = lost,
		.step_begin = steps ? debug_step_begins : NULL,
		.step_end = steps ? debug_step_ended : NULL,
		.opened = opened,
		.closed = closed,
		.run_begin = run_begin,
		.stuck = task_dump,
		.left = left,
		.late = late,
		.run_end = run_end,
	};
}
