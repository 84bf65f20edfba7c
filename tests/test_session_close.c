/* test_session_close.c - a session that is closed while requests are in progress, wherever they stand: they
 * end cancelled, it waits until they have, and nothing is left. */
#include "tests/client.h"

#include <stdlib.h>
#include <string.h>

static const struct peer_step hello[] = {EXPECT, REPLY("5", "hello"), AGAIN};
static const struct visit once[] = {{.path = "/"}, {0}};

struct closing {
	struct coro coro;
	struct client client;
	bool (*when)(const struct client *); /* in: it is time to close */
	struct canceller canceller;
	int cancel_ms; /* in: > 0: the close itself is cancelled then */
	enum status err;
	int closed_ms;
};

static async close_session(struct closing *self)
{
	ASYNC_BEGIN(self);
	AWAIT(session_open(&self->client.session, &self->client.options));
	start_tours(&self->client);
	AWAIT(wait_until(&self->client.pause, self->when, &self->client));
	if (self->cancel_ms > 0)
		cancel_at(&self->canceller, task_running, self->cancel_ms);
	AWAIT_CATCH(self->err, session_close(&self->client.session));
	say("%s", status_name(self->err));
	self->closed_ms = now_ms();
	AWAIT(gather_return_exceptions(&self->client.set));
	AWAIT(session_close(&self->client.session)); /* once more does nothing */
	AWAIT(wait_until(&self->client.pause, all_ended, &self->client));
	ASYNC_END;
}
ASYNC_TASK(close_session);

static void close_with(struct closing *self, struct peer *peer)
{
	begin_at(peer, &self->client.options);
	self->client.peer = peer;
	assert_int_equal(run(close_session, self), ASYNC_OK);
	end_at(peer, &self->client.session);
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
			struct closing closing = {
				.client.visits = {cases[i].visits, cases[i].visits}, .when = cases[i].when};

			if ((cases[i].memory && peer.sockets) || (cases[i].plain && peer.tls))
				continue;
			closing.client.options.limit = cases[i].limit;
			close_with(&closing, &peer);
			assert_said(cases[i].said);
		}
	}
}

/* ---- who takes his time ---- */

struct leaving {
	struct coro coro;
	struct sleep nap;
};

static async leave(struct leaving *self)
{
	ASYNC_BEGIN(self);
	AWAIT(sleep_for(&self->nap, 10 * NS_PER_MS));
	say("left@%d", now_ms());
	ASYNC_END;
}

struct sloth {
	struct coro coro;
	struct session *session; /* in */
	struct response response;
	struct leaving leaving;
	struct slice body;
};

static async visit_slowly(struct sloth *self)
{
	ASYNC_BEGIN(self);
	ASYNC_WITH(session_get(&self->response, self->session, "http://localhost/")) {
		ASYNC_WITH(sleep_for(&self->leaving.nap, 0)) {
			AWAIT(response_body(&self->response, &self->body));
		} ASYNC_EXIT(leave(&self->leaving));
	} ASYNC_EXIT(response_close(&self->response));
	ASYNC_END;
}
ASYNC_TASK(visit_slowly);

struct host_of_sloth { /* opens a session, lets a sloth in, and closes it 20 ms later */
	struct coro coro;
	struct session session;
	struct session_options options; /* in */
	struct sleep nap;
	struct sloth sloth;
	struct task task;
	struct task_wait wait;
	enum status err;
};

static async close_on_sloth(struct host_of_sloth *self)
{
	ASYNC_BEGIN(self);
	AWAIT(session_open(&self->session, &self->options));
	self->sloth.session = &self->session;
	task_create(&self->task, visit_slowly, &self->sloth, "sloth");
	AWAIT(sleep_for(&self->nap, 20 * NS_PER_MS));
	AWAIT_CATCH(self->err, session_close(&self->session));
	say("%s@%d", status_name(self->err), now_ms());
	AWAIT_CATCH(self->err, task_await(&self->wait, &self->task));
	say("%s", status_name(self->err));
	ASYNC_END;
}
ASYNC_TASK(close_on_sloth);

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
		struct host_of_sloth frame = {.options = {0}};
		struct canceller canceller;
		struct task task;

		begin_at(&peer, &frame.options);
		task_create(&task, close_on_sloth, &frame, "main");
		if (cases[i].cancel_ms)
			cancel_at(&canceller, &task, cases[i].cancel_ms);
		drive();
		assert_said(cases[i].said);
		assert_int_equal(task.state, TASK_DONE);
		end_at(&peer, &frame.session);
	}
}

/* ---- afterwards ---- */

struct late {
	struct coro coro;
	struct response response;
	struct session *session; /* in */
};

static async come_late(struct late *self)
{
	return session_get(&self->response, self->session, "http://localhost/?apikey=SECRET");
}
ASYNC_TASK(come_late);

/* It does not remember who waited for its end, and who may be gone himself. */
static void test_closed_session(void **state)
{
	static const struct peer_step no_body[] = {EXPECT, REPLY("5", "hell"), END};
	struct peer peer = {.scripts = {no_body}};
	struct host_of_sloth frame = {.options = peer_options(&peer)};
	struct task *first = malloc(sizeof *first), second;
	struct late late = {.session = &frame.session};

	(void)state;
	peer_open(&peer);
	task_create(first, close_on_sloth, &frame, "main");
	drive();
	free(first);
	task_create(&second, come_late, &late, "late");
	drive();
	assert_int_equal(second.result, ASYNC_E_INVALID);
	assert_string_equal(late.response.error, "the session is closed, url='http://localhost/?apikey=***'");
	assert_closed(&frame.session);
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
