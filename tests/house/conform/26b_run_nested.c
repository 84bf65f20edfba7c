/* Rule 26: run inside of run is refused: here by an abort, since it is a mistake of the program. */
#include "tests/house/conform/conform.h"

#include <sys/wait.h>
#include <unistd.h>

static async inner(void)
{
	ASYNC();
	say("inner runs");
	AWAIT(sleep_ms(10));
	ASYNC_END;
}
ASYNC_ENTRY(inner);

static bool refuses_inner(void)
{
	int status;
	pid_t child = fork();

	if (child == 0)
		_exit((int)async_run(inner));
	return waitpid(child, &status, 0) == child && WIFSIGNALED(status);
}

static async async_main(void)
{
	ASYNC();
	setvbuf(stdout, NULL, _IOLBF, 0); /* nothing unwritten goes into the child, nor is lost there */
	AWAIT(sleep_ms(10));
	say("inside of run: refused %d", refuses_inner());
	ASYNC_END;
}
RUN_MAIN;
