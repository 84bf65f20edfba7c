/* test_error.c - ASYNC_TRY, which raises what plain functions return, and the words that go with an error. */
#include "coro/error.h"
#include "coro/many/gather.h"
#include "coro/many/group.h"
#include "coro/run.h"
#include "coro/timeout.h"
#include "tests/lib/capture.h"
#include "tests/lib/support.h"

#include <stdio.h>
#include <string.h>

/* ---- ASYNC_TRY ---- */

static enum status check(int number)
{
	say("check %d", number);
	return number < 0 ? async_error(ASYNC_E_INVALID, "%d is too small", number) : ASYNC_OK;
}

static async close_it(const char *name)
{
	say("close %s", name);
	return ASYNC_OK;
}

static async open_it(void)
{
	return ASYNC_OK;
}

/* Waits, so that what was tried before is not tried again at the resume. */
static async try_two(int first, int second)
{
	ASYNC();
	ASYNC_WITH(open_it()) {
		ASYNC_TRY(check(first));
		AWAIT(sleep_for(NS_PER_MS));
		if (second != 0)
			ASYNC_TRY(check(second));
		else
			say("no second");
	} ASYNC_EXIT(close_it("it"));
	say("end");
	ASYNC_END;
}
ASYNC_ENTRY(try_two, int, int);

static void a_try_raises_and_leaves_through_the_exits(void **state)
{
	(void)state;
	assert_int_equal(async_run(try_two, 1, 2), ASYNC_OK);
	assert_said("check 1 check 2 close it end");
	assert_int_equal(async_run(try_two, 1, 0), ASYNC_OK);
	assert_said("check 1 no second close it end");
	assert_int_equal(async_run(try_two, -1, 2), ASYNC_E_INVALID);
	assert_said("check -1 close it");
	assert_int_equal(async_run(try_two, 1, -2), ASYNC_E_INVALID);
	assert_said("check 1 check -2 close it");
}

/* ---- words ---- */

static async end_with(int ms, enum status err, const char *why)
{
	ASYNC();
	AWAIT(sleep_for(ms * NS_PER_MS));
	if (err)
		ASYNC_RAISE(why ? async_error(err, "%s", why) : err);
	ASYNC_END;
}
ASYNC_ENTRY(end_with, int, enum status, const char *);

static void outside_of_tasks_the_words_are_there_until_others_come(void **state)
{
	char much[2 * ERROR_TEXT_MAX];

	(void)state;
	assert_string_equal(async_error_text(ASYNC_TIMEOUT), "timeout");
	assert_int_equal(async_error(ASYNC_TIMEOUT, "after %d s", 3), ASYNC_TIMEOUT);
	assert_string_equal(async_error_text(ASYNC_TIMEOUT), "after 3 s");
	async_error(ASYNC_E_STATUS, "404");
	assert_string_equal(async_error_text(ASYNC_TIMEOUT), "after 3 s"); /* of another kind */
	async_error(ASYNC_TIMEOUT, "after %d s", 4);
	assert_string_equal(async_error_text(ASYNC_TIMEOUT), "after 4 s");
	memset(much, 'x', sizeof much - 1);
	much[sizeof much - 1] = '\0';
	async_error(ASYNC_TIMEOUT, "%s", much);
	assert_int_equal(strlen(async_error_text(ASYNC_TIMEOUT)), ERROR_TEXT_MAX - 1);
	assert_string_equal(async_error_text(ASYNC_OK), "ok");
}

static void the_latest_are_kept(void **state)
{
	(void)state;
	async_error(ASYNC_TIMEOUT, "first");
	for (int i = 1; i < ERRORS_KEPT; i++)
		async_error(ASYNC_E_STATUS, "%d", i);
	assert_string_equal(async_error_text(ASYNC_TIMEOUT), "first");
	async_error(ASYNC_E_STATUS, "one more");
	assert_string_equal(async_error_text(ASYNC_TIMEOUT), "timeout");
	assert_string_equal(async_error_text(ASYNC_E_STATUS), "one more");
}

static void words_leave_the_main_coroutine(void **state)
{
	(void)state;
	assert_int_equal(async_run(end_with, 1, ASYNC_E_STATUS, "404"), ASYNC_E_STATUS);
	assert_string_equal(async_error_text(ASYNC_E_STATUS), "404");
	assert_int_equal(async_run(end_with, 1, ASYNC_E_STATUS, NULL), ASYNC_E_STATUS);
	assert_string_equal(async_error_text(ASYNC_E_STATUS), "bad status"); /* the last run's are gone */
}

/* Three tasks, of which the second and the third fail: the third first, and so its words count. */
static struct trio {
	struct set_task tasks[3];
	struct set_link links[3];
	struct task_set set;
	struct task_group group;
	struct task *done;
} trio;

static void start_trio(void)
{
	static const char *const words[] = {"", "second", "third"};

	trio = (struct trio){0};
	for (int i = 0; i < 3; i++)
		task_set_start(&trio.set, &trio.tasks[i], "it", end_with, 30 - 10 * i,
			i ? ASYNC_E_STATUS : ASYNC_OK, words[i]);
}

static async await_one(void)
{
	return task_await(&trio.tasks[2].task);
}

static async shield_one(void)
{
	return shield(&trio.tasks[2].task);
}

static async take_one(void)
{
	return as_completed(&trio.set, &trio.done);
}

