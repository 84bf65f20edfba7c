/* test_session_close.c - a session that is closed while requests are in progress, wherever they stand: they
 * end cancelled, it waits until they have, and nothing is left. */
#include "tests/lib/client.h"

#include <stdlib.h>
#include <string.h>

static const struct peer_step hello[] = {EXPECT, REPLY("5", "hello"), AGAIN};
static const struct visit once[] = {{.path = "/"}, {0}};

/* Closes it when it is time to. */
static async close_session(struct client *client, bool (*when)(const struct client *))
{
	enum status err;

	ASYNC();
	AWAIT(session_open(&client->session, &client->options));
	start_tours(client);
	AWAIT(wait_until(when, client));
	AWAIT_CATCH_ALL(err, session_close(&client->session));
	say("%s", status_name(err));
	AWAIT(gather_return_exceptions(&client->set));
	AWAIT(session_close(&client->session)); /* once more does nothing */
	AWAIT(wait_until(all_ended, client));
	ASYNC_END;
}
ASYNC_ENTRY(close_session, struct client *, bool (*)(const struct client *));

static void close_with(struct client *client, struct peer *peer, bool (*when)(const struct client *))
{
	begin_at(peer, &client->options);
	client->peer = peer;
	assert_int_equal(async_run(close_session, client, when), ASYNC_OK);
	end_at(peer, &client->session);
}

/* ---- where they stand ---- */

static bool one_connection(const struct client *client)
{
	return client->peer->connections == 1;
}

static bool two_connections(const struct client *client)
{
	return client->peer->connections == 2;
}

static bool one_request(const struct client *client)
{
	return client->peer->requests == 1;
}

static bool two_requests(const struct client *client)
{
	return client->peer->requests == 2;
}

static bool two_heads(const struct client *client)
{
	return client->visitors[0].response.status && client->visitors[1].response.status;
}

static bool at_once(const struct client *client)
{
	(void)client;
	return true;
}

static bool two_idle(const struct client *client)
{
	return client->session.pool.nidle == 2;
}

static void test_in_progress(void **state)
{
	static const struct peer_step no_head[] = {EXPECT, END},
				      no_body[] = {EXPECT, REPLY("5", "hell"), END};
	static const struct peer_step deaf[] = {END}, slow[] = {WAIT_MS(100), END};
	static char long_url[70000] = "http://localhost/";
	static const struct visit to_deaf[] = {{.path = long_url}, {0}},
				  https[] = {{.path = "https://localhost/"}, {0}};
	static const struct {
		const struct peer_step *script;
		const struct visit *visits;
		unsigned limit;
		bool (*when)(const struct client *);
		bool memory, plain; /* not with sockets, not with TLS */
		const char *said;
	} cases[] = {
		{no_head, once, 2, two_requests, false, false, "cancelled cancelled ok"},
		{no_head, once, 1, one_request, false, false,
			"cancelled cancelled ok"}, /* one waits for the other */
		{no_body, once, 2, two_heads, false, false, "cancelled cancelled ok"},
		{deaf, https, 2, two_connections, true, true,
			"cancelled cancelled ok"}, /* in the handshake */
		{deaf, https, 1, one_connection, true, true, "cancelled cancelled ok"},
		{hello, once, 2, two_idle, false, false, "200:hello 200:hello ok"},
		{hello, once, 2, at_once, false, false,
			"ok invalid request invalid request"}, /* they come too late */
		{slow, to_deaf, 2, two_connections, true, true, "cancelled cancelled ok"},
	};

	(void)state;
	memset(long_url + strlen(long_url), 'a', 60000 - strlen(long_url));
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		for (int t = 0; t < 4; t++) {
			struct peer peer = {.sockets = t & 1, .tls = t & 2, .scripts = {cases[i].script}};
			struct client client = {.visits = {cases[i].visits, cases[i].visits}};

			if ((cases[i].memory && peer.sockets) || (cases[i].plain && peer.tls))
				continue;
			client.options.limit = cases[i].limit;
			close_with(&client, &peer, cases[i].when);
			assert_said(cases[i].said);
		}
	}
}

/* ---- who takes his time ---- */

static async leave(void)
{
	ASYNC();
	AWAIT(sleep_for(10 * NS_PER_MS));
	say("left@%d", now_ms());
	ASYNC_END;
}

static async visit_slowly(struct session *session)
{
	ASYNC(struct response response; struct slice body);
	ASYNC_WITH(session_get(&my->response, session, "http://localhost/")) {
		ASYNC_WITH(sleep_for(0)) {
			AWAIT(response_body(&my->response, &my->body));
		} ASYNC_EXIT(leave());
	} ASYNC_EXIT(response_close(&my->response));
	ASYNC_END;
}
ASYNC_ENTRY(visit_slowly, struct session *);

/* Opens a session, lets a sloth in, and closes it 20 ms later. */
static async close_on_sloth(struct session *session, const struct session_options *options)
{
	enum status err;

	ASYNC(struct task sloth);
	AWAIT(session_open(session, options));
	task_start(&my->sloth, "sloth", visit_slowly, session);
	AWAIT(sleep_for(20 * NS_PER_MS));
	AWAIT_CATCH_ALL(err, session_close(session));
	say("%s@%d", status_name(err), now_ms());
	AWAIT_CATCH_ALL(err, task_await(&my->sloth));
	say("%s", status_name(err));
	ASYNC_END;
}
ASYNC_ENTRY(close_on_sloth, struct session *, const struct session_options *);

/* The session waits for cleanup that waits. A cancel cannot hurry it, and is not lost. */
static void test_slow_cleanup(void **state)
{
	static const struct peer_step no_body[] = {EXPECT, REPLY("5", "hell"), END};
	static const struct {
		int cancel_ms;
		const char *said;
	} cases[] = {{0, "left@30 ok@30 cancelled"}, {25, "left@30 cancelled@30 cancelled"}};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct peer peer = {.scripts = {no_body}};
		struct session_options options = {0};
		struct session session;
		struct canceller canceller;
		struct task task = {0};

		begin_at(&peer, &options);
		task_start(&task, "main", close_on_sloth, &session, &options);
		if (cases[i].cancel_ms)
			cancel_at(&canceller, &task, cases[i].cancel_ms);
		drive();
		assert_said(cases[i].said);
		assert_int_equal(task.state, TASK_DONE);
		end_at(&peer, &session);
	}
}

/* ---- afterwards ---- */

static async come_late(struct response *response, struct session *session)
{
	return session_get(response, session, "http://localhost/?apikey=SECRET");
}
ASYNC_ENTRY(come_late, struct response *, struct session *);

/* It does not remember who waited for its end, and who may be gone himself. */
static void test_closed_session(void **state)
{
	static const struct peer_step no_body[] = {EXPECT, REPLY("5", "hell"), END};
	struct peer peer = {.scripts = {no_body}};
	struct session_options options = peer_options(&peer);
	struct session session;
	struct response response = {0};
	struct task *first = calloc(1, sizeof *first), second = {0};

	(void)state;
	peer_open(&peer);
	task_start(first, "main", close_on_sloth, &session, &options);
	drive();
	free(first);
	task_start(&second, "late", come_late, &response, &session);
	drive();
	assert_int_equal(second.result, ASYNC_E_INVALID);
	assert_string_equal(response.error, "the session is closed, url='http://localhost/?apikey=***'");
	assert_closed(&session);
	peer_close(&peer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CLOSED(test_in_progress),
		CLOSED(test_slow_cleanup),
		FRESH(test_closed_session),
	};

	return cmocka_run_group_tests(tests, peer_setup, peer_teardown);
}
