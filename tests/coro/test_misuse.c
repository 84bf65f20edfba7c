/* test_misuse.c - the finer ways of breaking the house rules of coro.h that no compiler can see: each is
 * committed in a child process, which must abort with a message that names function and line. The plain ways
 * hang in the gallery: tests/house/misuse/. */
#include "coro/run.h"
#include "coro/sleep.h"
#include "tests/lib/support.h"

#include <ctype.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

/* Says on stderr that the message must name the line below this one, or the one above. */
#define EXPECT_NEXT_LINE()  fprintf(stderr, "expect %d\n", __LINE__ + 1)
#define EXPECT_LINE_ABOVE() fprintf(stderr, "expect %d\n", __LINE__ - 1)

static async step(void)
{
	ASYNC();
	AWAIT(sleep_for(NS_PER_MS));
	ASYNC_END;
}
ASYNC_ENTRY(step);

static async other_step(void)
{
	ASYNC();
	AWAIT(sleep_for(NS_PER_MS));
	ASYNC_END;
}

static async nothing(void)
{
	return ASYNC_OK;
}

/* ---- those who break a rule ---- */

static async await_in_a_switch_in_a_block(void)
{
	ASYNC(int i);
	ASYNC_WITH(nothing()) {
		switch (my->i) {
		case 0:
			EXPECT_NEXT_LINE();
			AWAIT(step());
		}
	} ASYNC_EXIT(nothing());
	ASYNC_END;
}

static int next_number(int *n) /* hides its side effect from the compiler */
{
	return (*n)++;
}

/* The argument of the await minds being evaluated again: after the pause it is another coroutine … */
static async resume_a_coroutine_that_did_not_begin(void)
{
	ASYNC(int i);
	EXPECT_NEXT_LINE();
	AWAIT(next_number(&my->i) == 0 ? step() : other_step());
	ASYNC_END;
}

/* … or none at all, and the one that did begin never goes on. */
static async resume_nobody(void)
{
	ASYNC(int i);
	EXPECT_NEXT_LINE();
	AWAIT(next_number(&my->i) == 0 ? step() : nothing());
	ASYNC_END;
}

/* The result is not dropped, so that no compiler warns: but nobody would let the coroutine go on. The caller
 * stands at no await, and so it is his first line that is named. */
static async call_without_await(void)
{
	enum status err;

	ASYNC();
	EXPECT_LINE_ABOVE();
	err = step();
	ASYNC_RAISE(err);
	ASYNC_END;
}

/* No coroutine itself, and so it has no place at which to go on between the two. */
static async two_steps(void)
{
	enum status err = step();

	return err == ASYNC_PENDING ? step() : err;
}

static async go_on_after_pending(void)
{
	ASYNC();
	EXPECT_NEXT_LINE();
	AWAIT(two_steps());
	ASYNC_END;
}

/* An error is no excuse; nor is a cancel, for one that has begun. */
static async fail_while_a_task_runs(void)
{
	ASYNC(struct task task);
	EXPECT_NEXT_LINE();
	task_start(&my->task, "left behind", step);
	ASYNC_RAISE(ASYNC_E_PAYLOAD);
	ASYNC_END;
}

static async leave_by_goto(void)
{
	ASYNC();
	ASYNC_WITH(nothing()) {
		goto behind;
	} ASYNC_EXIT(nothing());
behind:
	ASYNC_END;
}

/* Who leaves by a bare return is found by who awaits it: the line that is named is that of this await. */
static async return_without_a_macro(void)
{
	ASYNC(int i);
	if (my->i == 0)
		return ASYNC_E_STATUS;
	ASYNC_END;
}
ASYNC_ENTRY(return_without_a_macro);

static async leave_by_return(void)
{
	ASYNC(int i);
	ASYNC_WITH(nothing()) {
		if (my->i == 0)
			return ASYNC_OK;
	} ASYNC_EXIT(nothing());
	ASYNC_END;
}
ASYNC_ENTRY(leave_by_return);

static async pend_without_waiting(void)
{
	ASYNC(int i);
	if (my->i == 0)
		return ASYNC_PENDING;
	ASYNC_END;
}
ASYNC_ENTRY(pend_without_waiting);

/* ---- the crimes and their messages ---- */

struct crime {
	const char *function;
	enum status (*commit)(void);
	const char *message; /* what follows "function: " … */
	const char *why;     /* … and what comes behind that, if there is more */
};

#define CRIME(function, ...) {#function, function, __VA_ARGS__}

