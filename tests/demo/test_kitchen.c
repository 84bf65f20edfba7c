/* test_kitchen.c - the local genderize API as a program, spoken to in bytes: connections that stay, orders
 * in one heap or in crumbs, and what is refused. */
#include "tests/lib/server.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { TARGET_MAX = 8000, CALLERS = 6 };

static struct server quick; /* plain, cooks for no time at all */
static struct reply reply;

static const char host[] = "Host: localhost\r\n\r\n";

/* Fails unless the next reply is this one. */
static void expect(int fd, int status, const char *body)
{
	assert_true(take_reply(fd, &reply, false));
	assert_int_equal(reply.head.status, status);
	if (!body_has(&reply, body))
		fail_msg("no %s in %.*s", body, SLICE_FMT(reply.body));
}

static void order(int fd, const char *name)
{
	char text[128];

	snprintf(text, sizeof text, "GET /?name=%s HTTP/1.1\r\n%s", name, host);
	send_text(fd, text);
}

static int call(const struct server *server)
{
	int fd = call_server(server, false);

	assert_true(fd >= 0);
	reply = (struct reply){0};
	return fd;
}

/* Three in one write are answered in their order, and a fourth when the others are long done. */
static void test_orders_in_a_heap(void **state)
{
	int fd = call(&quick);
	char heap[512];

	(void)state;
	snprintf(heap, sizeof heap,
		"GET /?name=Bob HTTP/1.1\r\n%sGET /?name[]=Eve&name%%5B%%5D=Ann HTTP/1.1\r\n%sGET /?name=X "
		"HTTP/1.1\r\n%s",
		host, host, host);
	send_text(fd, heap);
	expect(fd, 200, "\"name\":\"Bob\",\"gender\":\"male\"");
	expect(fd, 200, "\"name\":\"Eve\",\"gender\":\"female\"");
	assert_true(body_has(&reply, "\"name\":\"Ann\",\"gender\":\"female\""));
	expect(fd, 200, "\"name\":\"X\",\"gender\":null");
	assert_int_equal(reply.held, reply.size);
	order(fd, "Alice");
	expect(fd, 200, "\"name\":\"Alice\",\"gender\":\"female\"");
	assert_true(reply.head.keep_alive);
	close(fd);
}

/* Whatever the pieces are in which it arrives: one order and the first letter of the next, or single
 * letters. */
static void test_orders_in_crumbs(void **state)
{
	static const char orders[] = "GET /?name=Bob HTTP/1.1\r\nHost: localhost\r\n\r\nGET /?name=Eve "
				     "HTTP/1.1\r\nHost: localhost\r\n\r\n";
	int fd = call(&quick);

	(void)state;
	for (size_t i = 0; i < sizeof orders - 1; i++)
		send_text(fd, (char[]){orders[i], '\0'});
	expect(fd, 200, "Bob");
	expect(fd, 200, "Eve");
	close(fd);
}

/* RFC 9110 section 9.3.2: the fields of GET's reply, and no body, after which the connection goes on. */
static void test_head(void **state)
{
	int fd = call(&quick);
	uint64_t length;

	(void)state;
	send_text(fd, "HEAD /?name=Bob HTTP/1.1\r\nHost: a\r\n\r\n");
	assert_true(take_reply(fd, &reply, true));
	assert_int_equal(reply.head.status, 200);
	assert_int_equal(reply.held, reply.head.size);
	length = (uint64_t)reply_number(&reply, "content-length");
	order(fd, "Bob");
	expect(fd, 200, "Bob");
	assert_int_equal(reply.head.length, length);
	close(fd);
}

static char long_target[TARGET_MAX + 100];

/* A damaged order is answered too, and then the connection ends: it is not known where the next order would
 * begin. A refusal alone does not end it. */
static void test_refusals(void **state)
{
	static const struct {
		const char *order;
		int status;
		bool goes_on;
	} cases[] = {
		{"POST /?name=Bob HTTP/1.1\r\nHost: a\r\n\r\n", 405, true},
		{"POST /?name=Bob HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc", 405, false},
		{"GET /?name=Bob HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", 200, false},
		{"GET /?name=Bob HTTP/1.0\r\n\r\n", 200, false},
		{"GET /?name=Bob HTTP/1.1\r\n\r\n", 400, false},
		{"GET http://localhost/?name=Bob HTTP/1.1\r\nHost: a\r\n\r\n", 200, true},
		{"GET http://localhost?name=Bob HTTP/1.1\r\nHost: a\r\n\r\n", 200, true},
		{"GET http://localhost/?name=Bob HTTP/1.1\r\n\r\n", 400, false},
		{"OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", 405, true},
		{"what is this?\r\n\r\n", 400, false},
		{"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n", 400, false}, /* TLS at the wrong door */
		{"GET / HTTP/1.1\r\nHost: a\r\n\r\n", 422, true},
		{"GET /?name=%C3 HTTP/1.1\r\nHost: a\r\n\r\n", 400, true},
		{"GET /?name=Bob&country_id=DEU HTTP/1.1\r\nHost: a\r\n\r\n", 422, true},
		{"GET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n", 404, true},
		{long_target, 414, true},
	};

	(void)state;
	snprintf(long_target, sizeof long_target, "GET /?name=%0*d HTTP/1.1\r\n%s", TARGET_MAX, 0, host);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int fd = call(&quick);

		send_text(fd, cases[i].order);
		expect(fd, cases[i].status, cases[i].status == 200 ? "Bob" : "{\"error\":\"");
		assert_int_equal(reply.head.keep_alive, cases[i].goes_on);
		if (cases[i].goes_on)
			order(fd, "Eve");
		assert_int_equal(take_reply(fd, &reply, false), cases[i].goes_on);
		close(fd);
	}
}