static async gather_all(void)
{
	return gather(&trio.set);
}

static async gather_what_has_ended(void)
{
	ASYNC();
	AWAIT(sleep_for(50 * NS_PER_MS));
	AWAIT(gather(&trio.set));
	ASYNC_END;
}

static async wait_in_time(void)
{
	return wait_for(NS_PER_S, end_with, 1, ASYNC_E_STATUS, "third");
}

static async group_all(void)
{
	ASYNC(int i);
	ASYNC_WITH(task_group_enter(&trio.group)) {
		for (my->i = 0; my->i < 3; my->i++)
			AWAIT(task_group_add(&trio.group, &trio.links[my->i], &trio.tasks[my->i].task));
	} ASYNC_EXIT(task_group_exit(&trio.group, ASYNC_RAISED));
	ASYNC_END;
}

typedef enum status way_fn(void);

static async wait_in_a_way(way_fn *way)
{
	ASYNC(enum status first);
	start_trio();
	async_error(ASYNC_E_STATUS, "the main task's own, of long ago");
	AWAIT_CATCH(my->first, way());
	say("%s", async_error_text(my->first));
	AWAIT(gather_return_exceptions(&trio.set)); /* looks at all of them, so that none is reported */
	ASYNC_RAISE(my->first);
	ASYNC_END;
}
ASYNC_ENTRY(wait_in_a_way, way_fn *);

static void words_follow_the_error_from_task_to_task(void **state)
{
	static way_fn *const ways[] = {
		await_one, shield_one, take_one, gather_all, gather_what_has_ended, wait_in_time, group_all};

	(void)state;
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
		assert_int_equal(async_run(wait_in_a_way, ways[i]), ASYNC_E_STATUS);
		assert_said("third");
	}
}

static async inner_and_outer(void)
{
	enum status err;

	ASYNC(struct task task);
	task_start(&my->task, "other", end_with, 1, ASYNC_E_STATUS, "the other's");
	async_error(ASYNC_E_STATUS, "mine");
	AWAIT(sleep_for(5 * NS_PER_MS));
	say("%s", async_error_text(ASYNC_E_STATUS)); /* what nobody has asked the other one for stays there */
	AWAIT_CATCH(err, task_await(&my->task));
	say("%s", async_error_text(err));
	ASYNC_END;
}
ASYNC_ENTRY(inner_and_outer);

static void words_belong_to_the_task(void **state)
{
	(void)state;
	async_error(ASYNC_E_STATUS, "nobody's");
	assert_int_equal(async_run(inner_and_outer), ASYNC_OK);
	assert_said("mine the other's");
	assert_string_equal(async_error_text(ASYNC_E_STATUS), "bad status");
}

/* ---- for main ---- */

/* … and the error's way (test_error_way.c) may follow. */
static bool fails_with(enum status outcome, const char *text)
{
	size_t len = strlen(text);
	struct capture printed;
	bool failed;

	capture_begin(&printed);
	failed = async_failed(outcome);
	capture_end(&printed);
	assert_string_equal(printed.out, "");
	assert_int_equal(strncmp(printed.err, text, len), 0);
	assert_true(!printed.err[len] || strncmp(printed.err + len, "  tests/coro/", 13) == 0);
	return failed;
}

static async time_out_after_another(void)
{
	enum status err;

	ASYNC(struct timeout timeout);
	AWAIT_CATCH(err, async_error(ASYNC_TIMEOUT, "no answer"));
	say("%s", async_error_text(err));
	ASYNC_WITH(timeout_enter(&my->timeout, NS_PER_MS)) {
		AWAIT(sleep_for(NS_PER_S));
	} ASYNC_EXIT(timeout_exit(&my->timeout, ASYNC_RAISED));
	ASYNC_END;
}

static async two_time_outs(void)
{
	enum status err;

	ASYNC();
	AWAIT_CATCH(err, time_out_after_another());
	say("%s", async_error_text(err));
	ASYNC_END;
}
ASYNC_ENTRY(two_time_outs);

static void an_error_without_words_has_not_those_of_the_one_before(void **state)
{
	(void)state;
	assert_int_equal(async_run(two_time_outs), ASYNC_OK);
	assert_said("no answer timeout");
}

static void main_tells_what_went_wrong(void **state)
{
	(void)state;
	assert_false(fails_with(ASYNC_OK, ""));
	assert_true(fails_with(ASYNC_CANCELLED, "cancelled\n"));
	assert_true(fails_with(async_run(end_with, 0, ASYNC_E_STATUS, "404"), "bad status: 404\n"));
	assert_true(fails_with(async_run(end_with, 0, ASYNC_TIMEOUT, NULL), "timeout\n"));
	async_error(ASYNC_E_CONNECT, "cannot connect to b.c");
	assert_true(fails_with(ASYNC_E_CONNECT, "cannot connect to b.c\n"));
	assert_false(fails_with(async_run(end_with, 0, ASYNC_OK, NULL), ""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CLOSED(a_try_raises_and_leaves_through_the_exits),
		CLOSED(outside_of_tasks_the_words_are_there_until_others_come),
		CLOSED(the_latest_are_kept),
		CLOSED(words_leave_the_main_coroutine),
		CLOSED(words_follow_the_error_from_task_to_task),
		CLOSED(words_belong_to_the_task),
		CLOSED(an_error_without_words_has_not_those_of_the_one_before),
		CLOSED(main_tells_what_went_wrong),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
