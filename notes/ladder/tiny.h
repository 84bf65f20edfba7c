/* tiny.h - all of async: coroutines, tasks, a ready queue, timers, and two clocks.
 *
 * New since s8.c: a task can wait for a time. The time may be virtual: then it stands still while somebody runs, and
 * jumps to the next deadline when everybody waits. It may not jump while somebody waits for a connection, since what
 * comes from there comes in real time. */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

#define NS_PER_MS INT64_C(1000000)
#define NS_PER_S  INT64_C(1000000000)

enum status { ASYNC_OK, ASYNC_PENDING }; /* done; or not done: call me again */

#define CORO_ROUND(size) (((size) + 15) / 16 * 16) /* what lies behind it is aligned */

struct coro {               /* the head of every frame */
	int at;             /* where to go on */
	struct coro *child; /* the frame of the coroutine that it awaits */
};

typedef enum status coro_fn(void *args);

struct task {
	struct task *next;    /* in the ready queue */
	const char *name;     /* for people who debug */
	coro_fn *fn;          /* calls its outermost coroutine, with what lies at stack[0] */
	struct coro *root;    /* the frame of that one */
	struct task *awaiter; /* who waits for its end */
	bool is_ready, is_done;
	char *top; /* where the next frame goes */
	_Alignas(16) char stack[2048];
};

struct timer {
	int64_t due;
	struct task *task; /* whom to wake; NULL: it has fired */
	struct timer *next;
};

enum loop_clock { LOOP_REAL, LOOP_VIRTUAL };

static struct loop {
	struct task *ready, **last; /* first come, first served */
	struct timer *timers;       /* the earliest first */
	int64_t now;                /* ns, read once a turn */
	int epoll, watched;         /* watched: how many connections somebody waits for */
	bool is_virtual;
} loop;

static struct task *task_running;
static struct coro **coro_next; /* where the frame of the coroutine that is called next hangs */

#define loop_fatal(why) (fprintf(stderr, "fatal: %s: %s\n", __func__, (why)), abort())

/* clang-format off */
#define async __attribute__((warn_unused_result)) enum status

#define ASYNC(...)                                                                      \
	struct coro **const hook_ = coro_next;                                          \
	struct { struct coro coro; __VA_ARGS__; } *my;                                  \
	my = (void *)(*hook_ ? *hook_ : coro_push(CORO_ROUND(sizeof *my)));             \
	coro_next = &my->coro.child;                                                    \
	switch (my->coro.at) {                                                          \
	default: /* no such pause */                                                    \
		loop_fatal("cannot go on: it paused in a switch of its own");           \
	case 0:                                                                         \
		(void)0

#define AWAIT(call)                                                                     \
	do {                                                                            \
		my->coro.at = __LINE__;                                                 \
		__attribute__((fallthrough));                                           \
	case __LINE__:                                                                  \
		if ((call) == ASYNC_PENDING)                                            \
			return ASYNC_PENDING;                                           \
	} while (0)

#define ASYNC_END                                                                       \
	}                                                                               \
	return coro_leave(&my->coro, hook_)

