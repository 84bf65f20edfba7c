/* test_misuse.c - each house rule of coro.h that no compiler can check is broken in a child process, which
 * must abort with a message that names function and line. A task's outermost coroutine:
 * test_misuse_outermost.c. */
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
	struct timer timer;
	struct task task;
	int i;
};

/* ---- an await where it cannot be resumed ---- */

static async await_in_a_switch(struct guilty *self)
{
	ASYNC_BEGIN(self);
	switch (self->i) {
	case 0:
		EXPECT_NEXT_LINE();
		AWAIT(step(&self->steps[0]));
	}
	ASYNC_END;
}

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

/* ---- a frame that cannot be resumed, or begun ---- */

static void choose_the_first(struct timer *t)
{
	container_of(t, struct guilty, timer)->i = 0;
}

/* The argument of the await minds being evaluated again: after the pause it is another frame. */
static async resume_a_finished_frame(struct guilty *self)
{
	ASYNC_BEGIN(self);
	AWAIT(step(&self->steps[0]));
	self->i = 1;
	timer_start(&self->timer, loop.now, choose_the_first);
	EXPECT_NEXT_LINE();
	AWAIT(step(&self->steps[self->i]));
	ASYNC_END;
}

static async resume_a_frame_that_did_not_begin(struct guilty *self)
{
	ASYNC_BEGIN(self);
	self->i = 1;
	timer_start(&self->timer, loop.now, choose_the_first);
	EXPECT_NEXT_LINE();
	AWAIT(step(&self->steps[self->i]));
	ASYNC_END;
}

static struct step shared;

static async await_a_frame_twice(struct guilty *self)
{
	ASYNC_BEGIN(self);
	task_create(&self->task, step, &shared, "first");
	AWAIT(sleep_for(&self->steps[0].sleep, 0));
	EXPECT_NEXT_LINE();
	AWAIT(step(&shared));
	ASYNC_END;
}

static async await_a_frame_that_was_not_zeroed(struct guilty *self)
{
	static const struct site garbage = {"?", "?", "?", 0};

	ASYNC_BEGIN(self);
	self->steps[0].coro.at = &garbage;
	EXPECT_NEXT_LINE();
	AWAIT(step(&self->steps[0]));
	ASYNC_END;
}

/* ---- ways out that are none; the line that is named is that of the await of the one who left ---- */

static async leave_by_return(struct guilty *self)
{
	ASYNC_BEGIN(self);
	ASYNC_WITH(nothing()) {
		if (self->i == 0)
			return ASYNC_OK;
	} ASYNC_EXIT(nothing());
	ASYNC_END;
}

static async leave_by_goto(struct guilty *self)
{
	ASYNC_BEGIN(self);
	ASYNC_WITH(nothing()) {
		if (self->i == 0)
			goto out;
	} ASYNC_EXIT(nothing());
out:
	self->i++;
	ASYNC_END;
}

static async leave_by_break(struct guilty *self)
{
	ASYNC_BEGIN(self);
	for (;;) {
		ASYNC_WITH(nothing()) {
			if (self->i == 0)
				break;
		} ASYNC_EXIT(nothing());
	}
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

static async return_without_a_macro(struct guilty *self)
{
	ASYNC_BEGIN(self);
	if (self->i == 0)
		return ASYNC_E_STATUS;
	ASYNC_END;
}

static async return_while_a_task_runs(struct guilty *self)
{
	ASYNC_BEGIN(self);
	EXPECT_NEXT_LINE();
	task_create(&self->task, step, &self->steps[0], "left behind");
	AWAIT(sleep_for(&self->steps[1].sleep, 0));
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

/* ---- the crimes and their messages ---- */

struct crime {
	const char *function;
	enum status (*commit)(struct guilty *);
	const char *message; /* what follows "function: " */
};

#define CRIME(function, message) {#function, function, (message)}

#define IN_A_SWITCH "cannot go on: an await inside a switch, or a frame that was not zeroed"
#define FINISHED    "cannot go on: the frame is finished, or was left by a bare return"
#define AWAITED     "cannot go on: the frame is awaited by somebody already, or was not zeroed"
#define BLOCK_LEFT  "cannot go on: an ASYNC_WITH block was left by return, goto or break"
#define TASK_LEFT   "returns, but task 2 (left behind) in its frame still runs"

static const struct crime crimes[] = {
	CRIME(await_in_a_switch, IN_A_SWITCH),
	CRIME(await_in_a_switch_in_a_block, IN_A_SWITCH),
	{"step", resume_a_finished_frame, FINISHED},
	{"step", resume_a_frame_that_did_not_begin, FINISHED},
	{"step", await_a_frame_twice, AWAITED},
	{"step", await_a_frame_that_was_not_zeroed, AWAITED},
	{"main_coroutine", leave_by_return, BLOCK_LEFT},
	CRIME(leave_by_goto, BLOCK_LEFT),
	CRIME(leave_by_break, BLOCK_LEFT),
	CRIME(leave_by_continue, BLOCK_LEFT),
	{"main_coroutine", return_without_a_macro, FINISHED},
	CRIME(return_while_a_task_runs, TASK_LEFT),
	CRIME(fail_while_a_task_runs, TASK_LEFT),
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		CLOSED(every_crime_aborts_and_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
