/* core_stub.c - nothing, in the place of record.c, trace.c and dump.c: hello and genderize must build and run without them, for what observes the core
 * must not hold it up. */
#include "coro/trace.h"
#include "loop/record.h"

int record_open(const char *path)
{
	(void)path;
	return 0;
}

int record_close(void)
{
	return 0;
}

void record_poll_begin(int64_t sleep)
{
	(void)sleep;
}

void record_poll_end(int events)
{
	(void)events;
}

#define IGNORES(name)                                                                                        \
	void name(const struct task *t)                                                                      \
	{                                                                                                    \
		(void)t;                                                                                     \
	}                                                                                                    \
	struct task /* swallows the semicolon */

IGNORES(trace_spawn);
IGNORES(trace_ready);
IGNORES(trace_resume);
IGNORES(trace_wake);
IGNORES(trace_cancel);
IGNORES(trace_done);

void co_suspended(struct task *t)
{
	(void)t;
}

void co_resumed(struct task *t)
{
	t->resumes++;
}

void task_dump(FILE *out)
{
	(void)out;
}
