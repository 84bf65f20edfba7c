/* test_retry_get.c - asking again, on a session and a server that misbehaves first. In memory, on the virtual
 * clock: each wait is seen to the ms. */
#include "coro/run.h"
#include "http/retry.h"
#include "tests/lib/peer.h"
#include "tests/lib/support.h"

#include <string.h>

struct caller {
	const char *url;                /* in */
	struct session_options options; /* in */
	struct retry retry;             /* in */
	struct session session;
	struct retry_call call;
	struct response response;
	enum status err;
};

/* Gets one page, as a program would: retry_get in place of session_get. */
static async get_page(struct caller *self)
{
	ASYNC(struct slice body);
	self->call = (struct retry_call){.retry = &self->retry};
	ASYNC_WITH(retry_get(&self->response, &self->session, self->url, &self->call)) {
		AWAIT(response_body(&self->response, &my->body));
		say("%d:%.*s", self->response.status, SLICE_FMT(my->body));
	} ASYNC_EXIT(response_close(&self->response));
	ASYNC_END;
}
ASYNC_ENTRY(get_page, struct caller *);

static async call(struct caller *self)
{
	ASYNC();
	ASYNC_WITH(session_open(&self->session, &self->options)) {
		AWAIT_CATCH(self->err, get_page(self));
		if (self->err)
			say("%s", self->response.error);
		say("@%d", now_ms());
	} ASYNC_EXIT(session_close(&self->session));
	ASYNC_END;
}
ASYNC_ENTRY(call, struct caller *);

/* Without jitter, unless a test wants it. */
static struct caller caller_of(struct peer *peer)
{
	struct caller caller = {.options = peer_options(peer), .url = peer_url(peer, "/")};

	caller.options.raise_for_status = true;
	retry_init(&caller.retry, 1);
	caller.retry.base_ns = 0;
	return caller;
}

static void assert_nothing_left(struct peer *peer, const struct session *session)
{
	assert_closed(session);
	peer_close(peer);
	assert_int_equal(loop.timers.count, 0);
	assert_int_equal(loop.nready, 0);
	loop_close();
}

static void assert_calls(struct caller *caller, struct peer *peer, const char *said)
{
	assert_int_equal(loop_open(LOOP_VIRTUAL), 0);
	peer_open(peer);
	assert_int_equal(async_run(call, caller), ASYNC_OK);
	assert_said(said);
	assert_nothing_left(peer, &caller->session);
}

#define ANSWER(status, fields) SEND("HTTP/1.1 " status "\r\nContent-Length: 0\r\n" fields "\r\n")
#define SHOWN                  ", url='http://localhost/'"
#define DATES                  "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\nRetry-After: Sun, 06 Nov 1994 08:49:47 GMT\r\n"

static const struct peer_step well[] = {EXPECT, REPLY("5", "hello"), AGAIN};

/* ---- what it asks again for ---- */

