/* test_error_tasks.c - an error's way from task to task, out of a timeout, and when nobody looks at it. */
#include "coro/many/gather.h"
#include "coro/many/group.h"
#include "coro/timeout.h"
#include "tests/lib/way.h"
#include "tests/lib/words.h"

/* ---- from task to task ---- */

static struct team {
	struct set_task tasks[2];
	struct set_task group_tasks[2];
	struct task_set set;
	struct task_group group;
	struct task *done;
} team;

static async await_it(void)
{
	ASYNC();
	team = (struct team){0};
	task_start(&team.tasks[0].task, "one", call, ASYNC_E_CLOSED, "theirs");
	AWAIT(task_await(&team.tasks[0].task));
	ASYNC_END;
}
ASYNC_ENTRY(await_it);

static async gather_them(bool one_by_one)
{
	ASYNC();
	team = (struct team){0};
	task_set_start(&team.set, &team.tasks[0], "one", call, ASYNC_E_CLOSED, "theirs");
	task_set_start(&team.set, &team.tasks[1], "two", call, ASYNC_OK, NULL);
	if (one_by_one)
		AWAIT(as_completed(&team.set, &team.done));
	AWAIT(gather(&team.set));
	ASYNC_END;
}
ASYNC_ENTRY(gather_them, bool);

static async group_them(enum status block)
{
	ASYNC();
	team = (struct team){0};
	ASYNC_WITH(task_group_enter(&team.group)) {
		AWAIT(task_group_start(
			&team.group, &team.group_tasks[0], "one", call, block ? ASYNC_OK : ASYNC_E_CLOSED, "theirs"));
		AWAIT(task_group_start(&team.group, &team.group_tasks[1], "two", call, ASYNC_OK, NULL));
		if (block)
			AWAIT(fault(block, "mine"));
		AWAIT(sleep_for(NS_PER_S));
	} ASYNC_EXIT(task_group_exit(&team.group, ASYNC_RAISED));
	ASYNC_END;
}
ASYNC_ENTRY(group_them, enum status);

#define THEIRS "closed: theirs; fault: raised; call: await fault(err, why); "

static void the_way_goes_on_in_the_task_that_looks(void **state)
{
	(void)state;
	assert_way(THEIRS "await_it: await task_await(&team.tasks[0].task);", await_it);
	assert_way(THEIRS "gather_them: await gather(&team.set);", gather_them, false);
	assert_way(THEIRS "gather_them: await as_completed(&team.set, &team.done);", gather_them, true);
	assert_way(THEIRS "group_them: await task_group_exit(&team.group, ASYNC_RAISED);", group_them, ASYNC_OK);
	assert_way("bad status: mine; fault: raised; group_them: await fault(block, \"mine\");"
		   " group_them: await task_group_exit(&team.group, ASYNC_RAISED);",
		group_them, ASYNC_E_STATUS);
}

static async look_and_fail(void)
{
	enum status looked;

	ASYNC(struct task task);
	task_start(&my->task, "one", call, ASYNC_E_CLOSED, "theirs");
	AWAIT(sleep_for(5 * NS_PER_MS));
	looked = task_result(&my->task);
	if (looked)
		AWAIT(fault(ASYNC_E_CLOSED, NULL));
	ASYNC_END;
}
ASYNC_ENTRY(look_and_fail);

static void to_look_at_an_error_is_not_to_raise_it(void **state)
{
	(void)state;
	assert_way("closed; fault: raised; look_and_fail: await fault(ASYNC_E_CLOSED, NULL);", look_and_fail);
}

/* ---- timeouts ---- */

static async too_slow(void)
{
	ASYNC();
	AWAIT(sleep_for(NS_PER_S));
	ASYNC_END;
}
ASYNC_ENTRY(too_slow);

static async bounded(int outer_ms, int inner_ms)
{
	ASYNC(struct timeout outer, inner);
	ASYNC_WITH(timeout_enter(&my->outer, outer_ms * NS_PER_MS)) {
		ASYNC_WITH(timeout_enter(&my->inner, inner_ms * NS_PER_MS)) {
			AWAIT(too_slow());
		} ASYNC_EXIT(timeout_exit(&my->inner, ASYNC_RAISED));
	} ASYNC_EXIT(timeout_exit(&my->outer, ASYNC_RAISED));
	ASYNC_END;
}
ASYNC_ENTRY(bounded, int, int);

static async wait_in_vain(void)
{
	ASYNC();
	AWAIT(wait_for(NS_PER_MS, too_slow));
	ASYNC_END;
}
ASYNC_ENTRY(wait_in_vain);

#define SLEPT "timeout; sleep_for: await task_suspend(&my->nap.wait, &waits_for_timer); too_slow: await sleep_for(NS_PER_S); "

