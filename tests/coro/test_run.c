/* test_run.c - asyncio.run: in, out, and nothing left behind; also when it is interrupted. Getting
 * stuck is in test_stuck.c, and who is created on the way out in test_run_late.c. */
#include "coro/run.h"
#include "tests/lib/support.h"

#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>

ASYNC_ENTRY(nap, const struct napper *);

/* ---- the main coroutine ---- */

enum { LEFT = 3 };

/* They outlive the run in C's memory, as tasks of a main coroutine do. */
static struct task left_tasks[LEFT];

static void start_left(int i)
{
	static const struct napper nappers[LEFT] = {{.name = "0", .ms = 1000, .cleanup_ms = 30},
		{.name = "1", .ms = 1000, .cleanup_ms = 20}, {.name = "2", .ms = 1000, .cleanup_ms = 10}};

	task_start(&left_tasks[i], nappers[i].name, nap, &nappers[i]);
}

/* Leaves so many tasks, raises this signal, if any, and sleeps. */
static async leave_some(int left, int signo, int ms, enum status outcome)
{
	enum status err;

	ASYNC();
	for (int i = 0; i < left; i++)
		start_left(i);
	if (signo)
		raise(signo);
	AWAIT_CATCH_ALL(err, sleep_for(ms * NS_PER_MS));
	say("main:%s", status_name(err));
	ASYNC_RAISE(err ? err : outcome);
	ASYNC_END;
}
ASYNC_ENTRY(leave_some, int, int, int, enum status);

static void run_gives_the_outcome_of_its_coroutine(void **state)
{
	static const enum status outcomes[] = {ASYNC_OK, ASYNC_E_STATUS, ASYNC_TIMEOUT, ASYNC_CANCELLED};

	(void)state;
	for (int i = 0; i < 4; i++) {
		assert_int_equal(async_run(leave_some, 0, 0, 1, outcomes[i]), outcomes[i]);
		assert_int_equal(run_interrupted(), 0);
	}
	assert_said("main:ok main:ok main:ok main:ok");
}

/* A loop that was open stays open; one that was not is opened, on the real clock, and closed. */
static void run_closes_the_loop_it_opened(void **state)
{
	(void)state;
	assert_int_equal(async_run(leave_some, 0, 0, 0, ASYNC_E_STATUS), ASYNC_E_STATUS);
	assert_false(loop.is_open);
	assert_false(loop.is_virtual);
	assert_int_equal(loop_open(LOOP_VIRTUAL), 0);
	assert_int_equal(async_run(leave_some, 0, 0, 0, ASYNC_E_STATUS), ASYNC_E_STATUS);
	assert_true(loop.is_open);
	assert_said("main:ok main:ok");
}

/* Rule 26: who is left is cancelled, and his cleanup is waited for. */
static void who_is_left_is_cancelled_and_cleans_up(void **state)
{
	(void)state;
	assert_int_equal(async_run(leave_some, LEFT, 0, 10, ASYNC_E_STATUS), ASYNC_E_STATUS);
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
	(void)state;
	assert_int_equal(async_run(leave_some, 1, SIGINT, 1000, ASYNC_OK), ASYNC_CANCELLED);
	assert_said("main:cancelled 0!");
	assert_int_equal(now_ms(), 30);
	assert_int_equal(run_interrupted(), SIGINT);
	assert_int_equal(async_run(leave_some, 0, 0, 1, ASYNC_OK), ASYNC_OK);
	assert_int_equal(run_interrupted(), 0);
	assert_said("main:ok");
}

static async take_no_notice(int second_signal)
{
	enum status err;

	ASYNC();
	raise(SIGINT);
	AWAIT_CATCH_ALL(err, sleep_for(NS_PER_S));
	say("%s", status_name(err));
	raise(second_signal);
	AWAIT_CATCH_ALL(err, sleep_for(NS_PER_MS));
	say("%s", status_name(err));
	ASYNC_END;
}
ASYNC_ENTRY(take_no_notice, int);

static int interrupt_twice(void)
{
	loop_open(LOOP_VIRTUAL);
	return (int)async_run(take_no_notice, SIGINT);
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
	(void)state;
	assert_int_equal(async_run(take_no_notice, SIGTERM), ASYNC_OK);
	assert_said("cancelled ok");
}

/* ---- refusals ---- */

static async run_inside(void)
{
	ASYNC();
	ASYNC_RAISE(async_run(leave_some, 0, 0, 0, ASYNC_OK));
	ASYNC_END;
}
ASYNC_ENTRY(run_inside);

static int nest(void)
{
	return (int)async_run(run_inside);
}

static void run_inside_a_coroutine_aborts(void **state)
{
	static const char *const words[] = {"fatal: async_run called from inside a coroutine", NULL};

	(void)state;
	assert_aborts(nest, words);
}

static int run_without_files(void)
{
	struct rlimit files;

	getrlimit(RLIMIT_NOFILE, &files);
	files.rlim_cur = 3; /* stdin, stdout, stderr */
	setrlimit(RLIMIT_NOFILE, &files);
	return (int)async_run(leave_some, 0, 0, 0, ASYNC_OK);
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
