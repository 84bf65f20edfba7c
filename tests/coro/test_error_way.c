/* test_error_way.c - an error carries its way: where it was raised, and each await that it came out of. From task to task:
 * test_error_tasks.c. */
#include "tests/lib/way.h"

/* ---- within a task ---- */

ASYNC_ENTRY(fault, enum status, const char *);

static async call_the_caller(enum status err, const char *why)
{
	ASYNC();
	AWAIT(call(err, why));
	ASYNC_END;
}
ASYNC_ENTRY(call_the_caller, enum status, const char *);

static void each_await_on_the_way_is_told(void **state)
{
	struct capture printed;
	char first[64];

	(void)state;
	assert_way("bad payload; fault: raised; call: await fault(err, why); call_the_caller: await call(err, why);",
		call_the_caller, ASYNC_E_PAYLOAD, NULL);
	assert_way("closed: for good; fault: raised; call: await fault(err, why);", call, ASYNC_E_CLOSED, "for good");
	capture_begin(&printed);
	async_failed(async_run(fault, ASYNC_TIMEOUT, NULL));
	capture_end(&printed);
	snprintf(first, sizeof first, "timeout\n  %s:%d fault: raised\n", raised_at.file, raised_at.line);
	assert_string_equal(printed.err, first);
}

static void a_cancellation_has_none(void **state)
{
	(void)state;
	assert_way("cancelled;", call, ASYNC_CANCELLED, NULL);
}

static enum status refuse(void)
{
	return async_error(ASYNC_E_INVALID, "no");
}

static async refuse_at_once(void)
{
	return refuse();
}

static async try_it(bool awaits)
{
	ASYNC();
	if (awaits)
		AWAIT(refuse_at_once());
	ASYNC_TRY(refuse());
	ASYNC_END;
}
ASYNC_ENTRY(try_it, bool);

static void a_plain_functions_error_begins_where_it_was_called(void **state)
{
	(void)state;
	assert_way("invalid request: no; try_it: raised;", try_it, false);
	assert_way("invalid request: no; try_it: await refuse_at_once();", try_it, true);
}

/* ---- exits, and errors that are caught ---- */

static async enter(void)
{
	return ASYNC_OK;
}

static async leave(enum status err, bool catches)
{
	enum status caught;

	ASYNC();
	if (catches)
		AWAIT_CATCH(caught, fault(err, "of the cleanup"));
	else
		AWAIT(fault(err, "of the exit"));
	(void)caught;
	ASYNC_END;
}

static async fault_and_leave(enum status err, bool catches)
{
	ASYNC();
	ASYNC_WITH(enter()) {
		AWAIT(fault(ASYNC_E_PAYLOAD, "of the block"));
	} ASYNC_EXIT(leave(err, catches));
	ASYNC_END;
}
ASYNC_ENTRY(fault_and_leave, enum status, bool);

/* Whatever kind of error that is. */
static void an_exits_error_takes_the_place_of_the_blocks(void **state)
{
	(void)state;
	assert_way("closed: of the exit; fault: raised; leave: await fault(err, \"of the exit\");"
		   " fault_and_leave: await leave(err, catches);",
		fault_and_leave, ASYNC_E_CLOSED, false);
	assert_way("bad payload: of the exit; fault: raised; leave: await fault(err, \"of the exit\");"
		   " fault_and_leave: await leave(err, catches);",
		fault_and_leave, ASYNC_E_PAYLOAD, false);
}

static async call_and_leave(enum status err)
{
	ASYNC();
	AWAIT(fault_and_leave(err, true));
	ASYNC_END;
}
ASYNC_ENTRY(call_and_leave, enum status);

static void what_an_exit_catches_does_not_hide_the_blocks(void **state)
{
	static const enum status kinds[] = {ASYNC_E_CLOSED, ASYNC_E_PAYLOAD};

	(void)state;
	for (int i = 0; i < 2; i++) {
		assert_way("bad payload: of the block; fault: raised;"
			   " fault_and_leave: await fault(ASYNC_E_PAYLOAD, \"of the block\");",
			fault_and_leave, kinds[i], true);
		assert_way("bad payload: of the block; fault: raised;"
			   " fault_and_leave: await fault(ASYNC_E_PAYLOAD, \"of the block\");"
			   " call_and_leave: await fault_and_leave(err, true);",
			call_and_leave, kinds[i]);
	}
}

static async look_at_what_was_caught(enum status kind)
{
	enum status err;

	ASYNC();
	AWAIT_CATCH(err, fault_and_leave(kind, true));
	say("%s", async_error_text(err));
	ASYNC_END;
}
ASYNC_ENTRY(look_at_what_was_caught, enum status);

static async bare(void)
{
	return ASYNC_E_PAYLOAD;
}

static async leave_barely(void)
{
	ASYNC();
	AWAIT(bare());
	ASYNC_END;
}

