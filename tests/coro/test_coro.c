/* test_coro.c - the macros: does a coroutine go on where it paused, and do outcomes find their way? Its
 * fields and parameters are in test_coro_frames.c, `async with` in test_with.c, the rules that abort in
 * test_misuse.c. */
#include "coro/run.h"
#include "tests/lib/support.h"

/* ---- going on ---- */

static async count(void)
{
	ASYNC(int i);
	say("begin");
	for (my->i = 0; my->i < 3; my->i++) {
		say("%d@%d", my->i, now_ms());
		AWAIT(sleep_for(10 * NS_PER_MS));
	}
	AWAIT(sleep_for(5 * NS_PER_MS));
	say("end@%d", now_ms());
	ASYNC_END;
}
ASYNC_ENTRY(count);

static void a_coroutine_goes_on_where_it_paused(void **state)
{
	(void)state;
	assert_int_equal(async_run(count), ASYNC_OK);
	assert_said("begin 0@0 1@10 2@20 end@35");
}

static void a_coroutine_that_has_ended_may_begin_again(void **state)
{
	(void)state;
	assert_int_equal(async_run(count), ASYNC_OK);
	say_nothing();
	assert_int_equal(async_run(count), ASYNC_OK);
	assert_said("begin 0@35 1@45 2@55 end@70");
}

static int evaluated;

static int64_t ns_counted(void)
{
	evaluated++;
	return evaluated == 1 ? 10 * NS_PER_MS : 99 * NS_PER_MS;
}

static async sleep_counted(void)
{
	ASYNC();
	AWAIT(sleep_for(ns_counted()));
	ASYNC_END;
}
ASYNC_ENTRY(sleep_counted);

static void arguments_are_evaluated_at_each_resume_but_count_only_once(void **state)
{
	(void)state;
	assert_int_equal(async_run(sleep_counted), ASYNC_OK);
	assert_int_equal(evaluated, 2);
	assert_int_equal(now_ms(), 10);
}

/* Rule 8: to await a coroutine that does not pause costs no turn of the loop. */
static async at_once(int *n)
{
	ASYNC();
	++*n;
	ASYNC_END;
}

static async await_many(int *n)
{
	ASYNC(int i);
	for (my->i = 0; my->i < 100; my->i++)
		AWAIT(at_once(n));
	ASYNC_END;
}
ASYNC_ENTRY(await_many, int *);

static void a_child_that_does_not_pause_costs_no_turn(void **state)
{
	int n = 0;

	(void)state;
	assert_int_equal(async_run(await_many, &n), ASYNC_OK);
	assert_int_equal(n, 100);
	assert_int_equal(loop.turn, 1);
}

/* ---- outcomes ---- */

static async sleep_and_raise(int ms, enum status err)
{
	ASYNC();
	AWAIT(sleep_for(ms * NS_PER_MS));
	ASYNC_RAISE(err);
	say("not reached");
	ASYNC_END;
}

static async pass_on(int ms, enum status err)
{
	ASYNC();
	AWAIT(sleep_and_raise(ms, err));
	say("went on");
	ASYNC_END;
}
ASYNC_ENTRY(pass_on, int, enum status);

static void an_error_leaves_every_coroutine_on_its_way(void **state)
{
	static const enum status errors[] = {ASYNC_CANCELLED, ASYNC_TIMEOUT, ASYNC_E_INVALID, ASYNC_E_STUCK};

	(void)state;
	for (int i = 0; i < 4; i++) {
		assert_int_equal(async_run(pass_on, 1, errors[i]), errors[i]);
		assert_said("");
	}
}

/* To raise ASYNC_OK is to return: so `ASYNC_RAISE(err)` needs no `if (err)`. */
static void raising_ok_is_a_return(void **state)
{
	(void)state;
	assert_int_equal(async_run(pass_on, 0, ASYNC_OK), ASYNC_OK);
	assert_said("went on");
}

static async catch_twice(int ms)
{
	enum status err;

	ASYNC();
	AWAIT_CATCH(err, sleep_and_raise(ms, ASYNC_E_PAYLOAD));
	say("%s", status_name(err));
	AWAIT_CATCH(err, sleep_and_raise(ms, ASYNC_OK));
	say("%s", status_name(err));
	ASYNC_END;
}
ASYNC_ENTRY(catch_twice, int);

static void a_caught_error_is_over(void **state)
{
	(void)state;
	assert_int_equal(async_run(catch_twice, 3), ASYNC_OK);
	assert_said("bad payload ok");
	assert_int_equal(now_ms(), 6);
}

static async return_early(void)
{
	ASYNC(int n);
	for (;;) {
		AWAIT(sleep_for(NS_PER_MS));
		if (++my->n == 3)
			ASYNC_RETURN();
	}
	ASYNC_END;
}
ASYNC_ENTRY(return_early);

static void a_return_leaves_from_anywhere(void **state)
{
	(void)state;
	assert_int_equal(async_run(return_early), ASYNC_OK);
	assert_int_equal(now_ms(), 3);
}

static void every_status_has_a_name_of_its_own(void **state)
{
	(void)state;
	for (enum status a = ASYNC_OK; a <= ASYNC_RETURNING; a++)
		for (enum status b = ASYNC_OK; b < a; b++)
			assert_string_not_equal(status_name(a), status_name(b));
	assert_string_equal(status_name(ASYNC_E_STUCK), "stuck");
	assert_string_equal(status_name(ASYNC_CANCELLED), "cancelled");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FRESH(a_coroutine_goes_on_where_it_paused),
		FRESH(a_coroutine_that_has_ended_may_begin_again),
		FRESH(arguments_are_evaluated_at_each_resume_but_count_only_once),
		FRESH(a_child_that_does_not_pause_costs_no_turn),
		FRESH(an_error_leaves_every_coroutine_on_its_way),
		FRESH(raising_ok_is_a_return),
		FRESH(a_caught_error_is_over),
		FRESH(a_return_leaves_from_anywhere),
		FRESH(every_status_has_a_name_of_its_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
