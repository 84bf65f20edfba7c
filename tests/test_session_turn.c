/* test_session_turn.c - a session that is closed in an awkward moment: while the pool waits for its turn,
 * while a helper thread looks up a host, or by who still reads a response. */
#include "tests/client.h"

static const struct peer_step hello[] = {EXPECT, REPLY("5", "hello"), AGAIN};

struct quick {
	struct coro coro;
	struct session session;
	struct session_options options; /* in */
	struct response response;
	struct slice body;
	struct sleep nap;
};

static async close_with_reaper(struct quick *self)
{
	ASYNC_BEGIN(self);
	ASYNC_WITH(session_open(&self->session, &self->options)) {
		ASYNC_WITH(session_get(&self->response, &self->session, "http://localhost/")) {
			AWAIT(response_body(&self->response, &self->body));
		}
		ASYNC_EXIT(response_close(&self->response));
		AWAIT(sleep_for(&self->nap, NS_PER_MS));
		say("idle:%u reaper:%d", self->session.pool.nidle, self->session.pool.reaper_queued);
	}
	ASYNC_EXIT(session_close(&self->session));
	say("idle:%u reaper:%d @%d", self->session.pool.nidle, self->session.pool.reaper_queued, now_ms());
	ASYNC_END;
}
ASYNC_TASK(close_with_reaper);

/* An idle connection has just ended, and the loop has a call of the pool's in its queue. */
static void test_reaper_is_queued(void **state)
{
	static const struct peer_step dies[] = {EXPECT, REPLY("5", "hello"), WAIT_MS(1), CLOSE};
	struct peer peer = {.scripts = {dies}};
	struct quick frame = {.options = peer_options(&peer)};

	(void)state;
	peer_open(&peer);
	assert_int_equal(run(close_with_reaper, &frame), ASYNC_OK);
	assert_said("idle:1 reaper:1 idle:0 reaper:0 @1");
	assert_closed(&frame.session);
	peer_close(&peer);
}

/* ---- while a host is looked up ---- */

struct asking {
	struct coro coro;
	struct client client;
	struct sleep nap;
};

static async close_and_wait(struct asking *self)
{
	ASYNC_BEGIN(self);
	AWAIT(session_open(&self->client.session, &self->client.options));
	start_tours(&self->client);
	AWAIT(sleep_for(&self->nap, 0)); /* until they have begun … */
	AWAIT(sleep_for(&self->nap, 0)); /* … and their connections, too */
	say("waiting:%u", loop.waiting);
	AWAIT(session_close(&self->client.session));
	assert_closed(&self->client.session);
	while (loop.waiting) /* the helper's answer finds nobody */
		AWAIT(sleep_for(&self->nap, NS_PER_MS));
	AWAIT(gather_return_exceptions(&self->client.set));
	ASYNC_END;
}
ASYNC_TASK(close_and_wait);

static void test_look_up(void **state)
{
	static const struct visit visits[] = {{.path = "/"}, {0}};
	struct peer peer = {.sockets = true, .scripts = {hello}};
	struct asking asking = {.client.visits = {visits, visits}};

	(void)state;
	begin_at(&peer, &asking.client.options);
	asking.client.peer = &peer;
	assert_int_equal(run(close_and_wait, &asking), ASYNC_OK);
	end_at(&peer, &asking.client.session);
	assert_said("waiting:1 cancelled cancelled");
}

/* ---- by who reads ---- */

/* A task that waited for its own response to be closed would wait for ever. */
static async close_too_early(struct quick *self)
{
	ASYNC_BEGIN(self);
	AWAIT(session_open(&self->session, &self->options));
	ASYNC_WITH(session_get(&self->response, &self->session, "http://localhost/")) {
		AWAIT(session_close(&self->session));
	}
	ASYNC_EXIT(response_close(&self->response));
	ASYNC_END;
}
ASYNC_TASK(close_too_early);

static int close_own_response(void)
{
	struct peer peer = {.scripts = {hello}};
	struct quick frame = {.options = peer_options(&peer)};

	loop_open(LOOP_VIRTUAL);
	peer_open(&peer);
	return (int)run(close_too_early, &frame);
}

static void test_own_response(void **state)
{
	(void)state;
	assert_aborts(close_own_response, (const char *const[]){"session_close", "of this very task", NULL});
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FRESH(test_reaper_is_queued),
		CLOSED(test_look_up),
		CLOSED(test_own_response),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