static async fault_and_leave_barely(void)
{
	ASYNC();
	ASYNC_WITH(enter()) {
		AWAIT(fault(ASYNC_E_PAYLOAD, "of the block"));
	} ASYNC_EXIT(leave_barely());
	ASYNC_END;
}
ASYNC_ENTRY(fault_and_leave_barely);

static async catch_and_await_another(void)
{
	enum status err;

	ASYNC();
	AWAIT_CATCH(err, fault(ASYNC_E_PAYLOAD, "caught"));
	AWAIT(bare());
	(void)err;
	ASYNC_END;
}
ASYNC_ENTRY(catch_and_await_another);

static void an_error_without_words_gets_nobody_elses(void **state)
{
	(void)state;
	for (int i = 0; i < 2; i++) {
		assert_int_equal(async_run(look_at_what_was_caught, i ? ASYNC_E_PAYLOAD : ASYNC_E_CLOSED), ASYNC_OK);
		assert_said("of the block");
	}
	assert_way("bad payload; leave_barely: await bare(); fault_and_leave_barely: await leave_barely();",
		fault_and_leave_barely);
	assert_way("bad payload; catch_and_await_another: await bare();", catch_and_await_another);
}

static async catch_and_raise(enum status err, const char *why)
{
	enum status caught;

	ASYNC();
	AWAIT_CATCH(caught, fault(ASYNC_E_CLOSED, "first"));
	ASYNC_RAISE(why ? async_error(err, "%s", why) : err);
	(void)caught;
	ASYNC_END;
}
ASYNC_ENTRY(catch_and_raise, enum status, const char *);

static void a_caught_error_is_raised_again_or_forgotten(void **state)
{
	(void)state;
	assert_way("closed: first; fault: raised; catch_and_raise: await fault(ASYNC_E_CLOSED, \"first\");"
		   " catch_and_raise: raised again;",
		catch_and_raise, ASYNC_E_CLOSED, NULL);
	assert_way("closed: said anew; fault: raised; catch_and_raise: await fault(ASYNC_E_CLOSED, \"first\");"
		   " catch_and_raise: raised again;",
		catch_and_raise, ASYNC_E_CLOSED, "said anew");
	assert_way("bad payload; catch_and_raise: raised;", catch_and_raise, ASYNC_E_PAYLOAD, NULL);
	assert_way("bad payload: other; catch_and_raise: raised;", catch_and_raise, ASYNC_E_PAYLOAD, "other");
}

static async swallow(int *left)
{
	enum status err;

	ASYNC();
	if (*left < 0)
		ASYNC_RAISE(ASYNC_E_CLOSED);
	for (; *left > 0; --*left)
		AWAIT_CATCH(err, fault(ASYNC_E_CLOSED, "swallowed"));
	(void)err;
	ASYNC_END;
}

/* Its second frame lies where the first has lain, which has caught an error of that kind. */
static async swallow_then_raise(int times)
{
	ASYNC(int left);
	my->left = times;
	AWAIT(swallow(&my->left));
	my->left = -1;
	AWAIT(swallow(&my->left));
	ASYNC_END;
}
ASYNC_ENTRY(swallow_then_raise, int);

static void an_error_that_was_swallowed_is_over(void **state)
{
	static const int times[] = {1, 2, ERRORS_KEPT - 1, 2 * ERRORS_KEPT};

	(void)state;
	for (int i = 0; i < 4; i++)
		assert_way("closed; swallow: raised; swallow_then_raise: await swallow(&my->left);",
			swallow_then_raise, times[i]);
}

static async catch_many(int times)
{
	enum status err;

	ASYNC(int i);
	for (my->i = 0; my->i < times; my->i++)
		AWAIT_CATCH(err, fault(ASYNC_E_CLOSED, my->i < times - 1 ? "earlier" : "last"));
	ASYNC_RAISE(ASYNC_E_CLOSED);
	(void)err;
	ASYNC_END;
}
ASYNC_ENTRY(catch_many, int);

static void of_many_that_were_caught_the_latest_is_raised_again(void **state)
{
	static const int times[] = {1, ERRORS_KEPT, ERRORS_KEPT + 1, 70000};

	(void)state;
	for (int i = 0; i < 4; i++) {
		char text[256];

		say_failure(async_run(catch_many, times[i]));
		take_said(text, sizeof text);
		assert_non_null(strstr(text, "closed: last; fault: raised; catch_many: await fault("));
		assert_non_null(strstr(text, "; catch_many: raised again;"));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FRESH(each_await_on_the_way_is_told),
		FRESH(a_cancellation_has_none),
		FRESH(a_plain_functions_error_begins_where_it_was_called),
		FRESH(an_exits_error_takes_the_place_of_the_blocks),
		FRESH(what_an_exit_catches_does_not_hide_the_blocks),
		FRESH(an_error_without_words_gets_nobody_elses),
		FRESH(a_caught_error_is_raised_again_or_forgotten),
		FRESH(an_error_that_was_swallowed_is_over),
		FRESH(of_many_that_were_caught_the_latest_is_raised_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
