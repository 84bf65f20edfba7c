/* test_session_forgotten.c - a session or a response that nobody closes is named, with the line that opened it. */
#include "coro/run.h"
#include "http/session.h"
#include "tests/lib/support.h"

#include <string.h>

static struct session_options options;
static struct session session;
static struct response response;

/* Nobody listens on port 1 of this address, and what fails to open needs no closing. */
static async forget(void)
{
	enum status err;

	ASYNC();
	AWAIT(session_open(&session, &options));
	AWAIT_CATCH(err, session_get(&response, &session, "http://127.0.0.1:1/"));
	(void)err;
	ASYNC_END;
}
ASYNC_ENTRY(forget);

static int forget_session(void)
{
	return async_run(forget);
}

static void a_session_is_named(void **state)
{
	struct child_end end;

	(void)state;
	in_child(forget_session, &end);
	assert_non_null(strstr(end.text, "forgotten: session not closed, from tests/http/test_session_forgotten.c:"));
	assert_non_null(strstr(end.text, " forget (1 time)"));
	assert_null(strstr(end.text, "response"));
	assert_null(strstr(end.text, "fd"));
}

/* The peer is this very program: what it answers does not matter, only that a response is open. */
static async forget_response(bool again)
{
	ASYNC();
	ASYNC_WITH(session_open(&session, &options)) {
		response_begin(&response, &session, "http://127.0.0.1:1/");
		if (again)
			AWAIT(session_get(&response, &session, "http://127.0.0.1:1/"));
		list_remove(&response.active); /* or session_close would find it */
	} ASYNC_EXIT(session_close(&session));
	ASYNC_END;
}
ASYNC_ENTRY(forget_response, bool);

static int forget_one_response(void)
{
	return async_run(forget_response, false);
}

static int use_one_twice(void)
{
	return async_run(forget_response, true);
}

static void a_response_is_named(void **state)
{
	static const char *const words[] = {"this response is still open", NULL};
	struct child_end end;

	(void)state;
	in_child(forget_one_response, &end);
	assert_non_null(strstr(end.text, "forgotten: response not closed, from tests/http/test_session_forgotten.c:"));
	assert_aborts(use_one_twice, words);
}

static async close_under_itself(void)
{
	ASYNC();
	AWAIT(session_open(&session, &options));
	response_begin(&response, &session, "http://127.0.0.1:1/");
	AWAIT(session_close(&session));
	ASYNC_END;
}
ASYNC_ENTRY(close_under_itself);

static int close_with_a_response_of_its_own(void)
{
	return async_run(close_under_itself);
}

static int use_one_that_is_not_zero(void)
{
	memset(&response, 0xa5, sizeof response);
	return async_run(forget);
}

static void a_response_stands_in_the_way_of_its_own_task(void **state)
{
	static const char *const closes[] = {"session_close: a response of this very task is still open", NULL};
	static const char *const begins[] = {"session_get: this response is still open", NULL};

	(void)state;
	assert_aborts(close_with_a_response_of_its_own, closes);
	assert_aborts(use_one_that_is_not_zero, begins);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CLOSED(a_session_is_named),
		CLOSED(a_response_is_named),
		CLOSED(a_response_stands_in_the_way_of_its_own_task),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
