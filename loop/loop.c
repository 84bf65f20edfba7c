/* loop.c - one turn of the event loop. */
#include "loop/loop.h"
#include "loop/doorbell.h"
#include "loop/offload.h"
#include "loop/signal.h"
#include "loop/watcher.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

struct watcher loop_watcher;

/* A signal's handler or a helper thread has rung the doorbell. Each call wakes the tasks that wait for such a
 * signal or thread. */
static void answer(void)
{
	signal_deliver();
	offload_deliver();
}

int loop_open(enum loop_clock clock)
{
	FILE *record = loop.record; /* a record that was opened before shows the opening too */
	int err;

	loop = (struct loop){
		.is_virtual = clock == LOOP_VIRTUAL,
		.record = record,
	};
	err = backend_open();
	if (err)
		return err;
	loop.last = &loop.ready;
	clock_update();
	loop.record_start = loop.now;
	err = doorbell_open(answer);
	if (err) {
		backend_close();
		return err;
	}
	signal_open();
	loop.is_open = true;
	return 0;
}

void loop_close(void)
{
	if (!loop.is_open)
		return;
	signal_close();
	offload_close();
	doorbell_close();
	backend_close();
	free(loop.timers.heap);
	loop.timers = (struct timers){0};
	loop.is_open = false;
}

int loop_watch(struct watch *w)
{
	struct stat file;
	int err;

	w->ready = 0;
	if (fstat(w->fd, &file) < 0)
		return -errno;
	/* epoll refuses a regular file by itself; poll would call it ready in each wait. */
	err = S_ISREG(file.st_mode) ? -EPERM : backend_add(w);
	if (!err)
		loop.watched++;
	return err;
}

void loop_unwatch(struct watch *w)
{
	backend_remove(w);
	loop.watched--;
}

/* How long may the loop sleep? Not at all if a task is ready or the doorbell was rung; else until the next
 * deadline; and if there is none, for ever: -1. It is counted from now, because the last turn took some
 * time. */
static int64_t longest_sleep(void)
{
	int64_t left;

	if (loop.nready || loop.rung)
		return 0;
	if (!loop.timers.count)
		return -1;
	left = loop.timers.heap[0].due - clock_now();
	return left > 0 ? left : 0;
}

/* The virtual clock jumps to the next deadline only if nothing else can happen before it. A task that waits
 * for a real fd or a helper thread lives in real time: after a jump its answer would come too late (the rule
 * of Go's testing/synctest). */
static int64_t virtual_sleep(int64_t sleep)
{
	if (sleep <= 0)
		return sleep;
	if (loop.waiting)
		return -1;
	loop.now += sleep;
	return 0;
}

/* The one place where this program sleeps. When it returns, each task whose fd is ready stands in the ready
 * queue. A task that slept joins it in timers_fire, and runs in the next turn. */
static void wait_for_events(void)
{
	int64_t sleep = longest_sleep();
	int events;

	if (sleep != 0 || loop.watched || loop.rung) {
		WATCH(poll_begin, (sleep));
		if (loop.is_virtual)
			sleep = virtual_sleep(sleep);
		events = backend_wait(sleep); /* for each fd: notify_waiting, io.c */
		if (events < 0)
			loop_fatal("the backend cannot wait");
		WATCH(poll_end, (events));
		doorbell_listen();
	}
	clock_update();
}

/* Runs what is ready now. What becomes ready meanwhile waits for the next turn: else a task that makes itself
 * ready again and again would keep deadlines and network waiting (asyncio, BaseEventLoop._run_once). */
static void run_ready(void)
{
	loop.turns = loop.ready;
	loop.ready = NULL;
	loop.last = &loop.ready;
	if (loop.shuffle)
		WATCH(turn, ());
	while (loop.turns) {
		struct handle *h = loop.turns;

		loop.turns = h->next;
		loop.nready--;
		h->run(h); /* who runs next: a task, until its next await or its end */
	}
}

static bool can_go_on(void)
{
	return loop.nready || loop.timers.count || loop.waiting || loop.listening || loop.rung;
}

bool loop_run_once(void)
{
	int64_t now;
	uint64_t seq;

	if (!can_go_on())
		return false;
	loop.turn++;
	wait_for_events();     /* 1. sleep until something happens, and wake what waits for it */
	now = loop.now;        /* it stays the time of this turn, however long the tasks run, */
	seq = loop.timers.seq; /* and a deadline that they set counts from the next turn on */
	run_ready();           /* 2. let each ready task run until it waits again */
	timers_fire(now, seq); /* 3. wake the tasks whose time has come: they run in the next turn */
	return true;
}
