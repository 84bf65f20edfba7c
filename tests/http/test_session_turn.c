/* test_session_turn.c - a session that is closed in an awkward moment: while the pool waits for its turn,
 * while a helper thread looks up a host, or by who still reads a response. */
#include "tests/lib/client.h"

static const struct peer_step hello[] = {EXPECT, REPLY("5", "hello"), AGAIN};

static async close_before_the_look(struct session *session, const struct session_options *options)
{
	ASYNC(struct response response; struct slice body);
	ASYNC_WITH(session_open(session, options)) {
		ASYNC_WITH(session_get(&my->response, session, "http://localhost/")) {
			AWAIT(response_body(&my->response, &my->body));
		} ASYNC_EXIT(response_close(&my->response));
		AWAIT(sleep_for(NS_PER_MS));
		say("idle:%u look:%d", session->pool.nidle, next_due() == loop.now);
	} ASYNC_EXIT(session_close(session));
	say("idle:%u look:%d @%d", session->pool.nidle, next_due() == loop.now, now_ms());
	ASYNC_END;
}
ASYNC_ENTRY(close_before_the_look, struct session *, const struct session_options *);

/* An idle connection has just ended, and the pool is about to look at it. */
static void test_look_is_due(void **state)
{
	static const struct peer_step dies[] = {EXPECT, REPLY("5", "hello"), WAIT_MS(1), CLOSE};
	struct peer peer = {.scripts = {dies}};
	struct session_options options = peer_options(&peer);
	struct session session;

	(void)state;
	peer_open(&peer);
	assert_int_equal(async_run(close_before_the_look, &session, &options), ASYNC_OK);
	assert_said("idle:1 look:1 idle:0 look:0 @1");
	assert_closed(&session);
	peer_close(&peer);
}

/* ---- while a host is looked up ---- */

static async close_and_wait(struct client *client)
{
	ASYNC();
	AWAIT(session_open(&client->session, &client->options));
	start_tours(client);
	AWAIT(sleep_for(0)); /* until they have begun … */
	AWAIT(sleep_for(0)); /* … and their connections, … */
	AWAIT(sleep_for(0)); /* … and the look-up, too */
	say("waiting:%u", loop.waiting);
	AWAIT(session_close(&client->session));
	assert_closed(&client->session);
	while (loop.waiting) /* the helper's answer finds nobody */
		AWAIT(sleep_for(NS_PER_MS));
	AWAIT(gather_return_exceptions(&client->set));
	ASYNC_END;
}
ASYNC_ENTRY(close_and_wait, struct client *);

static void test_look_up(void **state)
{
	static const struct visit visits[] = {{.path = "/"}, {0}};
	struct peer peer = {.sockets = true, .scripts = {hello}};
	struct client client = {.peer = &peer, .visits = {visits, visits}};

	(void)state;
	begin_at(&peer, &client.options);
	assert_int_equal(async_run(close_and_wait, &client), ASYNC_OK);
	end_at(&peer, &client.session);
	assert_said("waiting:1 cancelled cancelled");
}

/* ---- by who reads ---- */

/* A task that waited for its own response to be closed would wait for ever. */
static async close_too_early(struct session *session, const struct session_options *options)
{
	ASYNC(struct response response);
	AWAIT(session_open(session, options));
	ASYNC_WITH(session_get(&my->response, session, "http://localhost/")) {
		AWAIT(session_close(session));
	} ASYNC_EXIT(response_close(&my->response));
	ASYNC_END;
}
ASYNC_ENTRY(close_too_early, struct session *, const struct session_options *);

static int close_own_response(void)
{
	struct peer peer = {.scripts = {hello}};
	struct session_options options = peer_options(&peer);
	struct session session;

	loop_open(LOOP_VIRTUAL);
	peer_open(&peer);
	return (int)async_run(close_too_early, &session, &options);
}

static void test_own_response(void **state)
{
	(void)state;
	assert_aborts(close_own_response, (const char *const[]){"session_close", "of this very task", NULL});
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FRESH(test_look_is_due),
		CLOSED(test_look_up),
		CLOSED(test_own_response),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