#define IN_A_SWITCH "cannot go on: an await inside a switch"
#define FINISHED    "cannot go on: it was left by a bare return"
#define BLOCK_LEFT  "cannot go on: an ASYNC_WITH block was left by return, goto or break"
#define TASK_LEFT   "returns, but task 2 (left behind) in its frame still runs"

static const struct crime crimes[] = {
	CRIME(await_in_a_switch_in_a_block, IN_A_SWITCH, ""),
	CRIME(resume_a_coroutine_that_did_not_begin, "cannot start other_step (" __FILE__ ":",
		"): the await began with another coroutine\n"),
	CRIME(resume_nobody, "cannot go on: the await began with another coroutine", ""),
	CRIME(call_without_await, "cannot start step (" __FILE__ ":", "): it is called without AWAIT\n"),
	{"step", go_on_after_pending, "cannot start step (" __FILE__ ":",
		"): it is called after an ASYNC_PENDING that was not passed on\n"},
	CRIME(fail_while_a_task_runs, TASK_LEFT, ""),
	CRIME(leave_by_goto, BLOCK_LEFT, ""),
	{"main_coroutine", return_without_a_macro, FINISHED, ""},
};

static const struct crime *crime;

static async main_coroutine(void)
{
	ASYNC();
	EXPECT_NEXT_LINE();
	AWAIT(crime->commit());
	ASYNC_END;
}
ASYNC_ENTRY(main_coroutine);

static int commit(void)
{
	loop_open(LOOP_VIRTUAL);
	return (int)async_run(main_coroutine);
}

/* The last expectation counts: a crime's own comes after its caller's. */
static int expected_line(const char *text)
{
	int line = 0;

	for (const char *c = strstr(text, "expect "); c; c = strstr(c + 1, "expect "))
		line = atoi(c + strlen("expect "));
	return line;
}

static bool names_line(const char *text, int line)
{
	char wanted[64];
	size_t length = (size_t)snprintf(wanted, sizeof wanted, "tests/coro/test_misuse.c:%d", line);

	for (const char *c = strstr(text, wanted); c; c = strstr(c + 1, wanted))
		if (!isdigit((unsigned char)c[length]))
			return true;
	return false;
}

static void every_crime_aborts_and_is_named(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof crimes / sizeof crimes[0]; i++) {
		struct child_end end;
		char message[256];
		int line;

		crime = &crimes[i];
		in_child(commit, &end);
		snprintf(message, sizeof message, " %s: %s", crime->function, crime->message);
		line = expected_line(end.text);
		if (!strstr(end.text, message) || !strstr(end.text, crime->why) ||
			!names_line(end.text, line))
			fail_msg("no \"%s\", no \"%s\", or no line %d, in: %s", message, crime->why, line,
				end.text);
		assert_true(WIFSIGNALED(end.status));
		assert_int_equal(WTERMSIG(end.status), SIGABRT);
	}
}

/* ---- by a task's outermost coroutine, which no other one watches: its creation is named ---- */

static int return_from_the_outermost(void)
{
	loop_open(LOOP_VIRTUAL);
	return (int)async_run(return_without_a_macro);
}

static int leave_a_block_of_the_outermost(void)
{
	loop_open(LOOP_VIRTUAL);
	return (int)async_run(leave_by_return);
}

static int pend(void)
{
	loop_open(LOOP_VIRTUAL);
	return (int)async_run(pend_without_waiting);
}

static int call_without_a_task(void)
{
	return (int)leave_by_goto();
}

static void the_outermost_coroutine_is_watched_too(void **state)
{
	static const char *const returned[] = {" return_without_a_macro: cannot go on",
		"left by a bare return",
		"in task 1 (return_without_a_macro), created at " __FILE__ ":", NULL};
	static const char *const left[] = {" leave_by_return: cannot go on: an ASYNC_WITH block",
		"in task 1 (leave_by_return), created at " __FILE__ ":", NULL};
	static const char *const pending[] = {
		"task 1 (pend_without_waiting) returned ASYNC_PENDING but waits for nothing", NULL};
	static const char *const called[] = {"cannot start leave_by_goto (" __FILE__ ":",
		"): it is called from outside of any task\n", NULL};

	(void)state;
	assert_aborts(return_from_the_outermost, returned);
	assert_aborts(leave_a_block_of_the_outermost, left);
	assert_aborts(pend, pending);
	assert_aborts(call_without_a_task, called);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CLOSED(every_crime_aborts_and_is_named),
		CLOSED(the_outermost_coroutine_is_watched_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
