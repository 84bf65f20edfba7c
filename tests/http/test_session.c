/* test_session.c - requests on a pool of connections: what is sent, who waits for whom, which connection is
 * taken, and for how long one is kept. All in memory, on the virtual clock. */
#include "tests/lib/client.h"

#include <stdlib.h>
#include <string.h>

static const struct peer_step hello[] = {EXPECT, REPLY("5", "hello"), AGAIN};

/* ---- what is sent ---- */

#define FIELDS "User-Agent: test/1\r\nAccept: */*\r\nAccept-Encoding: identity\r\n\r\n"

static void test_request(void **state)
{
	static const struct {
		struct visit visit;
		const char *said, *request;
	} cases[] = {
		{{.path = "/?name=Bob"}, "200:hello",
			"GET /?name=Bob HTTP/1.1\r\nHost: localhost\r\n" FIELDS},
		{{.path = "http://peer.example:8080?a#b"}, "200:hello",
			"GET /?a HTTP/1.1\r\nHost: peer.example:8080\r\n" FIELDS},
		{{.path = "http://[::1]:80/", .how = VISIT_HEAD},
			"200:", "HEAD / HTTP/1.1\r\nHost: [::1]\r\n" FIELDS},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct visit visits[] = {cases[i].visit, {0}};
		struct peer peer = {.scripts = {hello}};
		struct client client = {.visits = {visits}, .options.user_agent = "test/1"};

		visit_peer(&client, &peer);
		assert_said(cases[i].said);
		assert_string_equal(peer.request, cases[i].request);
	}
}

/* Around the size of a buffer, at each byte. */
static void test_size_of_request(void **state)
{
	enum { LINES = 15, LINE = 1000 };
	static const struct visit once[] = {{.path = "/"}, {0}};
	static char lines[LINES * LINE];
	size_t rest = sizeof "GET / HTTP/1.1\r\nHost: localhost\r\n" FIELDS - 1;

	(void)state;
	memset(lines, 'a', sizeof lines);
	for (int i = 0; i < LINES; i++) {
		memcpy(lines + (size_t)i * LINE, "X: ", 3);
		memcpy(lines + (size_t)(i + 1) * LINE - 2, "\r\n", 2);
	}
	for (size_t size = BUFFER_LONG - 3; size < BUFFER_LONG + 3; size++) {
		char url[2 * LINE] = "http://localhost/";
		const struct visit visits[] = {{.path = url}, {0}};
		struct peer peer = {.scripts = {hello}};
		struct client client = {.visits = {visits, once}, .request.headers = {lines, sizeof lines}};

		memset(url + strlen(url), 'b', size - rest - sizeof lines);
		client.options = (struct session_options){.user_agent = "test/1", .timeout_ns = NS_PER_S};
		visit_peer(&client, &peer);
		assert_said("200:hello 200:hello");
		assert_int_equal(peer.requests, 2);
	}
}

/* Its buffer grows, and the peer refuses such a long line. */
static void test_long_request(void **state)
{
	enum { LONG = 20000 };
	static const struct peer_step refuse[] = {
		SEND("HTTP/1.1 414 \r\nConnection: close\r\nContent-Length: 0\r\n\r\n"), END};
	static char url[LONG] = "http://localhost/";
	static const struct visit visits[] = {{.path = url}, {.path = "/"}, {0}};
	struct peer peer = {.scripts = {refuse, hello}};
	struct client client = {.visits = {visits}};

	(void)state;
	memset(url + strlen(url), 'a', LONG - 1 - strlen(url));
	visit_peer(&client, &peer);
	assert_said("414: 200:hello");
}

/* ---- one connection for many ---- */

