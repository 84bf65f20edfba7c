/* test_pool.c - who gets which connection: one that comes free or one that is newly opened, whichever is
 * first; limits for each host; and how many are opened at a time. In memory, on the virtual clock. */
#include "tests/lib/late_tls.h"

#include <string.h>

#define ANSWER(length, body) EXPECT, WAIT_MS(10), REPLY(length, body)
#define QUICK                ANSWER("5", "quick")
#define LATE                 ANSWER("4", "late")
static const struct peer_step quick[] = {DO(begin_tls), QUICK, QUICK, QUICK, QUICK, END};
static const struct peer_step late[] = {WAIT_MS(50), DO(begin_tls), LATE, LATE, END};

static const struct visit once[] = {{.path = "https://localhost/"}, {0}};

/* ---- whichever comes first ---- */

/* The second takes the first one's connection at 10, and his own, ready at 50, serves whoever comes then. */
static void test_freed_before_new(void **state)
{
	static const struct visit again[] = {
		{.path = "https://localhost/"}, {.path = "https://localhost/", .wait_ms = 90}, {0}};
	static const struct visit later[] = {
		{.path = "https://localhost/"}, {.path = "https://localhost/", .wait_ms = 80}, {0}};
	struct peer peer = {.scripts = {quick, late}};
	struct client client = {.visits = {again, later}, .times = true};

	(void)state;
	visit_peer(&client, &peer);
	assert_said("200:quick @10 200:quick @20 200:late @110 200:quick @110");
	assert_int_equal(peer.connections, 2);
	assert_int_equal(client.session.opened, 2);
	assert_int_equal(client.session.reused, 2);
	assert_false(client.visitors[0].response.reused); /* idle at first, but never used before */
	assert_true(client.visitors[1].response.reused);
}

/* His own is ready at 50, and the other is busy until 100. */
static void test_new_before_freed(void **state)
{
	static const struct peer_step busy[] = {DO(begin_tls), EXPECT, WAIT_MS(100), REPLY("4", "busy"), END};
	struct peer peer = {.scripts = {busy, late}};
	struct client client = {.visits = {once, once}, .times = true};

	(void)state;
	visit_peer(&client, &peer);
	assert_said("200:late @60 200:busy @100");
}

/* First come, first served, from whatever source: they are free at 10, 20, 30; and at 50 it is too late. */
static void test_line(void **state)
{
	struct peer peer = {.scripts = {quick, late}};
	struct client client = {.visits = {once, once, once, once}, .times = true};

	(void)state;
	visit_peer(&client, &peer);
	assert_said("200:quick @10 200:quick @20 200:quick @30 200:quick @40");
	assert_int_equal(peer.connections, 4);
	for (int i = 0; i < 4; i++)
		assert_int_equal(client.visitors[i].worker.task.result, ASYNC_OK);
}

/* A request that is sent again wants a new connection, which is ready at 60, and not the one that another gives
 * back at 40: it may have died, too. */
static void test_only_a_new_one(void **state)
{
	static const struct peer_step cut[] = {DO(begin_tls), ANSWER("3", "one"), EXPECT, CUT};
	static const struct peer_step other[] = {
		DO(begin_tls), ANSWER("3", "two"), EXPECT, WAIT_MS(30), REPLY("3", "two"), END};
	static const struct visit twice[] = {
		{.path = "https://localhost/"}, {.path = "https://localhost/"}, {0}};
	struct peer peer = {.scripts = {cut, other, late}};
	struct client client = {.visits = {twice, twice}, .times = true};

	(void)state;
	visit_peer(&client, &peer);
	assert_said("200:one @10 200:two @10 200:two @40 200:late @70");
	assert_int_equal(client.session.replayed, 1);
}

/* ---- what cannot be opened ---- */

/* Who was there when the attempt began is told, first come first; the others have attempts of their own. */
static void test_refusals(void **state)
{
	struct peer peer = {.refuse = 2, .scripts = {quick}};
	struct client client = {.visits = {once, once, once}, .times = true};

	(void)state;
	visit_peer(&client, &peer);
	assert_said("cannot connect @0 cannot connect @0 200:quick @10");
}

