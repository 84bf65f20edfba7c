/* core_stub.c - nothing, in the place of what observes the core: hello and genderize must build and run without it, for it must
 * not hold them up. */
#include "coro/debug.h"
#include "coro/ledger.h"
#include "coro/quit.h"
#include "coro/trace.h"
#include "http/timing.h"
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

#define IGNORES(name, how)                                                                                   \
	void name(how struct task *t)                                                                        \
	{                                                                                                    \
		(void)t;                                                                                     \
	}                                                                                                    \
	struct task /* swallows the semicolon */

IGNORES(trace_spawn, );
IGNORES(trace_ready, );
IGNORES(trace_resume, );
IGNORES(trace_wake, const);
IGNORES(trace_cancel, const);
IGNORES(trace_done, );
IGNORES(debug_step_begins, const);
IGNORES(debug_step_ended, const);
IGNORES(debug_left, const);

struct debug debug;

void debug_open(void)
{
}

void loop_shuffle(void)
{
}

static const struct site nowhere;

const struct site *ledger_site(void)
{
	return &nowhere;
}

const struct site *asking_site(const struct coro *leaf)
{
	(void)leaf;
	return &nowhere;
}

void ledger_add(const char *what, const char *detail, const struct site *made)
{
	(void)what, (void)detail, (void)made;
}

void ledger_remove(const char *what, const char *detail, const struct site *made)
{
	(void)what, (void)detail, (void)made;
}

unsigned ledger_close(FILE *out)
{
	(void)out;
	return 0;
}

void co_suspended(struct task *t)
{
	(void)t;
}

void co_resumed(struct task *t)
{
	t->resumes++;
}

void quit_open(void)
{
}

void task_dump(FILE *out)
{
	(void)out;
}

const char *const timing_names[TIMING_PARTS] = {"", "", "", "", "", "", ""};

void timing_split(const int64_t at[TIMING_STAMPS], int64_t part[TIMING_PARTS])
{
	(void)at;
	for (int i = 0; i < TIMING_PARTS; i++)
		part[i] = 0;
}

void timing_record(const struct response *r)
{
	(void)r;
}
