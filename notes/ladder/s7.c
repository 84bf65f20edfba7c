/* s7.c - a coroutine awaits another: what each must keep lies in a frame, on a stack that its task owns. */
#include "ten.h"

#include <sys/epoll.h>

enum status { ASYNC_OK, ASYNC_PENDING }; /* done; or not done: call me again */

#define CORO_ROUND(size) (((size) + 15) / 16 * 16) /* what lies behind it is aligned */

struct coro {               /* the head of every frame */
	int at;             /* where to go on */
	struct coro *child; /* the frame of the coroutine that it awaits */
};

struct task {
	struct coro *root; /* the frame of its outermost coroutine */
	char *top;         /* where the next frame goes */
	_Alignas(16) char stack[2048];
	int first; /* the argument of its outermost coroutine */
};

static struct task *task_running;
static struct coro **coro_next; /* where the frame of the coroutine that is called next hangs */
static int epoll;

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

/* Resume this task whenever there is news of fd. */
static void watch(int fd)
{
	struct epoll_event news = {EPOLLIN | EPOLLOUT | EPOLLET, {.ptr = task_running}};

	if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &news))
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

/* From the outermost coroutine inwards, to where it paused. */
static enum status task_step(struct task *t)
{
	task_running = t;
	coro_next = &t->root;
	return work(t->first);
}

int main(int argc, char **argv)
{
	static struct task all[MOST];
	struct epoll_event news[64];
	double start = seconds();
	int left = 0; /* tasks that are not done */

	ten_arguments(argc, argv);
	epoll = epoll_create1(0);
	for (int i = 0; i < workers; i++) {
		all[i].first = i;
		all[i].top = all[i].stack;
		left += task_step(&all[i]) == ASYNC_PENDING;
	}
	while (left > 0) {
		int n = epoll_wait(epoll, news, 64, -1);

		for (int k = 0; k < n; k++)
			left -= task_step(news[k].data.ptr) == ASYNC_OK;
	}
	printf("Time taken: %.2f seconds\n", seconds() - start);
	return 0;
}