static void a_timeouts_way_begins_where_the_block_waited(void **state)
{
	(void)state;
	assert_way(SLEPT "bounded: await too_slow(); bounded: await timeout_exit(&my->inner, ASYNC_RAISED);", bounded,
		20, 10);
	assert_way(SLEPT "bounded: await too_slow(); bounded: await timeout_exit(&my->outer, ASYNC_RAISED);", bounded,
		10, 20);
	assert_way(SLEPT "wait_for_entry: await fn(args);"
			 " wait_for_entry: await timeout_exit(&my->timeout, ASYNC_RAISED);"
			 " wait_in_vain: await wait_for(NS_PER_MS, too_slow);",
		wait_in_vain);
}

/* ---- very many, and those that nobody looks at ---- */

static async recurse(int depth)
{
	ASYNC();
	if (depth > 0)
		AWAIT(recurse(depth - 1));
	ASYNC_RAISE(ASYNC_E_CLOSED);
	ASYNC_END;
}
ASYNC_ENTRY(recurse, int);

static void a_long_way_is_cut(void **state)
{
	struct capture printed;
	int lines = 0;

	(void)state;
	capture_begin(&printed);
	async_failed(async_run(recurse, 100));
	capture_end(&printed);
	for (const char *at = printed.err; (at = strchr(at, '\n')); at++)
		lines++;
	assert_int_equal(lines, 1 + ERROR_WAY_MAX + 1);
	assert_non_null(strstr(printed.err, " recurse: raised\n"));
	assert_non_null(strstr(printed.err, "\n  ... 69 more\n"));
}

enum { MANY = 1000 };
static struct set_task many[MANY];
static char words[MANY][16];

/* Their errors are all on their way before the first is looked at. Of how many are the words still known? */
static async fail_together(int *known)
{
	ASYNC(struct task_set set);
	for (int i = 0; i < MANY; i++) {
		snprintf(words[i], sizeof words[i], "number %d", i);
		task_set_start(&my->set, &many[i], "it", call, i % 2 ? ASYNC_E_CLOSED : ASYNC_TIMEOUT, words[i]);
	}
	AWAIT(gather_return_exceptions(&my->set));
	for (int i = MANY - 1; i >= 0; i--) {
		enum status err = task_result(&many[i].task);
		const char *text = async_error_text(err);

		*known += strcmp(text, words[i]) == 0;
		if (strcmp(text, words[i]) != 0)
			assert_string_equal(text, status_name(err));
	}
	ASYNC_END;
}
ASYNC_ENTRY(fail_together, int *);

static void of_too_many_errors_some_lose_their_words_but_none_has_anothers(void **state)
{
	int known = 0;

	(void)state;
	assert_int_equal(async_run(fail_together, &known), ASYNC_OK);
	assert_in_range(known, ERRORS_KEPT / 2, ERRORS_KEPT);
}

enum { NOBODY = -1 };

/* The errors of two tasks that one line has created; at one of them somebody looks. */
static async forget_two(int looked_at)
{
	static struct task tasks[2];
	static const char *const theirs[] = {"the first", "the second"};
	enum status err;

	ASYNC();
	for (int i = 0; i < 2; i++)
		task_start(&tasks[i], "it", call, ASYNC_E_CLOSED, theirs[i]);
	AWAIT(sleep_for(5 * NS_PER_MS));
	if (looked_at != NOBODY)
		AWAIT_CATCH(err, task_await(&tasks[looked_at]));
	(void)err;
	ASYNC_END;
}
ASYNC_ENTRY(forget_two, int);

static void the_way_of_the_latest_error_that_nobody_looked_at_is_printed(void **state)
{
	static const char *const counts[] = {" forget_two (2 times)\n", " forget_two (1 time)\n", " forget_two (1 time)\n"};
	struct capture printed;
	char way[128];

	(void)state;
	snprintf(way, sizeof way, "\n  the second\n  %s:%d fault: raised\n", raised_at.file, raised_at.line);
	for (int looked_at = NOBODY; looked_at < 2; looked_at++) {
		capture_begin(&printed);
		async_run(forget_two, looked_at);
		capture_end(&printed);
		assert_words(printed.err, "forgotten: error that nobody looked at: closed, from ", counts[looked_at + 1]);
		assert_int_equal(!!strstr(printed.err, way), looked_at != 1);
		assert_null(strstr(printed.err, "the first")); /* says less, but not the wrong one's */
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FRESH(the_way_goes_on_in_the_task_that_looks),
		FRESH(to_look_at_an_error_is_not_to_raise_it),
		FRESH(a_timeouts_way_begins_where_the_block_waited),
		FRESH(a_long_way_is_cut),
		FRESH(of_too_many_errors_some_lose_their_words_but_none_has_anothers),
		FRESH(the_way_of_the_latest_error_that_nobody_looked_at_is_printed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