static void test_says_what_may_be_asked(void **state)
{
	struct slice allow;
	int fd = call(&quick);

	(void)state;
	send_text(fd, "DELETE /?name=Bob HTTP/1.1\r\nHost: a\r\n\r\n");
	expect(fd, 405, "Method Not Allowed");
	assert_true(head_field(&reply.head, "allow", &allow));
	assert_true(slice_equal(allow, SLICE("GET, HEAD")));
	close(fd);
}

/* A client that has closed its half still gets its answer. */
static void test_half_closed(void **state)
{
	int fd = call(&quick);

	(void)state;
	order(fd, "Bob");
	shutdown(fd, SHUT_WR);
	expect(fd, 200, "Bob");
	assert_false(take_reply(fd, &reply, false));
	close(fd);
}

static void test_quota(void **state)
{
	static struct server server;
	int fd;

	(void)state;
	server_start(&server, "--plain --cook 0 --quota 3");
	fd = call(&server);
	for (int left = 2; left >= 0; left--) {
		order(fd, "Bob");
		expect(fd, 200, "Bob");
		assert_int_equal(reply_number(&reply, "x-rate-limit-limit"), 3);
		assert_int_equal(reply_number(&reply, "x-rate-limit-remaining"), left);
		assert_in_range(reply_number(&reply, "x-rate-limit-reset"), 86000, 86400);
	}
	order(fd, "Bob");
	expect(fd, 429, "Request limit reached");
	assert_int_equal(reply_number(&reply, "x-rate-limit-remaining"), 0);
	close(fd);
	server_stop(&server);
}

/* The time until all clients, which connect together, have their answers. */
static double seconds_for_all(const char *options)
{
	static struct server server;
	int callers[CALLERS];
	double start;

	server_start(&server, options);
	for (int i = 0; i < CALLERS; i++)
		callers[i] = call(&server);
	start = seconds_now();
	for (int i = 0; i < CALLERS; i++)
		order(callers[i], "Bob");
	for (int i = 0; i < CALLERS; i++) {
		reply = (struct reply){0};
		expect(callers[i], 200, "Bob");
		close(callers[i]);
	}
	server_stop(&server);
	return seconds_now() - start;
}

/* Without a bound all cook at once; with two chefs they come in three rounds. */
static void test_chefs(void **state)
{
	(void)state;
	assert_true(seconds_for_all("--plain --cook 60") < CALLERS * 0.06);
	assert_true(seconds_for_all("--plain --cook 60 --chefs 2") >= CALLERS / 2 * 0.06);
}

static void test_fails_on_purpose(void **state)
{
	static struct server server;
	int fd, failed = 0;

	(void)state;
	server_start(&server, "--plain --cook 0 --fail 503:50 --seed 7");
	fd = call(&server);
	for (int i = 0; i < 40; i++) {
		order(fd, "Bob");
		assert_true(take_reply(fd, &reply, false));
		assert_true(reply.head.status == 200 || reply.head.status == 503);
		failed += reply.head.status == 503;
	}
	assert_in_range(failed, 8, 32);
	close(fd);
	server_stop(&server);
}

static int open_kitchen(void **state)
{
	(void)state;
	server_start(&quick, "--plain --cook 0");
	return 0;
}

static int close_kitchen(void **state)
{
	if (quick.process.pid)
		server_stop(&quick);
	return process_kill_all(state);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_orders_in_a_heap),
		cmocka_unit_test(test_orders_in_crumbs),
		cmocka_unit_test(test_head),
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_says_what_may_be_asked),
		cmocka_unit_test(test_half_closed),
		cmocka_unit_test(test_quota),
		cmocka_unit_test(test_chefs),
		cmocka_unit_test(test_fails_on_purpose),
	};

	(void)argc;
	process_find(argv[0]);
	return cmocka_run_group_tests(tests, open_kitchen, close_kitchen);
}
