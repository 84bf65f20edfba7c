/* test_stuck.c - everybody waits for what can no longer happen: it is told, with the tree of awaits, and
 * ended. */
#include "coro/run.h"
#include "tests/lib/support.h"

#include <string.h>
#include <sys/wait.h>

static async wait_for_nothing(void)
{
	static const struct wait_kind kind = {.what = "the end of time"};

	ASYNC(struct wait wait);
	AWAIT(task_suspend(&my->wait, &kind));
	ASYNC_END;
}

static async stuck_main(void)
{
	ASYNC();
	AWAIT(wait_for_nothing());
	ASYNC_END;
}
ASYNC_ENTRY(stuck_main);

static int get_stuck(void)
{
	enum status outcome;

	loop_open(LOOP_VIRTUAL);
	outcome = async_run(stuck_main);
	loop_close();
	return (int)outcome;
}

static void assert_texts(const char *text, const char *const parts[])
{
	for (int i = 0; parts[i]; i++) {
		const char *found = strstr(text, parts[i]);

		if (!found)
			fail_msg("no \"%s\", or not there, in: %s", parts[i], text);
		else
			text = found + strlen(parts[i]);
	}
}

static void who_is_stuck_is_told_with_the_tree_of_awaits(void **state)
{
	static const char *const parts[] = {
		"stuck: every task waits",
		"task 1 (stuck_main), created at tests/coro/test_stuck.c:",
		"waiting for the end of time\n  tests/coro/test_stuck.c:",
		"stuck_main: await wait_for_nothing()\n    ",
		"wait_for_nothing: await task_suspend(&my->wait, &kind)\n",
		NULL,
	};
	struct child_end end;

	(void)state;
	in_child(get_stuck, &end);
	assert_true(WIFEXITED(end.status));
	assert_int_equal(WEXITSTATUS(end.status), ASYNC_E_STUCK);
	assert_texts(end.text, parts);
}

static async await_other(struct task *other)
{
	ASYNC();
	AWAIT(task_await(other));
	ASYNC_END;
}
ASYNC_ENTRY(await_other, struct task *);

static async wait_in_a_ring(void)
{
	static struct task other;

	ASYNC();
	task_start(&other, "other", await_other, task_running);
	AWAIT(await_other(&other));
	ASYNC_END;
}
ASYNC_ENTRY(wait_in_a_ring);

static int wait_for_each_other(void)
{
	enum status outcome;

	loop_open(LOOP_VIRTUAL);
	outcome = async_run(wait_in_a_ring);
	loop_close();
	return (int)outcome;
}

/* The most common way to get stuck. Their cancel goes round the ring, and ends. */
static void two_who_wait_for_each_other_are_told_and_ended(void **state)
{
	static const char *const parts[] = {"task 1 (wait_in_a_ring)", "waiting for task 2 other",
		"task 2 (other)", "waiting for task 1 wait_in_a_ring", NULL};
	struct child_end end;

	(void)state;
	in_child(wait_for_each_other, &end);
	assert_true(WIFEXITED(end.status));
	assert_int_equal(WEXITSTATUS(end.status), ASYNC_E_STUCK);
	assert_texts(end.text, parts);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CLOSED(who_is_stuck_is_told_with_the_tree_of_awaits),
		CLOSED(two_who_wait_for_each_other_are_told_and_ended),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
