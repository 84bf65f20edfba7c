/* rate_limiter.c - at most ten calls a second, however many tasks want to call; after a pause, three at once.
 *
 * No task waits for an fd, so it can run on the virtual clock, on which waiting takes no real time. */
#include "async.h"
#include "loop/loop.h"

enum { CALLERS = 8 };

struct rate_limiter {
	int64_t interval, burst; /* ns from one call to the next, and how many ns can be saved up in a pause */
	int64_t next;            /* when the last call was, or will be, allowed */
};

/* Each caller reserves the next free moment, and waits until then. */
static async rate_limiter_wait(struct rate_limiter *self)
{
	int64_t now;

	ASYNC(int64_t delay);
	now = clock_now();
	if (self->next < now - self->burst)
		self->next = now - self->burst;
	self->next += self->interval;
	my->delay = self->next - now;
	AWAIT(sleep_for(my->delay));
	ASYNC_END;
}

static async call(int number, struct rate_limiter *limiter, int64_t begin)
{
	ASYNC();
	AWAIT(rate_limiter_wait(limiter));
	printf("%.1f s: call %d\n", (double)(clock_now() - begin) / NS_PER_S, number);
	ASYNC_END;
}
ASYNC_ENTRY(call, int, struct rate_limiter *, int64_t);

static async call_often(void)
{
	ASYNC(struct rate_limiter limiter; struct task_set calls; struct set_task tasks[CALLERS]);
	my->limiter = (struct rate_limiter){NS_PER_S / 10, 3 * NS_PER_S / 10, clock_now() - NS_PER_S};
	for (int i = 0; i < CALLERS; i++)
		task_set_start(&my->calls, &my->tasks[i], "call", call, i, &my->limiter, clock_now());
	AWAIT(gather(&my->calls));
	ASYNC_END;
}
ASYNC_ENTRY(call_often);

int main(void)
{
	bool failed = loop_open(LOOP_VIRTUAL) < 0 || async_failed(async_run(call_often));

	loop_close();
	return failed;
}
