/* test_run.c - asyncio.run: in, out, and nothing left behind; also when it is interrupted. Getting
 * stuck is in test_stuck.c. */
#include "coro/run.h"
#include "tests/support.h"

#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>

ASYNC_TASK(nap);

/* ---- the main coroutine ---- */

enum { LEFT = 3 };

/* They outlive the run in C's memory, as tasks of a main coroutine do. */
static struct napper left_frames[LEFT];
static struct task left_tasks[LEFT];

struct main_frame {
	struct coro coro;
	struct sleep sleep;
	int i, ms, left;     /* in: how long it naps, how many tasks it leaves */
	enum status outcome; /* in */
	bool interrupts;     /* in: raises SIGINT before the nap */
	enum status err;
};

static void start_left(int i)
{
	static const char *const names[LEFT] = {"0", "1", "2"};

	left_frames[i] = (struct napper){.name = names[i], .ms = 1000, .cleanup_ms = 30 - 10 * i};
	task_create(&left_tasks[i], nap, &left_frames[i], names[i]);
}

static async leave_some(struct main_frame *self)
{
	ASYNC_BEGIN(self);
	for (self->i = 0; self->i < self->left; self->i++)
		start_left(self->i);
	if (self->interrupts)
		raise(SIGINT);
	AWAIT_CATCH(self->err, sleep_for(&self->sleep, self->ms * NS_PER_MS));
	say("main:%s", status_name(self->err));
	ASYNC_RAISE(self->err ? self->err : self->outcome);
	ASYNC_END;
}
ASYNC_TASK(leave_some);

static void run_gives_the_outcome_of_its_coroutine(void **state)
{
	static const enum status outcomes[] = {ASYNC_OK, ASYNC_E_STATUS, ASYNC_TIMEOUT, ASYNC_CANCELLED};

	(void)state;
	for (int i = 0; i < 4; i++) {
		struct main_frame f = {.ms = 1, .outcome = outcomes[i]};

		assert_int_equal(run(leave_some, &f), outcomes[i]);
		assert_int_equal(run_interrupted(), 0);
	}
	assert_said("main:ok main:ok main:ok main:ok");
}

/* A loop that was open stays open; one that was not is opened, on the real clock, and closed. */
static void run_closes_the_loop_it_opened(void **state)
{
	struct main_frame f = {.outcome = ASYNC_E_STATUS};

	(void)state;
	assert_int_equal(run(leave_some, &f), ASYNC_E_STATUS);
	assert_false(loop.is_open);
	assert_false(loop.is_virtual);
	assert_int_equal(loop_open(LOOP_VIRTUAL), 0);
	assert_int_equal(run(leave_some, &f), ASYNC_E_STATUS);
	assert_true(loop.is_open);
	assert_said("main:ok main:ok");
}

/* Rule 26: who is left is cancelled, and his cleanup is waited for. */
static void who_is_left_is_cancelled_and_cleans_up(void **state)
{
	struct main_frame f = {.ms = 10, .left = LEFT, .outcome = ASYNC_E_STATUS};

	(void)state;
	assert_int_equal(run(leave_some, &f), ASYNC_E_STATUS);
	assert_said("main:ok 2! 1! 0!");
	assert_int_equal(now_ms(), 40);
	for (int i = 0; i < LEFT; i++) {
		assert_int_equal(left_tasks[i].state, TASK_DONE);
		assert_int_equal(left_tasks[i].result, ASYNC_CANCELLED);
		assert_int_equal(left_tasks[i].cancelling, 1);
	}
}

/* ---- SIGINT ---- */

static void sigint_cancels_the_main_task_first(void **state)
{
	struct main_frame f = {.ms = 1000, .left = 1, .interrupts = true};

	(void)state;
	assert_int_equal(run(leave_some, &f), ASYNC_CANCELLED);
	assert_said("main:cancelled 0!");
	assert_int_equal(now_ms(), 30);
	assert_int_equal(run_interrupted(), SIGINT);
	f = (struct main_frame){.ms = 1};
	assert_int_equal(run(leave_some, &f), ASYNC_OK);
	assert_int_equal(run_interrupted(), 0);
	assert_said("main:ok");
}

static async take_no_notice(struct main_frame *self)
{
	ASYNC_BEGIN(self);
	raise(SIGINT);
	AWAIT_CATCH(self->err, sleep_for(&self->sleep, NS_PER_S));
	say("%s", status_name(self->err));
	raise(self->left);
	AWAIT_CATCH(self->err, sleep_for(&self->sleep, NS_PER_MS));
	say("%s", status_name(self->err));
	ASYNC_END;
}
ASYNC_TASK(take_no_notice);

static int interrupt_twice(void)
{
	struct main_frame f = {.left = SIGINT};

	loop_open(LOOP_VIRTUAL);
	return (int)run(take_no_notice, &f);
}

static void the_same_signal_again_ends_the_process(void **state)
{
	struct child_end end;

	(void)state;
	in_child(interrupt_twice, &end);
	assert_true(WIFSIGNALED(end.status));
	assert_int_equal(WTERMSIG(end.status), SIGINT);
}

/* A terminal that closes, and a supervisor that ends us, come together: the cleanup is not cancelled too. */
static void the_other_signal_does_not_disturb_the_cleanup(void **state)
{
	struct main_frame f = {.left = SIGTERM};

	(void)state;
	assert_int_equal(run(take_no_notice, &f), ASYNC_OK);
	assert_said("cancelled ok");
}

/* ---- refusals ---- */

static async run_inside(struct main_frame *self)
{
	static struct main_frame inner;

	ASYNC_BEGIN(self);
	ASYNC_RAISE(run(leave_some, &inner));
	ASYNC_END;
}
ASYNC_TASK(run_inside);

static int nest(void)
{
	struct main_frame f = {0};

	return (int)run(run_inside, &f);
}

static void run_inside_a_coroutine_aborts(void **state)
{
	static const char *const words[] = {"fatal: run() called from inside a coroutine", NULL};

	(void)state;
	assert_aborts(nest, words);
}

static int run_without_files(void)
{
	struct main_frame f = {0};
	struct rlimit files;

	getrlimit(RLIMIT_NOFILE, &files);
	files.rlim_cur = 3; /* stdin, stdout, stderr */
	setrlimit(RLIMIT_NOFILE, &files);
	return (int)run(leave_some, &f);
}

static void a_loop_that_cannot_be_opened_is_an_error(void **state)
{
	struct child_end end;

	(void)state;
	in_child(run_without_files, &end);
	assert_true(WIFEXITED(end.status));
	assert_int_equal(WEXITSTATUS(end.status), ASYNC_E_SYSTEM);
	assert_non_null(strstr(end.text, "cannot open the event loop: Too many open files"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FRESH(run_gives_the_outcome_of_its_coroutine),
		CLOSED(run_closes_the_loop_it_opened),
		FRESH(who_is_left_is_cancelled_and_cleans_up),
		FRESH(sigint_cancels_the_main_task_first),
		CLOSED(the_same_signal_again_ends_the_process),
		FRESH(the_other_signal_does_not_disturb_the_cleanup),
		CLOSED(run_inside_a_coroutine_aborts),
		CLOSED(a_loop_that_cannot_be_opened_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
