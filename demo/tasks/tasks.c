/* tasks.c - what are the tasks of another process doing? build/tasks PID prints what Ctrl-\ would print there
 * (compare python -m asyncio pstree): without a debugger, without stopping that process, and without running
 * code in it.
 *
 * A copy of each of its tasks is made here, with all that the library's own table and tree read. That process
 * runs on and may change data while they are copied; then everything is read again. */
#include "coro/io.h"
#include "coro/many/gather.h"
#include "coro/net/streams.h"
#include "coro/timeout.h"
#include "coro/watch/trace.h"
#include "demo/arguments.h"
#include "demo/tasks/remote.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { TEXT = REMOTE_TEXT, TRIES = 100 };

struct worker { /* our copy of one of its tasks */
	struct task task;
	const struct task *far;  /* its address there … */
	const struct coro *leaf; /* … and its innermost frame's */
	struct worker *next;
};

static struct worker *workers;

/* ---- its workers ---- */

static struct site *copy_site(const struct site *at)
{
	struct site *site = remote_copy(at, sizeof *site);

	site->file = remote_text(site->file);
	site->func = remote_text(site->func);
	site->what = remote_text(site->what);
	return site;
}

static struct worker *worker_at(const struct task *far)
{
	struct worker *w = workers;

	while (w && w->far != far)
		w = w->next;
	return w;
}

/* The worker to which a pointer there leads. */
static struct worker *worker_behind(struct task *const *far)
{
	return worker_at(*(struct task **)remote_copy(far, sizeof *far));
}

/* The words that the describe functions in sleep.c, await.c, gather.c, io.c and net/writer.c would print. */
static void read_words(char *words, const char *at, uintptr_t describe)
{
	struct nap {
		struct wait wait;
		struct timer timer;
		int64_t ns;
	};
	struct end_wait {
		struct wait wait;
		struct task_link end;
	};
	struct drain {
		struct wait wait;
		struct list link;
		const struct conn *c;
	};

	if (remote_is(describe, "describe_sleep")) {
		const struct nap *nap = remote_copy(at, sizeof *nap);

		snprintf(words, TEXT, "a timer, %" PRId64 ".%03d ms", nap->ns / NS_PER_MS,
			(int)(nap->ns / NS_PER_US % 1000));
	} else if (remote_is(describe, "describe_task")) {
		const struct end_wait *wait = remote_copy(at, sizeof *wait);
		const struct task *task = remote_copy(wait->end.task, sizeof *task);

		snprintf(words, TEXT, "task %u %s", task->id, remote_text(task->name));
	} else if (remote_is(describe, "describe_set")) {
		const struct task_set *set = remote_copy(at - offsetof(struct task_set, wait), sizeof *set);

		snprintf(words, TEXT, "tasks, %u running", set->nrunning);
	} else if (remote_is(describe, "describe_drain")) {
		const struct drain *drain = remote_copy(at, sizeof *drain);
		const struct conn *c = remote_copy(drain->c, sizeof *c);

		snprintf(words, TEXT, "connection %u, room for %zu bytes", c->stream.io.id, conn_queued(c));
	} else if (remote_is(describe, "describe_io")) {
		const struct io_wait *wait = remote_copy(at - offsetof(struct io_wait, wait), sizeof *wait);
		const struct io *io = remote_copy(wait->io, sizeof *io);

		snprintf(words, TEXT, "connection %u, %s", io->id,
			io->listens ? "a client" : wait->bits & LOOP_READ ? "readable" : "writable");
	}
}

static void read_wait(struct task *t)
{
	const char *at = (const char *)t->waiting;
	struct wait_kind *kind;
	char *words;

	if (!at)
		return;
	t->waiting = remote_copy(at, sizeof *t->waiting);
	kind = remote_copy(t->waiting->kind, sizeof *kind);
	words = remote_text(kind->what);
	read_words(words, at, (uintptr_t)kind->describe);
	*kind = (struct wait_kind){.what = words, .by_worker = kind->by_worker};
	*t->waiting = (struct wait){t, kind};
}

static void read_frames(struct worker *w)
{
	for (struct coro **at = &w->task.root; *at && !remote_torn; at = &(*at)->child) {
		w->leaf = *at;
		*at = remote_copy(*at, sizeof **at);
		(*at)->fn = remote_copy((*at)->fn, sizeof *(*at)->fn);
		(*at)->at = (*at)->at ? copy_site((*at)->at) : NULL;
	}
}

