/* Rule 26: run inside of run is refused: here by an abort, since it is a mistake of the program. */
#include "tests/conform/conform.h"

#include <sys/wait.h>
#include <unistd.h>

struct inner {
	struct coro coro;
	struct sleep sleep;
};

static async inner(struct inner *self)
{
	ASYNC_BEGIN(self);
	say("inner runs");
	AWAIT(sleep_ms(&self->sleep, 10));
	ASYNC_END;
}
ASYNC_TASK(inner);

static bool refuses(struct inner *frame)
{
	int status;
	pid_t child = fork();

	if (child == 0)
		_exit((int)run(inner, frame));
	return waitpid(child, &status, 0) == child && WIFSIGNALED(status);
}

struct async_main {
	struct coro coro;
	struct sleep sleep;
	struct inner inner;
};

static async async_main(struct async_main *self)
{
	ASYNC_BEGIN(self);
	setvbuf(stdout, NULL, _IOLBF, 0); /* nothing unwritten goes into the child, nor is lost there */
	AWAIT(sleep_ms(&self->sleep, 10));
	say("inside of run: refused %d", refuses(&self->inner));
	ASYNC_END;
}
RUN_MAIN;
