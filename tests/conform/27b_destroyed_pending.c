/* Rule 27: a task whose memory goes while it waits is reported: here by an abort, for it would run there. */
#include "coro/sync.h"
#include "tests/conform/conform.h"

#include <sys/wait.h>
#include <unistd.h>

struct wait {
	struct coro coro;
	struct event *event;
	struct in_line place;
};

static async wait_for_event(struct wait *self)
{
	ASYNC_BEGIN(self);
	say("waits");
	AWAIT(event_wait(&self->place, self->event));
	ASYNC_END;
}
ASYNC_TASK(wait_for_event);

struct owner {
	struct coro coro;
	struct event event;
	struct wait wait;
	struct task task;
	struct sleep sleep;
};

static async owner(struct owner *self)
{
	ASYNC_BEGIN(self);
	event_init(&self->event);
	self->wait.event = &self->event;
	task_create(&self->task, wait_for_event, &self->wait, "wait");
	AWAIT(sleep_ms(&self->sleep, 10));
	say("returns, done: %d", self->task.state == TASK_DONE);
	ASYNC_END;
}

struct async_main {
	struct coro coro;
	struct owner owner;
};

static async async_main(struct async_main *self)
{
	ASYNC_BEGIN(self);
	AWAIT(owner(&self->owner));
	ASYNC_END;
}
ASYNC_TASK(async_main);

int main(void)
{
	static struct async_main frame;
	int status;
	pid_t child;

	setvbuf(stdout, NULL, _IOLBF, 0); /* what the child printed is not lost when it aborts */
	child = fork(); /* first: a kqueue is not inherited */
	if (loop_open(LOOP_VIRTUAL) < 0)
		return 2;
	if (child == 0)
		_exit((int)run(async_main, &frame));
	loop.now += 10 * NS_PER_MS; /* as long as the child runs */
	if (waitpid(child, &status, 0) == child)
		say("reports: %d", WIFSIGNALED(status));
	loop_close();
	return 0;
}
