/* test_misuse_outermost.c - house rules of coro.h broken by a task's outermost coroutine, which no other
 * one watches. The line that is named is that of the task's creation. */
#include "coro/run.h"
#include "tests/support.h"

struct guilty {
	struct coro coro;
	int i;
};

static struct guilty alone;

static async enter(void)
{
	return ASYNC_OK;
}

static async leave(void)
{
	return ASYNC_OK;
}

static async return_without_a_macro(struct guilty *self)
{
	ASYNC_BEGIN(self);
	if (self->i == 0)
		return ASYNC_E_STATUS;
	ASYNC_END;
}
ASYNC_TASK(return_without_a_macro);

static async leave_by_return(struct guilty *self)
{
	ASYNC_BEGIN(self);
	ASYNC_WITH(enter()) {
		if (self->i == 0)
			return ASYNC_OK;
	} ASYNC_EXIT(leave());
	ASYNC_END;
}
ASYNC_TASK(leave_by_return);

static async leave_by_break(struct guilty *self)
{
	ASYNC_BEGIN(self);
	for (;;) {
		ASYNC_WITH(enter()) {
			if (self->i == 0)
				break;
		} ASYNC_EXIT(leave());
	}
	ASYNC_END;
}
ASYNC_TASK(leave_by_break);

static async pend_without_waiting(struct guilty *self)
{
	ASYNC_BEGIN(self);
	if (self->i == 0)
		return ASYNC_PENDING;
	ASYNC_END;
}
ASYNC_TASK(pend_without_waiting);

static int return_from_the_outermost(void)
{
	loop_open(LOOP_VIRTUAL);
	return (int)run(return_without_a_macro, &alone);
}

static int leave_a_block_of_the_outermost(void)
{
	loop_open(LOOP_VIRTUAL);
	return (int)run(leave_by_return, &alone);
}

static int break_out_of_a_block_of_the_outermost(void)
{
	loop_open(LOOP_VIRTUAL);
	return (int)run(leave_by_break, &alone);
}

static int pend(void)
{
	loop_open(LOOP_VIRTUAL);
	return (int)run(pend_without_waiting, &alone);
}

static int call_without_a_task(void)
{
	return (int)leave_by_break(&alone);
}

static void the_outermost_coroutine_is_watched_too(void **state)
{
	static const char *const returned[] = {" return_without_a_macro: cannot go on",
		"left by a bare return",
		"in task 1 (return_without_a_macro), created at " __FILE__ ":", NULL};
	static const char *const left[] = {" leave_by_return: cannot go on: an ASYNC_WITH block",
		"in task 1 (leave_by_return), created at " __FILE__ ":", NULL};
	static const char *const broken[] = {" leave_by_break: cannot go on: an ASYNC_WITH block",
		"in task 1 (leave_by_break), created at " __FILE__ ":", NULL};
	static const char *const pending[] = {
		"task 1 (pend_without_waiting) returned ASYNC_PENDING but waits for nothing", NULL};
	static const char *const called[] = {" leave_by_break: cannot go on", NULL};

	(void)state;
	assert_aborts(return_from_the_outermost, returned);
	assert_aborts(leave_a_block_of_the_outermost, left);
	assert_aborts(break_out_of_a_block_of_the_outermost, broken);
	assert_aborts(pend, pending);
	assert_aborts(call_without_a_task, called);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CLOSED(the_outermost_coroutine_is_watched_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