static void test_reuse(void **state)
{
	static const struct peer_step close_said[] = {
		EXPECT, SEND("HTTP/1.1 200 \r\nConnection: close\r\nContent-Length: 1\r\n\r\na"), AGAIN};
	static const struct peer_step old[] = {
		EXPECT, SEND("HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\na"), AGAIN};
	static const struct peer_step old_kept[] = {EXPECT,
		SEND("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 1\r\n\r\na"), AGAIN};
	static const struct peer_step error[] = {
		EXPECT, SEND("HTTP/1.1 404 No\r\nContent-Length: 4\r\n\r\nnone"), AGAIN};
	static const struct peer_step halves[] = {
		EXPECT, REPLY("10", "01234"), WAIT_MS(1), SEND("56789"), AGAIN};
	static const struct visit gets[] = {{.path = "/a"}, {.path = "/b"}, {.path = "/c"}, {0}};
	static const struct visit heads[] = {
		{.path = "/a", .how = VISIT_HEAD}, {.path = "/b", .how = VISIT_HEAD}, {0}};
	static const struct visit leaves[] = {{.path = "/a", .how = VISIT_LEAVE}, {.path = "/b"}, {0}};
	static const struct {
		const struct peer_step *script;
		const struct visit *visits;
		const char *said;
		unsigned opened, reused;
	} cases[] = {
		{hello, gets, "200:hello 200:hello 200:hello", 1, 2},
		{close_said, gets, "200:a 200:a 200:a", 3, 0}, {old, gets, "200:a 200:a 200:a", 3, 0},
		{old_kept, gets, "200:a 200:a 200:a", 1, 2},
		{error, leaves, "404 404:none", 1, 1},        /* the rest had arrived */
		{halves, leaves, "200 200:0123456789", 2, 0}, /* … and here it had not */
		{hello, heads, "200: 200:", 2, 0},            /* that peer sends bodies to who wants none */
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		for (int tls = 0; tls < 2; tls++) {
			struct peer peer = {.tls = tls, .scripts = {cases[i].script}};
			struct client client = {.visits = {cases[i].visits}, .farewell = true};

			visit_peer(&client, &peer);
			assert_said(cases[i].said);
			assert_int_equal(client.session.opened, cases[i].opened);
			assert_int_equal(client.session.reused, cases[i].reused);
			assert_int_equal(client.session.replayed, 0);
			assert_int_equal(peer.connections, cases[i].opened);
			assert_true(all_ended(&client));
		}
	}
}

/* ---- many at a time ---- */

/* At most `limit` at a time, and the others in order of arrival. */
static void test_limit(void **state)
{
	static const struct peer_step slow[] = {EXPECT, WAIT_MS(10), REPLY("5", "hello"), AGAIN};
	static const struct visit once[] = {{.path = "/"}, {0}},
				  twice[] = {{.path = "/"}, {.path = "/"}, {0}};
	static const struct {
		unsigned limit;
		const struct visit *first;
		const char *said;
		unsigned opened;
	} cases[] = {
		{1, once, "200:hello @10 200:hello @20 200:hello @30 200:hello @40", 1},
		{2, once, "200:hello @10 200:hello @10 200:hello @20 200:hello @20", 2},
		{0, once, "200:hello @10 200:hello @10 200:hello @10 200:hello @10", 4},
		/* Who comes again stands behind those who wait: his second is the last. */
		{1, twice, "200:hello @10 200:hello @20 200:hello @30 200:hello @40 200:hello @50", 1},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct peer peer = {.scripts = {slow}};
		struct client client = {.visits = {cases[i].first, once, once, once}, .times = true};

		client.options.limit = cases[i].limit;
		visit_peer(&client, &peer);
		assert_said(cases[i].said);
		assert_int_equal(client.session.opened, cases[i].opened);
	}
}

/* ---- which connection, and for how long ---- */

static const struct peer_step one[] = {EXPECT, WAIT_MS(10), REPLY("3", "one"), AGAIN};
static const struct peer_step two[] = {EXPECT, WAIT_MS(20), REPLY("3", "two"), AGAIN};

/* They lie in the pool since 10 and 20; the one who comes at 30 gets the younger, the other is left at 35. */
static void test_freshest_first(void **state)
{
	static const struct visit a[] = {{.path = "/"}, {.path = "/", .wait_ms = 20}, {0}};
	static const struct visit b[] = {{.path = "/"}, {.path = "/", .wait_ms = 15}, {0}};
	struct peer peer = {.scripts = {one, two}};
	struct client client = {.visits = {a, b}, .times = true};

	(void)state;
	visit_peer(&client, &peer);
	assert_said("200:one @10 200:two @20 200:one @45 200:two @50");
	assert_int_equal(client.session.reused, 2);
}

