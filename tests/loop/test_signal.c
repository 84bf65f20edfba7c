/* test_signal.c - do signals become events of the loop, and is every former action put back? */
#include "loop/offload.h"
#include "loop/signal.h"
#include "tests/lib/support.h"

#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static pthread_t called_on;

static void note(int signo)
{
	called_on = pthread_self();
	say("%s", signo == SIGINT ? "INT" : signo == SIGTERM ? "TERM" : "?");
}

static void former_action(int signo)
{
	(void)signo;
}

static void set_action(int signo, void (*handler)(int))
{
	struct sigaction action = {.sa_handler = handler};

	sigaction(signo, &action, NULL);
}

static void (*action_of(int signo))(int)
{
	struct sigaction action;

	sigaction(signo, NULL, &action);
	return action.sa_handler;
}

/* ---- arrival ---- */

static void a_signal_is_told_in_the_next_turn(void **state)
{
	(void)state;
	loop_on_signal(SIGTERM, note);
	raise(SIGTERM);
	assert_said("");
	assert_true(loop_run_once()); /* it alone makes a turn worth while */
	assert_said("TERM");
	assert_false(loop_run_once());
	raise(SIGTERM);
	drive();
	assert_said("TERM");
}

static void each_signal_finds_its_own_function(void **state)
{
	(void)state;
	loop_on_signal(SIGINT, note);
	loop_on_signal(SIGTERM, note);
	raise(SIGTERM);
	raise(SIGINT);
	drive();
	assert_said("INT TERM");
}

struct killer {
	struct offload job;
	bool done;
};

static void kill_us(struct offload *job)
{
	(void)job;
	kill(getpid(), SIGINT);
}

static void killer_done(struct offload *job)
{
	container_of(job, struct killer, job)->done = true;
}

/* The helper thread, which blocks all signals, sends one while the loop may be asleep. */
static void a_signal_ends_the_sleep_and_is_told_on_the_loops_thread(void **state)
{
	struct killer k = {.job = {.work = kill_us, .finish = killer_done}};

	(void)state;
	loop_on_signal(SIGINT, note);
	assert_int_equal(offload_start(&k.job), 0);
	while (!k.done)
		assert_true(loop_run_once());
	drive();
	assert_said("INT");
	assert_true(pthread_equal(called_on, pthread_self()));
}

/* ---- the second one ---- */

static int interrupt_twice(void)
{
	loop_open(LOOP_VIRTUAL);
	loop_on_signal(SIGINT, note);
	raise(SIGINT);
	raise(SIGINT);
	return 0;
}

static int interrupt_and_turn_twice(void)
{
	loop_open(LOOP_VIRTUAL);
	loop_on_signal(SIGINT, note);
	raise(SIGINT);
	drive();
	raise(SIGINT);
	drive();
	loop_close();
	return 7;
}

static void a_second_signal_ends_a_loop_that_does_not_turn(void **state)
{
	struct child_end end;

	(void)state;
	in_child(interrupt_twice, &end);
	assert_true(WIFSIGNALED(end.status));
	assert_int_equal(WTERMSIG(end.status), SIGINT);
	in_child(interrupt_and_turn_twice, &end);
	assert_true(WIFEXITED(end.status));
	assert_int_equal(WEXITSTATUS(end.status), 7);
}

/* ---- former actions ---- */

static void null_puts_the_former_action_back(void **state)
{
	(void)state;
	set_action(SIGTERM, former_action);
	loop_on_signal(SIGTERM, note);
	assert_true(action_of(SIGTERM) != former_action);
	loop_on_signal(SIGTERM, note); /* once more: ours must not be taken for the former */
	loop_on_signal(SIGTERM, NULL);
	assert_true(action_of(SIGTERM) == former_action);
	loop_on_signal(SIGTERM, NULL);
	assert_true(action_of(SIGTERM) == former_action);
	set_action(SIGTERM, SIG_DFL);
}

static void closing_puts_all_actions_back(void **state)
{
	(void)state;
	set_action(SIGINT, former_action);
	set_action(SIGCONT, former_action);
	assert_int_equal(loop_open(LOOP_VIRTUAL), 0);
	loop_on_signal(SIGINT, note);
	assert_true(action_of(SIGINT) != former_action);
	assert_true(action_of(SIGCONT) != former_action);
	loop_close();
	assert_true(action_of(SIGINT) == former_action);
	assert_true(action_of(SIGCONT) == former_action);
	set_action(SIGINT, SIG_DFL);
	set_action(SIGCONT, SIG_DFL);
}

/* A shell ignores SIGINT for its background jobs, and nohup SIGHUP for its program: they mean it. */
static void what_was_ignored_stays_ignored(void **state)
{
	(void)state;
	set_action(SIGINT, SIG_IGN);
	loop_on_signal(SIGINT, note);
	raise(SIGINT);
	drive();
	assert_said("");
	assert_true(action_of(SIGINT) == SIG_IGN);
	loop_on_signal(SIGINT, NULL);
	assert_true(action_of(SIGINT) == SIG_IGN);
	set_action(SIGINT, SIG_DFL);
}

static void a_signal_nobody_took_is_forgotten_with_its_function(void **state)
{
	(void)state;
	loop_on_signal(SIGINT, note);
	raise(SIGINT);
	loop_on_signal(SIGINT, NULL);
	loop_on_signal(SIGINT, note);
	drive();
	assert_said("");
}

static int listen_for_a_window(void)
{
	loop_on_signal(SIGWINCH, note);
	return 0;
}

static void a_number_beyond_the_table_aborts(void **state)
{
	static const char *const words[] = {"fatal: loop_on_signal: it is for SIGINT, SIGTERM and SIGQUIT", NULL};

	(void)state;
	assert_aborts(listen_for_a_window, words);
}

/* ---- a stop is no time ---- */

/* We cannot stop ourselves and go on. But to have read the clock five seconds ago looks the same. */
static void the_time_of_a_stop_is_not_counted(void **state)
{
	const int64_t stopped = 5 * NS_PER_S;

	(void)state;
	loop.now -= stopped;
	raise(SIGCONT);
	assert_true(loop.clock_offset >= stopped);
	assert_true(clock_now() - loop.now < stopped);
	clock_update();
	raise(SIGCONT);
	assert_true(loop.clock_offset < 2 * stopped);
}

static void virtual_time_knows_no_stop(void **state)
{
	(void)state;
	raise(SIGCONT);
	assert_true(loop.clock_offset == 0);
	assert_true(clock_now() == 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		/* First, since they fork: no helper thread has run yet. */
		CLOSED(a_second_signal_ends_a_loop_that_does_not_turn),
		CLOSED(a_number_beyond_the_table_aborts),
		FRESH(a_signal_is_told_in_the_next_turn),
		FRESH(each_signal_finds_its_own_function),
		FRESH(a_signal_ends_the_sleep_and_is_told_on_the_loops_thread),
		FRESH(null_puts_the_former_action_back),
		CLOSED(closing_puts_all_actions_back),
		FRESH(what_was_ignored_stays_ignored),
		FRESH(a_signal_nobody_took_is_forgotten_with_its_function),
		FRESH_REAL(the_time_of_a_stop_is_not_counted),
		FRESH(virtual_time_knows_no_stop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