static void test_outcomes(void **state)
{
	static const struct peer_step twice[] = {
		EXPECT, ANSWER("503 No", ""), EXPECT, ANSWER("502 No", ""), EXPECT, REPLY("5", "hello"), END};
	static const struct peer_step waits[] = {EXPECT, ANSWER("503 No", "Retry-After: 2\r\n"), EXPECT,
		ANSWER("429 No", "Retry-After: 3\r\n"), EXPECT, REPLY("5", "hello"), END};
	static const struct peer_step date[] = {
		EXPECT, ANSWER("503 No", DATES), EXPECT, REPLY("5", "hello"), END};
	static const struct peer_step reset[] = {EXPECT, ANSWER("429 No", "X-Rate-Limit-Reset: 7\r\n"),
		EXPECT, REPLY("5", "hello"), END};
	static const struct peer_step limit[] = {
		EXPECT, ANSWER("503 No", "Retry-After: 60\r\n"), EXPECT, REPLY("5", "hello"), END};
	static const struct peer_step over[] = {EXPECT, ANSWER("503 No", "Retry-After: 61\r\n"), AGAIN};
	static const struct peer_step quota[] = {EXPECT,
		ANSWER("429 Too Many Requests", "X-Rate-Limit-Remaining: 0\r\nX-Rate-Limit-Reset: 86400\r\n"),
		AGAIN};
	static const struct peer_step missing[] = {
		EXPECT, ANSWER("404 Not Found", "Retry-After: 1\r\n"), AGAIN};
	static const struct peer_step broken[] = {EXPECT, ANSWER("500 No", ""), AGAIN};
	static const struct peer_step lost[] = {EXPECT, CLOSE};
	static const struct peer_step half[] = {EXPECT, SEND("HTTP/1.1 20"), CUT};
	static const struct peer_step garbage[] = {EXPECT, SEND("SSH-2.0\r\n"), END};
	static const struct peer_step cut_body[] = {EXPECT, REPLY("10", "hello"), CLOSE};
	static const struct {
		const struct peer_step *scripts[3];
		const char *said;
		enum status err;
		enum retry_answer answer;
		unsigned tries, connections, refuse;
	} cases[] = {
		{{twice}, "200:hello @0", ASYNC_OK, RETRY_NO, 3, 1, 0},
		{{waits}, "200:hello @5000", ASYNC_OK, RETRY_NO, 3, 1, 0},
		{{date}, "200:hello @10000", ASYNC_OK, RETRY_NO, 2, 1, 0},
		{{reset}, "200:hello @7000", ASYNC_OK, RETRY_NO, 2, 1, 0},
		{{limit, well}, "200:hello @60000", ASYNC_OK, RETRY_NO, 2, 2, 0}, /* 15 s idle: too long */
		{{over},
			"503, message='No'" SHOWN
			"; the server asks to wait 61 s, more than the 60 s allowed @0",
			ASYNC_E_STATUS, RETRY_TOO_LONG, 1, 1, 0},
		{{quota},
			"429, message='Too Many Requests'" SHOWN
			"; the server asks to wait 86400 s, more than the 60 s allowed @0",
			ASYNC_E_STATUS, RETRY_QUOTA, 1, 1, 0},
		{{missing}, "404, message='Not Found'" SHOWN " @0", ASYNC_E_STATUS, RETRY_NO, 1, 1, 0},
		{{broken}, "500, message='No'" SHOWN " @0", ASYNC_E_STATUS, RETRY_ENOUGH, 4, 1, 0},
		{{lost, half, well}, "200:hello @0", ASYNC_OK, RETRY_NO, 3, 3, 0},
		{{well}, "200:hello @0", ASYNC_OK, RETRY_NO, 4, 1, 3},
		{{well}, "cannot connect to host localhost:80: Connection refused @0", ASYNC_E_CONNECT,
			RETRY_ENOUGH, 4, 0, 4},
		{{garbage}, "not a proper HTTP reply: a reply that is not HTTP" SHOWN " @0", ASYNC_E_PAYLOAD,
			RETRY_NO, 1, 1, 0},
		{{cut_body}, "damaged reply: a body that was cut short" SHOWN " @0", ASYNC_E_PAYLOAD,
			RETRY_NO, 1, 1, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct peer peer = {.refuse = cases[i].refuse};
		struct caller caller = caller_of(&peer);

		memcpy(peer.scripts, cases[i].scripts, sizeof cases[i].scripts);
		assert_calls(&caller, &peer, cases[i].said);
		assert_int_equal(caller.err, cases[i].err);
		assert_int_equal(caller.call.answer, cases[i].answer);
		assert_int_equal(caller.call.tries, cases[i].tries);
		assert_int_equal(caller.retry.repeated, cases[i].tries - 1);
		assert_int_equal(peer.connections, cases[i].connections);
	}
}

/* Nothing is raised for a status: the last reply is handed out, open, as session_get does. */
static void test_without_raise(void **state)
{
	static const struct peer_step sorry[] = {
		EXPECT, SEND("HTTP/1.1 503 No\r\nContent-Length: 5\r\n\r\nsorry"), AGAIN};
	static const struct peer_step later[] = {EXPECT,
		SEND("HTTP/1.1 503 No\r\nRetry-After: 99\r\nContent-Length: 5\r\n\r\nsorry"), AGAIN};
	static const struct {
		const struct peer_step *script;
		enum retry_answer answer;
		unsigned requests;
		const char *error;
	} cases[] = {
		{sorry, RETRY_ENOUGH, 4, ""},
		{later, RETRY_TOO_LONG, 1, "the server asks to wait 99 s, more than the 60 s allowed"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct peer peer = {.scripts = {cases[i].script}};
		struct caller caller = caller_of(&peer);

		caller.options.raise_for_status = false;
		assert_calls(&caller, &peer, "503:sorry @0");
		assert_int_equal(caller.call.answer, cases[i].answer);
		assert_int_equal(peer.requests, cases[i].requests);
		assert_int_equal(peer.connections, 1);
		assert_string_equal(caller.response.error, cases[i].error);
	}
}

/* ---- times ---- */

static void test_timeouts(void **state)
{
	static const struct peer_step stall[] = {STALL};
	struct peer peer = {.scripts = {stall}};
	struct caller caller = caller_of(&peer);

	(void)state;
	caller.options.timeout_ns = 5 * NS_PER_S; /* the whole request's: no second try */
	assert_calls(&caller, &peer, "no answer within 5 s" SHOWN " @5000");
	assert_int_equal(caller.call.answer, RETRY_NO);

	peer = (struct peer){.scripts = {stall}};
	caller = caller_of(&peer);
	caller.url = "https://localhost/"; /* its handshake gets no answer */
	caller.options.connect_timeout_ns = 2 * NS_PER_S;
	assert_calls(&caller, &peer, "cannot connect to host localhost:443: no connection within 2 s @8000");
	assert_int_equal(caller.call.answer, RETRY_ENOUGH);
	assert_int_equal(peer.connections, 4);
}

/* ---- cancelled ---- */

ASYNC_ENTRY(session_open, struct session *, const struct session_options *);
ASYNC_ENTRY(session_close, struct session *);

static void run_until_done(const struct task *t)
{
	while (t->state != TASK_DONE)
		assert_true(loop_run_once());
}

static void open_now(struct caller *caller)
{
	struct task task = {0};

	task_start(&task, "open", session_open, &caller->session, &caller->options);
	run_until_done(&task);
}

static void close_now(struct caller *caller)
{
	struct task task = {0};

	task_start(&task, "close", session_close, &caller->session);
	run_until_done(&task);
}

/* Cancels the page at its k-th wait, 0: at none. Returns how many there were. */
static unsigned cancelled_at(unsigned k)
{
	static const struct peer_step script[] = {EXPECT, ANSWER("503 No", "Retry-After: 2\r\n"), EXPECT,
		ANSWER("500 No", ""), EXPECT,
		PIECES(30, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"), END};
	static struct peer peer;
	static struct caller caller;
	static struct task task;
	const struct pool *pool;

	peer = (struct peer){.tls = true, .scripts = {script}};
	caller = caller_of(&peer);
	caller.retry.base_ns = NS_PER_S;
	assert_int_equal(loop_open(LOOP_VIRTUAL), 0);
	peer_open(&peer);
	open_now(&caller);
	task_start(&task, "page", get_page, &caller);
	while (task.state != TASK_DONE) {
		if (task.state == TASK_WAITING && task.resumes + 1 == k)
			task_cancel(&task);
		assert_true(loop_run_once());
	}
	pool = &caller.session.pool;
	assert_int_equal(loop.timers.count, pool->nopening + (pool->look.place > 0)); /* the nap's is not */
	assert_true(list_empty(&caller.session.active));
	close_now(&caller);
	while (!list_empty(&task_all))
		assert_true(loop_run_once());
	assert_int_equal(task.result, k > 0 ? ASYNC_CANCELLED : ASYNC_OK);
	assert_nothing_left(&peer, &caller.session);
	return task.resumes;
}

static void test_cancelled_everywhere(void **state)
{
	unsigned waits = cancelled_at(0);

	(void)state;
	assert_said("200:hello");
	assert_true(waits >= 7); /* handshake, reply, nap, reply, nap, the pieces of a reply */
	for (unsigned k = 1; k <= waits; k++)
		cancelled_at(k);
	assert_said("");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CLOSED(test_outcomes),
		CLOSED(test_without_raise),
		CLOSED(test_timeouts),
		CLOSED(test_cancelled_everywhere),
	};

	return cmocka_run_group_tests(tests, peer_setup, peer_teardown);
}