static void read_worker(const struct task *far)
{
	struct worker *w = calloc(1, sizeof *w);
	const struct task_times *times;

	if (!w)
		abort();
	*w = (struct worker){.task = *(struct task *)remote_copy(far, sizeof *far), .far = far, .next = workers};
	w->task.name = remote_text(w->task.name);
	w->task.spawned = copy_site(w->task.spawned);
	times = task_times(&w->task);
	if (times) /* what lies below the arguments, not they */
		w->task.args = (struct task_times *)remote_copy(times, sizeof *times) + 1;
	read_frames(w);
	read_wait(&w->task);
	workers = w;
}

/* Finds the tasks that wait for its end: there, each watcher is a link in the frame of such a task. */
static void read_watchers(struct worker *w)
{
	const struct list *at = w->task.watchers.next;

	list_init(&w->task.watchers);
	while (at && at != &w->far->watchers && !remote_torn) {
		struct task_link *link = remote_copy(container_of(at, struct task_link, link), sizeof *link);
		const struct worker *asks = link->wait ? worker_behind(&link->wait->task) : NULL;

		at = link->link.next;
		link->wait = asks ? asks->task.waiting : NULL;
		list_append(&w->task.watchers, &link->link);
	}
}

/* Finds the task whose wait this timer ends, as dump.c does. */
static struct worker *bounded_by(const struct timer *far)
{
	const struct timer *timer = remote_copy(far, sizeof *timer);
	struct worker *w = workers;

	if (remote_is((uintptr_t)timer->fire, "time_is_up"))
		return worker_behind(&container_of(far, struct timeout, timer)->task);
	if (remote_is((uintptr_t)timer->fire, "stop_waiting"))
		return worker_behind(&container_of(far, struct task_set, timer)->wait.task);
	while (w && !(w->leaf && (uintptr_t)far - (uintptr_t)w->leaf < task_leaf(&w->task)->fn->size))
		w = w->next;
	return w;
}

/* Keeps the deadlines of tasks. Each is made to point at its task's innermost frame: dump.c finds the task by
 * that. */
static void read_timers(void)
{
	struct deadline *far = remote_copy(loop.timers.heap, (loop.timers.count + 1) * sizeof *far);
	unsigned ours = 0;

	for (unsigned i = 0; i < loop.timers.count; i++) {
		struct worker *w = bounded_by(far[i].timer);

		if (w && w->task.root)
			far[ours++] =
				(struct deadline){.due = far[i].due, .timer = (void *)task_leaf(&w->task)};
	}
	loop.timers = (struct timers){.heap = far, .count = ours};
}

/* ---- all of it ---- */

/* False: the process changed something meanwhile. */
static bool read_all(void)
{
	const struct list *head = remote_address("task_all"), *at;
	const struct loop *far_loop = remote_address("loop"), *after;

	remote_torn = false;
	workers = NULL;
	list_init(&task_all);
	loop = *(struct loop *)remote_copy(far_loop, sizeof loop);
	at = ((struct list *)remote_copy(head, sizeof *head))->next;
	while (at && at != head && !remote_torn) {
		read_worker(container_of(at, const struct task, all));
		at = workers->task.all.next;
		list_append(&task_all, &workers->task.all);
	}
	for (struct worker *w = workers; w && !remote_torn; w = w->next)
		read_watchers(w);
	read_timers();
	if (!loop.is_virtual)
		loop.now = clock_monotonic() -
			   loop.clock_offset;      /* it may sleep for long: loop.now is old then */
	loop.record = loop.record ? stderr : NULL; /* the table only tests whether it is NULL */
	after = remote_copy(far_loop, sizeof *after);
	return !remote_torn && after->turn == loop.turn;
}

static const struct option options = OPTION_HELP;
static const struct arguments arguments = {
	.help = "PID\n"
		"Prints what each task of that process does, as a table, and as a tree of awaits.\n"
		"It must be a program of this library, and yours to look at: see ptrace(2).\n",
	.options = &options, .others = "PID", .least = 1, .most = 1,
};

int main(int argc, char **argv)
{
	const struct timespec moment = {0, NS_PER_MS};
	int status = arguments_read(&arguments, NULL, &argc, argv), tries = 0;

	if (status != ARGUMENTS_RUN)
		return status;
	remote_open(argv[1]);
	if (!remote_address("task_all") || !remote_address("loop"))
		remote_fail(argv[1], "not a program of this library");
	while (!read_all()) {
		if (++tries == TRIES)
			remote_fail(argv[1], "it runs too fast to be read; try again");
		nanosleep(&moment, NULL);
	}
	task_ps(stdout);
	task_dump(stdout);
	return 0;
}
