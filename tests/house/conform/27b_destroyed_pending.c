/* Rule 27: a task whose memory goes while it waits is reported: here by an abort, for it would run there. */
#include "coro/many/locks.h"
#include "tests/house/conform/conform.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static async wait_for_event(struct event *event)
{
	ASYNC();
	say("waits");
	AWAIT(event_wait(event));
	ASYNC_END;
}
ASYNC_ENTRY(wait_for_event, struct event *);

static async owner(void)
{
	ASYNC(struct event event; struct task task);
	event_init(&my->event);
	task_start(&my->task, "wait", wait_for_event, &my->event);
	AWAIT(sleep_ms(10));
	say("returns, done: %d", my->task.state == TASK_DONE);
	ASYNC_END;
}

static async async_main(void)
{
	ASYNC();
	AWAIT(owner());
	ASYNC_END;
}
ASYNC_ENTRY(async_main);

int main(void)
{
	int status;
	pid_t child;

	setvbuf(stdout, NULL, _IOLBF, 0); /* what the child printed is not lost when it aborts */
	child = fork(); /* first: a kqueue is not inherited */
	if (loop_open(LOOP_VIRTUAL) < 0)
		return 2;
	if (child == 0)
		_exit((int)async_run(async_main));
	loop.now += 10 * NS_PER_MS; /* as long as the child runs */
	if (waitpid(child, &status, 0) == child)
		say("reports: %d", WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
	loop_close();
	return 0;
}