static void test_idle_life(void **state)
{
	enum { LIFE_MS = POOL_IDLE_S * 1000 };
	static const struct {
		int wait_ms;
		unsigned opened;
	} cases[] = {{0, 1}, {1, 1}, {LIFE_MS - 1, 1}, {LIFE_MS, 2}, {LIFE_MS + 1, 2}};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct visit visits[] = {
			{.path = "/"}, {.path = "/", .wait_ms = cases[i].wait_ms}, {0}};
		struct peer peer = {.scripts = {hello}};
		struct client client = {.visits = {visits}};

		visit_peer(&client, &peer);
		assert_said("200:hello 200:hello");
		assert_int_equal(client.session.opened, cases[i].opened);
	}
}

/* Each has a life of its own: the younger one outlives the other, but not for long. */
static void test_idle_lives(void **state)
{
	static const struct {
		int wait_ms;
		unsigned opened;
	} cases[] = {{15005, 2}, {15009, 2}, {15010, 3}};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct visit a[] = {{.path = "/"}, {.path = "/", .wait_ms = cases[i].wait_ms}, {0}};
		const struct visit b[] = {{.path = "/"}, {0}};
		struct peer peer = {.scripts = {one, two}};
		struct client client = {.visits = {a, b}};

		visit_peer(&client, &peer);
		assert_said("200:one 200:two 200:two");
		assert_int_equal(client.session.opened, cases[i].opened);
	}
}

/* Used again after 14 s, the fresher one outlives the other. */
static void test_idle_life_of_two(void **state)
{
	static const struct visit a[] = {
		{.path = "/"}, {.path = "/", .wait_ms = 14000}, {.path = "/", .wait_ms = 14000}, {0}};
	static const struct visit b[] = {{.path = "/"}, {.path = "/", .wait_ms = 28030}, {0}};
	struct peer peer = {.scripts = {one, two}};
	struct client client = {.visits = {a, b}, .times = true};

	(void)state;
	visit_peer(&client, &peer);
	/* two, being fresher, is taken at 14010 and 28030; one has ended at 15010. At 28050 a third is begun, and
	 * two comes back before it. */
	assert_said("200:one @10 200:two @20 200:two @14030 200:two @28050 200:two @28070");
	assert_int_equal(client.session.opened, 2);
	assert_int_equal(peer.connections, 3);
}

/* The limit holds for idle connections too: the oldest gives way to one to another host. */
static void test_other_hosts(void **state)
{
	static const struct visit visits[] = {{.path = "http://a.example/"}, {.path = "http://b.example/"},
		{.path = "http://B.EXAMPLE:80/"}, {.path = "http://b.example:8080/"},
		{.path = "http://a.example/"}, {0}};
	static const struct {
		unsigned limit, opened, reused;
	} cases[] = {{1, 4, 1}, {2, 4, 1}, {3, 3, 2}};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct peer peer = {.scripts = {hello}};
		struct client client = {.visits = {visits}, .options.limit = cases[i].limit};

		visit_peer(&client, &peer);
		assert_said("200:hello 200:hello 200:hello 200:hello 200:hello");
		assert_int_equal(client.session.opened, cases[i].opened);
		assert_int_equal(client.session.reused, cases[i].reused);
	}
}

/* A port is another host's under https, too. */
static void test_schemes(void **state)
{
	static const struct visit visits[] = {
		{.path = "http://localhost:443/"}, {.path = "https://localhost/"}, {0}};
	struct peer peer = {.scripts = {hello}};
	struct client client = {.visits = {visits}};

	(void)state;
	visit_peer(&client, &peer);
	assert_said("200:hello cannot connect"); /* the peer knows nothing of TLS */
	assert_int_equal(peer.connections, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CLOSED(test_request),
		CLOSED(test_size_of_request),
		CLOSED(test_long_request),
		CLOSED(test_reuse),
		CLOSED(test_limit),
		CLOSED(test_freshest_first),
		CLOSED(test_idle_life),
		CLOSED(test_idle_lives),
		CLOSED(test_idle_life_of_two),
		CLOSED(test_other_hosts),
		CLOSED(test_schemes),
	};

	return cmocka_run_group_tests(tests, peer_setup, peer_teardown);
}