#define ASYNC_ENTRY(fn, type)                                                           \
	struct fn##_args { type a; };                                                   \
	static enum status fn##_task(void *args)                                        \
	{                                                                               \
		return fn(((struct fn##_args *)args)->a);                               \
	}                                                                               \
	struct fn##_args

#define task_start(t, name, fn, argument)                                               \
	task_spawn(t, name, fn##_task, &(struct fn##_args){argument}, sizeof(struct fn##_args))
#define async_run(fn, argument)                                                         \
	async_run_entry(fn##_task, &(struct fn##_args){argument}, sizeof(struct fn##_args))
/* clang-format on */

/* ---- coroutines ---- */

/* A coroutine begins: a frame, all zeros, on the stack of the task that runs. */
static inline struct coro *coro_push(size_t size)
{
	char *frame = task_running->top;

	if (frame + size > task_running->stack + sizeof task_running->stack)
		loop_fatal("no room for a frame on the stack of a task");
	task_running->top += size;
	return *coro_next = memset(frame, 0, size);
}

/* It ends: its frame goes, and its parent calls the next one. */
static inline enum status coro_leave(struct coro *c, struct coro **hook)
{
	task_running->top = (char *)c;
	*hook = NULL;
	coro_next = hook;
	return ASYNC_OK;
}

/* ---- tasks ---- */

/* It does not run yet: it joins the line. */
static inline void task_wake(struct task *t)
{
	if (!t || t->is_ready || t->is_done)
		return;
	t->is_ready = true;
	t->next = NULL;
	*loop.last = t;
	loop.last = &t->next;
}

/* A task to be: its arguments lie at the bottom of its stack, and it stands in line. */
static inline void task_spawn(
	struct task *t, const char *name, coro_fn *fn, const void *args, size_t size)
{
	*t = (struct task){.name = name, .fn = fn};
	memcpy(t->stack, args, size);
	t->top = t->stack + CORO_ROUND(size);
	task_wake(t);
}

/* From the outermost coroutine inwards, to where it paused. */
static inline void task_step(struct task *t)
{
	t->is_ready = false;
	task_running = t;
	coro_next = &t->root;
	if (t->fn(t->stack) == ASYNC_PENDING)
		return;
	t->is_done = true;
	task_wake(t->awaiter);
}

static inline async task_await(struct task *t)
{
	t->awaiter = task_running;
	return t->is_done ? ASYNC_OK : ASYNC_PENDING;
}

/* ---- time ---- */

static inline void clock_update(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	if (!loop.is_virtual)
		loop.now = t.tv_sec * NS_PER_S + t.tv_nsec;
}

/* Into the list, behind those that are due at the same time. */
static inline void timer_start(struct timer *timer, int64_t due)
{
	struct timer **at = &loop.timers;

	while (*at && (*at)->due <= due)
		at = &(*at)->next;
	*timer = (struct timer){due, task_running, *at};
	*at = timer;
}

static inline void timers_fire(void)
{
	for (; loop.timers && loop.timers->due <= loop.now; loop.timers = loop.timers->next) {
		task_wake(loop.timers->task);
		loop.timers->task = NULL;
	}
}

static inline async sleep_for(int64_t ns)
{
	ASYNC(struct timer timer);
	timer_start(&my->timer, loop.now + ns);
	AWAIT(my->timer.task ? ASYNC_PENDING : ASYNC_OK);
	ASYNC_END;
}

/* ---- the loop ---- */

/* How many ms may epoll_wait sleep? -1: until there is news. */
static inline int longest_sleep(void)
{
	if (loop.ready)
		return 0;
	if (!loop.timers)
		return -1;
	if (loop.is_virtual && !loop.watched)
		loop.now = loop.timers->due; /* the jump */
	if (loop.timers->due <= loop.now)
		return 0;
	return (int)((loop.timers->due - loop.now + NS_PER_MS - 1) / NS_PER_MS); /* round up */
}

/* The one place where this program sleeps. Those it is woken for join the line. */
static inline void wait_for_events(void)
{
	struct epoll_event news[64];
	int n = epoll_wait(loop.epoll, news, 64, longest_sleep());

	for (int k = 0; k < n; k++)
		task_wake(news[k].data.ptr);
	clock_update();
}

/* Those who are ready now; whoever becomes ready meanwhile waits for the next turn. */
static inline void run_ready(void)
{
	struct task *next, *turn = loop.ready;

	loop.ready = NULL;
	loop.last = &loop.ready;
	for (; turn; turn = next) {
		next = turn->next;
		task_step(turn);
	}
}

/* One turn. False, without a turn: nothing can ever happen any more. */
static inline bool loop_run_once(void)
{
	if (!loop.ready && !loop.timers && !loop.watched)
		return false;
	wait_for_events();
	run_ready();
	timers_fire();
	return true;
}

static inline int loop_open(enum loop_clock clock)
{
	loop = (struct loop){.last = &loop.ready, .is_virtual = clock == LOOP_VIRTUAL};
	loop.epoll = epoll_create1(0);
	return loop.epoll < 0 ? -1 : 0;
}

static inline void async_run_entry(coro_fn *fn, const void *args, size_t size)
{
	static struct task main_task;

	if (!loop.last && loop_open(LOOP_REAL))
		loop_fatal("the loop cannot be opened");
	task_spawn(&main_task, "main", fn, args, size);
	while (!main_task.is_done)
		if (!loop_run_once())
			loop_fatal("stuck: every task waits for what can no longer happen");
	close(loop.epoll);
}

/* Resume this task whenever there is news of fd. */
static inline void loop_watch(int fd)
{
	struct epoll_event news = {EPOLLIN | EPOLLOUT | EPOLLET, {.ptr = task_running}};

	if (epoll_ctl(loop.epoll, EPOLL_CTL_ADD, fd, &news))
		loop_fatal("the connection cannot be watched");
	loop.watched++;
}

static inline void loop_unwatch(int fd)
{
	epoll_ctl(loop.epoll, EPOLL_CTL_DEL, fd, NULL);
	loop.watched--;
}