/* An attempt that nobody waits for any more stalls. Who comes then relies on it, but its end at 100 is not his:
 * another is begun for him. */
static void test_failure_of_an_older_attempt(void **state)
{
	static const struct peer_step first[] = {DO(begin_tls), ANSWER("1", "1"), ANSWER("1", "2"), EXPECT,
		WAIT_MS(200), REPLY("1", "3"), END};
	static const struct peer_step stall[] = {STALL};
	static const struct visit a[] = {
		{.path = "https://localhost/"}, {.path = "https://localhost/", .wait_ms = 40}, {0}};
	static const struct visit b[] = {
		{.path = "https://localhost/"}, {.path = "https://localhost/", .wait_ms = 31}, {0}};
	struct peer peer = {.scripts = {first, stall, quick}};
	struct client client = {.visits = {a, b}, .times = true};

	(void)state;
	client.options.connect_timeout_ns = 100 * NS_PER_MS;
	visit_peer(&client, &peer);
	assert_said("200:1 @10 200:2 @20 200:quick @110 200:3 @250");
	assert_int_equal(peer.connections, 3);
}

/* ---- limits for each host ---- */

static const struct peer_step slow[] = {EXPECT, WAIT_MS(10), REPLY("5", "hello"), AGAIN};

static void test_limit_per_host(void **state)
{
	static const struct visit to_a[] = {{.path = "http://a.example/"}, {0}},
				  to_b[] = {{.path = "http://b.example/"}, {0}};
	static const struct visit to_a8080[] = {{.path = "http://a.example:8080/"}, {0}};
	static const struct {
		unsigned limit, per_host;
		const struct visit *visits[4];
		int ends_ms[4];
	} cases[] = {
		{4, 1, {to_a, to_a, to_a, to_a}, {10, 20, 30, 40}},
		{4, 2, {to_a, to_a, to_a, to_a}, {10, 10, 20, 20}},
		{4, 0, {to_a, to_a, to_a, to_a}, {10, 10, 10, 10}},
		{4, 9, {to_a, to_a, to_a, to_a}, {10, 10, 10, 10}},
		/* Who waits for a full host does not keep those waiting who go elsewhere. */
		{4, 1, {to_a, to_a, to_b, to_a8080}, {10, 20, 10, 10}},
		{2, 1, {to_a, to_a, to_a, to_b}, {10, 20, 30, 10}},
		{2, 1, {to_a, to_a, to_b, to_a8080}, {10, 20, 10, 20}},
		/* For all together, in order of arrival. */
		{1, 1, {to_a, to_b, to_a8080, to_b}, {10, 20, 30, 40}},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct peer peer = {.scripts = {slow}};
		struct client client = {.times = true};

		client.options.limit = cases[i].limit;
		client.options.limit_per_host = cases[i].per_host;
		memcpy(client.visits, cases[i].visits, sizeof cases[i].visits);
		visit_peer(&client, &peer);
		say_nothing();
		for (int v = 0; v < 4; v++)
			assert_int_equal(
				client.visitors[v].worker.task.since / NS_PER_MS, cases[i].ends_ms[v]);
	}
}

/* ---- a connection for each request ---- */

static void test_force_close(void **state)
{
	static const struct visit gets[] = {{.path = "/a"}, {.path = "/b"}, {0}};
	struct peer peer = {.scripts = {slow}};
	struct client client = {.visits = {gets}, .options.force_close = true};

	(void)state;
	visit_peer(&client, &peer);
	assert_said("200:hello 200:hello");
	assert_int_equal(client.session.opened, 2);
	assert_int_equal(peer.connections, 2);
	assert_non_null(strstr(peer.request, "\r\nConnection: close\r\n"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CLOSED(test_freed_before_new),
		CLOSED(test_new_before_freed),
		CLOSED(test_line),
		CLOSED(test_only_a_new_one),
		CLOSED(test_refusals),
		CLOSED(test_failure_of_an_older_attempt),
		CLOSED(test_limit_per_host),
		CLOSED(test_force_close),
	};

	return cmocka_run_group_tests(tests, late_tls_set_up, late_tls_tear_down);
}
