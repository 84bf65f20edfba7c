/* test_session_forgotten.c - a session or a response that nobody closes is named, with the line that opened it. */
#include "coro/run.h"
#include "http/session.h"
#include "tests/support.h"

#include <string.h>

struct careless {
	struct coro coro;
	struct session_options options;
	struct session session;
	struct response response;
	struct sleep sleep;
	enum status err;
	bool again; /* in: uses the open response once more */
};

static struct careless frame;

/* Nobody listens on port 1 of this address, and what fails to open needs no closing. */
static async forget(struct careless *self)
{
	ASYNC_BEGIN(self);
	AWAIT(session_open(&self->session, &self->options));
	AWAIT_CATCH(self->err, session_get(&self->response, &self->session, "http://127.0.0.1:1/"));
	ASYNC_END;
}
ASYNC_TASK(forget);

static int forget_session(void)
{
	frame = (struct careless){.again = false};
	return run(forget, &frame);
}

static void a_session_is_named(void **state)
{
	struct child_end end;

	(void)state;
	in_child(forget_session, &end);
	assert_non_null(strstr(end.text, "forgotten: session not closed, from tests/test_session_forgotten.c:"));
	assert_non_null(strstr(end.text, " forget (1 time)"));
	assert_null(strstr(end.text, "response"));
	assert_null(strstr(end.text, "fd"));
}

/* The peer is this very program: what it answers does not matter, only that a response is open. */
static async forget_response(struct careless *self)
{
	ASYNC_BEGIN(self);
	ASYNC_WITH(session_open(&self->session, &self->options)) {
		self->err = response_begin(&self->response, &self->session, "http://127.0.0.1:1/");
		if (self->again)
			AWAIT(session_get(&self->response, &self->session, "http://127.0.0.1:1/"));
		list_remove(&self->response.active); /* or session_close would find it */
	} ASYNC_EXIT(session_close(&self->session));
	ASYNC_END;
}
ASYNC_TASK(forget_response);

static int forget_one_response(void)
{
	frame = (struct careless){.again = false};
	return run(forget_response, &frame);
}

static int use_one_twice(void)
{
	frame = (struct careless){.again = true};
	return run(forget_response, &frame);
}

static void a_response_is_named(void **state)
{
	static const char *const words[] = {"this response is still open", NULL};
	struct child_end end;

	(void)state;
	in_child(forget_one_response, &end);
	assert_non_null(strstr(end.text, "forgotten: response not closed, from tests/test_session_forgotten.c:"));
	assert_aborts(use_one_twice, words);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CLOSED(a_session_is_named),
		CLOSED(a_response_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
