/* test_session_died.c - connections that end while they are idle, or when they are used again: such a one is
 * never handed out, and if nobody could know, the request is sent once more, but only then. */
#include "tests/lib/client.h"

#include <string.h>

static const struct peer_step hello[] = {EXPECT, REPLY("5", "hello"), AGAIN};
static const struct visit gets_later[] = {{.path = "/a"}, {.path = "/b", .wait_ms = 9}, {0}};
static const struct visit gets[] = {{.path = "/a"}, {.path = "/b"}, {0}};

static const struct transport {
	bool sockets, tls;
} transports[] = {{false, false}, {false, true}, {true, false}, {true, true}};

enum { TRANSPORTS = sizeof transports / sizeof *transports };

/* ---- on its second request ---- */

static void test_replay(void **state)
{
	static const struct peer_step closed[] = {EXPECT, REPLY("3", "one"), EXPECT, CLOSE};
	static const struct peer_step cut[] = {EXPECT, REPLY("3", "one"), EXPECT, CUT};
	static const struct peer_step reset[] = {EXPECT, REPLY("3", "one"), EXPECT, RESET};
	static const struct peer_step fresh_cut[] = {EXPECT, CUT}, fresh_closed[] = {EXPECT, CLOSE};
	static const struct peer_step fresh_reset[] = {EXPECT, RESET};
	static const struct peer_step byte_cut[] = {EXPECT, REPLY("3", "one"), EXPECT, SEND("H"), CUT};
	static const struct peer_step byte_closed[] = {EXPECT, REPLY("3", "one"), EXPECT, SEND("H"), CLOSE};
	static const struct peer_step interim[] = {
		EXPECT, REPLY("3", "one"), EXPECT, SEND("HTTP/1.1 103 Early Hints\r\n\r\n"), CLOSE};
	static const struct peer_step head_cut[] = {
		EXPECT, REPLY("3", "one"), EXPECT, SEND("HTTP/1.1 200 OK\r\n"), CUT};
	static const struct peer_step body_cut[] = {
		EXPECT, REPLY("3", "one"), EXPECT, REPLY("9", "hell"), CUT};
	static const struct {
		const struct peer_step *scripts[3];
		const char *said;
		unsigned connections, replayed;
	} cases[] = {
		{{closed, hello}, "200:one 200:hello", 2, 1},
		{{cut, hello}, "200:one 200:hello", 2, 1},
		{{reset, hello}, "200:one 200:hello", 2, 1},
		/* Once: what ends on its first request is an error, also if that is a second try. */
		{{cut, fresh_cut, hello}, "200:one disconnected", 2, 1},
		{{fresh_closed, hello}, "disconnected 200:hello", 2, 0},
		{{fresh_cut, hello}, "disconnected 200:hello", 2, 0},
		{{fresh_reset, hello}, "disconnected 200:hello", 2, 0},
		/* Not when a byte has come: the server has begun to act on the request. */
		{{byte_closed, hello}, "200:one disconnected", 1, 0},
		{{byte_cut, hello}, "200:one disconnected", 1, 0},
		{{interim, hello}, "200:one disconnected", 1, 0},
		{{head_cut, hello}, "200:one disconnected", 1, 0},
		{{body_cut, hello}, "200:one bad payload", 1, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		for (size_t t = 0; t < TRANSPORTS; t++) {
			struct peer peer = {.sockets = transports[t].sockets, .tls = transports[t].tls};

			struct client client = {.visits = {gets}};
			memcpy(peer.scripts, cases[i].scripts, sizeof cases[i].scripts);
			visit_peer(&client, &peer);
			assert_said(cases[i].said);
			assert_int_equal(peer.connections, cases[i].connections);
			assert_int_equal(client.session.replayed, cases[i].replayed);
			/* What was lost has left nothing behind. */
			if (client.visitors[0].err == ASYNC_OK) {
				assert_int_equal(client.visitors[0].response.fault, FAULT_NONE);
				assert_string_equal(client.visitors[0].response.error, "");
			}
		}
	}
}

/* The second try is on a new connection, whatever else is idle: that one may have died, too. */
static void test_replay_is_fresh(void **state)
{
	static const struct peer_step one[] = {EXPECT, WAIT_MS(1), REPLY("3", "one"), EXPECT, CUT};
	static const struct peer_step two[] = {EXPECT, WAIT_MS(2), REPLY("3", "two"), EXPECT, CUT};
	static const struct visit b[] = {{.path = "/a"}, {0}};
	struct peer peer = {.scripts = {one, two, hello}};
	struct client client = {.visits = {gets_later, b}};

	(void)state;
	visit_peer(&client, &peer);
	assert_said("200:one 200:two 200:hello");
	assert_int_equal(client.session.replayed, 1);
	assert_int_equal(client.session.reused, 1);
}

/* ---- while it is idle ---- */

static void test_idle_end(void **state)
{
	static const struct peer_step closed[] = {EXPECT, REPLY("3", "one"), CLOSE};
	static const struct peer_step cut[] = {EXPECT, REPLY("3", "one"), CUT};
	static const struct peer_step later[] = {EXPECT, REPLY("3", "one"), WAIT_MS(1), CLOSE};
	static const struct peer_step more[] = {EXPECT, REPLY("3", "onemore"), END};
	static const struct peer_step more_records[] = {EXPECT, REPLY("3", "one"), SEND("more"), END};
	static const struct peer_step more_later[] = {EXPECT, REPLY("3", "one"), WAIT_MS(1), SEND("m"), END};
	static const struct peer_step *const cases[] = {closed, cut, later, more, more_records, more_later};
	static const struct visit visits[] = {{.path = "/a"}, {.path = "/b", .when_idle_gone = true}, {0}};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		for (size_t t = 0; t < TRANSPORTS; t++) {
			struct peer peer = {.sockets = transports[t].sockets, .tls = transports[t].tls};

			struct client client = {.visits = {visits}};
			peer.scripts[0] = cases[i];
			peer.scripts[1] = hello;
			visit_peer(&client, &peer);
			assert_said("200:one 200:hello");
			assert_int_equal(client.session.opened, 2);
			assert_int_equal(client.session.reused, 0);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CLOSED(test_replay),
		CLOSED(test_replay_is_fresh),
		CLOSED(test_idle_end),
	};

	return cmocka_run_group_tests(tests, peer_setup, peer_teardown);
}
