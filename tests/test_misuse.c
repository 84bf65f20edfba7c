/* test_misuse.c - the finer ways of breaking the house rules of coro.h that no compiler can see: each is
 * committed in a child process, which must abort with a message that names function and line. The plain ways
 * hang in the gallery: tests/misuse/. */
#include "coro/run.h"
#include "tests/support.h"

#include <ctype.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

/* Says on stderr that the message must name the line below this one. */
#define EXPECT_NEXT_LINE() fprintf(stderr, "expect %d\n", __LINE__ + 1)

struct step {
	struct coro coro;
	struct sleep sleep;
};

static async step(struct step *self)
{
	ASYNC_BEGIN(self);
	AWAIT(sleep_for(&self->sleep, NS_PER_MS));
	ASYNC_END;
}
ASYNC_TASK(step);

static async nothing(void)
{
	return ASYNC_OK;
}

/* The frame of all who break a rule. */
struct guilty {
	struct coro coro;
	struct step steps[2];
	struct task task;
	int i;
};

static async await_in_a_switch_in_a_block(struct guilty *self)
{
	ASYNC_BEGIN(self);
	ASYNC_WITH(nothing()) {
		switch (self->i) {
		case 0:
			EXPECT_NEXT_LINE();
			AWAIT(step(&self->steps[0]));
		}
	} ASYNC_EXIT(nothing());
	ASYNC_END;
}

static int next_number(int *n) /* hides its side effect from the compiler */
{
	return (*n)++;
}

/* The argument of the await minds being evaluated again: after the pause it is another frame. */
static async resume_a_frame_that_did_not_begin(struct guilty *self)
{
	ASYNC_BEGIN(self);
	EXPECT_NEXT_LINE();
	AWAIT(step(&self->steps[next_number(&self->i)]));
	ASYNC_END;
}

/* An error, or a cancel, is no excuse. */
static async fail_while_a_task_runs(struct guilty *self)
{
	ASYNC_BEGIN(self);
	EXPECT_NEXT_LINE();
	task_create(&self->task, step, &self->steps[0], "left behind");
	ASYNC_RAISE(ASYNC_E_PAYLOAD);
	ASYNC_END;
}

static async leave_by_continue(struct guilty *self)
{
	ASYNC_BEGIN(self);
	for (; self->i < 2; self->i++) {
		ASYNC_WITH(nothing()) {
			if (self->i == 0)
				continue;
		} ASYNC_EXIT(nothing());
	}
	ASYNC_END;
}

/* Who leaves by a bare return is found by who awaits it: the line that is named is that of this await. */
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
	ASYNC_WITH(nothing()) {
		if (self->i == 0)
			return ASYNC_OK;
	} ASYNC_EXIT(nothing());
	ASYNC_END;
}
ASYNC_TASK(leave_by_return);

static async pend_without_waiting(struct guilty *self)
{
	ASYNC_BEGIN(self);
	if (self->i == 0)
		return ASYNC_PENDING;
	ASYNC_END;
}
ASYNC_TASK(pend_without_waiting);

/* ---- the crimes and their messages ---- */

struct crime {
	const char *function;
	enum status (*commit)(struct guilty *);
	const char *message; /* what follows "function: " */
};

#define CRIME(function, message) {#function, function, (message)}

#define IN_A_SWITCH "cannot go on: an await inside a switch, or a frame that was not zeroed"
#define FINISHED    "cannot go on: the frame is finished, or was left by a bare return"
#define BLOCK_LEFT  "cannot go on: an ASYNC_WITH block was left by return, goto or break"
#define TASK_LEFT   "returns, but task 2 (left behind) in its frame still runs"

static const struct crime crimes[] = {
	CRIME(await_in_a_switch_in_a_block, IN_A_SWITCH),
	{"step", resume_a_frame_that_did_not_begin, FINISHED},
	CRIME(fail_while_a_task_runs, TASK_LEFT),
	CRIME(leave_by_continue, BLOCK_LEFT),
	{"main_coroutine", return_without_a_macro, FINISHED},
};

struct main_frame {
	struct coro coro;
	struct guilty guilty;
};

static const struct crime *crime;

static async main_coroutine(struct main_frame *self)
{
	ASYNC_BEGIN(self);
	EXPECT_NEXT_LINE();
	AWAIT(crime->commit(&self->guilty));
	ASYNC_END;
}
ASYNC_TASK(main_coroutine);

static int commit(void)
{
	static struct main_frame f; /* it outlives what is left */

	loop_open(LOOP_VIRTUAL);
	return (int)run(main_coroutine, &f);
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
	size_t length = (size_t)snprintf(wanted, sizeof wanted, "tests/test_misuse.c:%d", line);

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
		if (!strstr(end.text, message) || !names_line(end.text, line))
			fail_msg("no \"%s\", or no line %d, in: %s", message, line, end.text);
		assert_true(WIFSIGNALED(end.status));
		assert_int_equal(WTERMSIG(end.status), SIGABRT);
	}
}

/* ---- by a task's outermost coroutine, which no other one watches: its creation is named ---- */

static struct guilty alone;

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

static int pend(void)
{
	loop_open(LOOP_VIRTUAL);
	return (int)run(pend_without_waiting, &alone);
}

static int call_without_a_task(void)
{
	return (int)leave_by_continue(&alone);
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
	static const char *const called[] = {" leave_by_continue: cannot go on", NULL};

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
