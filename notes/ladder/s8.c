/* s8.c - tasks and a ready queue: whoever can go on stands in line, whatever woke it. So a task can await a task. */
#include "ten.h"

#include <sys/epoll.h>

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

static struct loop {
	struct task *ready, **last; /* first come, first served */
	int epoll;
} loop = {.last = &loop.ready};

static struct task *task_running;
static struct coro **coro_next; /* where the frame of the coroutine that is called next hangs */

/* clang-format off */
#define async __attribute__((warn_unused_result)) enum status

#define ASYNC(...)                                                                      \
	struct coro **const hook_ = coro_next;                                          \
	struct { struct coro coro; __VA_ARGS__; } *my;                                  \
	my = (void *)(*hook_ ? *hook_ : coro_push(CORO_ROUND(sizeof *my)));             \
	coro_next = &my->coro.child;                                                    \
	switch (my->coro.at) {                                                          \
	default: /* no such pause */                                                    \
		coro_lost(__func__, my->coro.at);                                       \
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

static _Noreturn void coro_lost(const char *function, int line)
{
	fprintf(stderr, "%s: cannot go on at line %d, in a switch of its own\n",
		function, line);
	abort();
}

/* A coroutine begins: a frame, all zeros, on the stack of the task that runs. */
static struct coro *coro_push(size_t size)
{
	char *frame = task_running->top;

	if (frame + size > task_running->stack + sizeof task_running->stack) {
		errno = ENOMEM;
		fail("the stack of a task");
	}
	task_running->top += size;
	return *coro_next = memset(frame, 0, size);
}

/* It ends: its frame goes, and its parent calls the next one. */
static enum status coro_leave(struct coro *c, struct coro **hook)
{
	task_running->top = (char *)c;
	*hook = NULL;
	coro_next = hook;
	return ASYNC_OK;
}

/* It does not run yet: it joins the line. */
static void task_wake(struct task *t)
{
	if (!t || t->is_ready || t->is_done)
		return;
	t->is_ready = true;
	t->next = NULL;
	*loop.last = t;
	loop.last = &t->next;
}

/* A task to be: its arguments lie at the bottom of its stack, and it stands in line. */
static void task_spawn(
	struct task *t, const char *name, coro_fn *fn, const void *args, size_t size)
{
	*t = (struct task){.name = name, .fn = fn};
	memcpy(t->stack, args, size);
	t->top = t->stack + CORO_ROUND(size);
	task_wake(t);
}

/* From the outermost coroutine inwards, to where it paused. */
static void task_step(struct task *t)
{
	t->is_ready = false;
	task_running = t;
	coro_next = &t->root;
	if (t->fn(t->stack) == ASYNC_PENDING)
		return;
	t->is_done = true;
	task_wake(t->awaiter);
}

static async task_await(struct task *t)
{
	t->awaiter = task_running;
	return t->is_done ? ASYNC_OK : ASYNC_PENDING;
}

/* Sleep until there is news, unless somebody is ready; and wake those it is about. */
static void wait_for_events(void)
{
	struct epoll_event news[64];
	int n = epoll_wait(loop.epoll, news, 64, loop.ready ? 0 : -1);

	for (int k = 0; k < n; k++)
		task_wake(news[k].data.ptr);
}

/* Those who are ready now; whoever becomes ready meanwhile waits for the next turn. */
static void run_ready(void)
{
	struct task *next, *turn = loop.ready;

	loop.ready = NULL;
	loop.last = &loop.ready;
	for (; turn; turn = next) {
		next = turn->next;
		task_step(turn);
	}
}

static void async_run_entry(coro_fn *fn, const void *args, size_t size)
{
	static struct task main_task;

	loop.epoll = epoll_create1(0);
	task_spawn(&main_task, "main", fn, args, size);
	while (!main_task.is_done) {
		wait_for_events();
		run_ready();
	}
	close(loop.epoll);
}

/* Resume this task whenever there is news of fd. */
static void watch(int fd)
{
	struct epoll_event news = {EPOLLIN | EPOLLOUT | EPOLLET, {.ptr = task_running}};

	if (epoll_ctl(loop.epoll, EPOLL_CTL_ADD, fd, &news))
		fail("epoll_ctl");
}

/* The innermost: they keep nothing, so they need no frame. */
static async sent(struct talk *t)
{
	return talk_send(t) ? ASYNC_OK : ASYNC_PENDING;
}

static async received(struct talk *t)
{
	return talk_recv(t) ? ASYNC_OK : ASYNC_PENDING;
}

static async predict_gender(const char *name, char gender[16])
{
	ASYNC(struct talk talk);
	talk_open(&my->talk, name, SOCK_NONBLOCK);
	watch(my->talk.fd);
	AWAIT(sent(&my->talk));
	AWAIT(received(&my->talk));
	talk_close(&my->talk, gender);
	ASYNC_END;
}

static async work(int first)
{
	ASYNC(int i; char gender[16]);
	for (my->i = first; my->i < total; my->i += workers) {
		AWAIT(predict_gender(names[my->i], my->gender));
		printf("%s %s\n", names[my->i], my->gender);
	}
	ASYNC_END;
}
ASYNC_ENTRY(work, int);

static async async_main(int n)
{
	static struct task all[MOST];

	ASYNC(double start; int i);
	my->start = seconds();
	for (int i = 0; i < n; i++)
		task_start(&all[i], names[i], work, i);
	for (; my->i < n; my->i++)
		AWAIT(task_await(&all[my->i]));
	printf("Time taken: %.2f seconds\n", seconds() - my->start);
	ASYNC_END;
}
ASYNC_ENTRY(async_main, int);

int main(int argc, char **argv)
{
	ten_arguments(argc, argv);
	async_run(async_main, workers);
	return 0;
}
