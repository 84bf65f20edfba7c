/* test_kitchen_http.c - what RFC 9110 and RFC 9112 demand of a server, rule by rule, of the kitchen: see
 * notes/http.md. */
#include "tests/lib/server.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define HOST "Host: a\r\n"
#define GET  "GET /?name=Bob HTTP/1.1\r\n"

enum { LARGE = 300000 };

static struct server kitchen;
static struct reply reply;
static char text[LARGE + 100];

static int call(void)
{
	int fd = call_server(&kitchen, false);

	assert_true(fd >= 0);
	reply = (struct reply){0};
	return fd;
}

/* What that order is answered with. Behind it the connection goes on, or is closed in order. */
static void expect(const char *order, int status, bool goes_on)
{
	int fd = call();

	send_text(fd, order);
	assert_true(take_reply(fd, &reply, false));
	if (reply.head.status != status)
		fail_msg("%d, not %d, for %.80s", reply.head.status, status, order);
	assert_int_equal(reply.head.keep_alive, goes_on);
	if (goes_on)
		send_text(fd, GET HOST "\r\n");
	assert_int_equal(take_reply(fd, &reply, false), goes_on);
	close(fd);
}

/* An order in which so many letters stand between the two. */
static const char *filled(const char *before, size_t count, const char *after)
{
	size_t len = strlen(before);

	strcpy(text, before);
	memset(text + len, 'x', count);
	strcpy(text + len + count, after);
	return text;
}

/* RFC 9112 section 3: whether it is too long for the kitchen or for the parser. */
static void n4_too_long_a_target_is_414(void **state)
{
	(void)state;
	expect(filled("GET /?a=", 8000 - 4, " HTTP/1.1\r\n" HOST "\r\n"), 422, true);
	expect(filled("GET /?a=", 8000 - 3, " HTTP/1.1\r\n" HOST "\r\n"), 414, true);
	expect(filled("GET /?a=", 9000, " HTTP/1.1\r\n" HOST "\r\n"), 414, false);
	expect(filled("GET /?a=", LARGE, " HTTP/1.1\r\n" HOST "\r\n"), 414, false);
}

/* RFC 9110 section 5.4: one line or all together. */
static void n4_too_large_fields_are_431(void **state)
{
	size_t len = strlen(GET HOST);

	(void)state;
	expect(filled(GET HOST "X: ", 8000, "\r\n\r\n"), 200, true);
	expect(filled(GET HOST "X: ", 9000, "\r\n\r\n"), 431, false);
	strcpy(text, GET HOST);
	for (; len < 70000; len += 1000)
		snprintf(text + len, sizeof text - len, "X: %0995d\r\n", 0);
	strcpy(text + len, "\r\n");
	expect(text, 431, false);
}

/* RFC 9112 section 9.6: the refusal can be read although the client sent much more than the kitchen read;
 * it is followed by an end of file, not by a reset, which could destroy it. */
static void n4_a_refusal_outlives_what_was_not_read(void **state)
{
	char byte;

	(void)state;
	for (int round = 0; round < 5; round++) {
		int fd = call();

		send_text(fd, filled(GET HOST "X: ", LARGE, "\r\n\r\n"));
		assert_true(take_reply(fd, &reply, false));
		assert_int_equal(reply.head.status, 431);
		assert_int_equal(recv(fd, &byte, 1, 0), 0);
		close(fd);
	}
}

/* RFC 9112 section 3.2. */
static void n4_host_is_said_once(void **state)
{
	(void)state;
	expect(GET "\r\n", 400, false);
	expect(GET HOST HOST "\r\n", 400, false);
	expect(GET "Host: a b\r\n\r\n", 400, false);
	expect(GET HOST "\r\n", 200, true);
	expect("GET /?name=Bob HTTP/1.0\r\n\r\n", 200, false);
	expect("GET http://b/?name=Bob HTTP/1.1\r\n" HOST "\r\n", 200, true);
	expect("OPTIONS * HTTP/1.1\r\n" HOST "\r\n", 405, true);
}

/* RFC 9112 sections 2.2, 5.1, 5.2, 6.1 to 6.3. */
static void n4_what_could_be_read_in_two_ways_is_400(void **state)
{
	static const char *const fields[] = {" Host: a\r\n", "Host : a\r\n", "Host: a\r\n b\r\n", "Host: a\n",
		"Host: \ra\r\n", HOST "Content-Length: 1\r\nContent-Length: 2\r\n", HOST "Content-Length: x\r\n",
		HOST "Transfer-Encoding: gzip\r\n", HOST "Transfer-Encoding: chunked, gzip\r\n",
		HOST "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n"};

	(void)state;
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
		snprintf(text, sizeof text, "%s%s\r\n", GET, fields[i]);
		expect(text, 400, false);
	}
}

/* RFC 9110 section 9.3.2: of a refusal neither. */
static void n4_head_is_answered_without_content(void **state)
{
	int fd = call();

	(void)state;
	for (int round = 0; round < 2; round++) {
		send_text(fd, round ? "HEAD /nowhere HTTP/1.1\r\n" HOST "\r\n" : "HEAD /?name=Bob HTTP/1.1\r\n" HOST "\r\n");
		assert_true(take_reply(fd, &reply, true));
		assert_int_equal(reply.head.status, round ? 404 : 200);
		assert_true(reply_number(&reply, "content-length") > 10);
		assert_int_equal(reply.held, reply.size);
	}
	send_text(fd, GET HOST "\r\n");
	assert_true(take_reply(fd, &reply, false));
	assert_int_equal(reply.head.status, 200);
	close(fd);
}

/* RFC 9112 sections 9.3 and 9.6. */
static void n4_who_says_close_is_left(void **state)
{
	struct slice said;

	(void)state;
	expect(GET HOST "Connection: close\r\n\r\n", 200, false);
	expect("GET /?name=Bob HTTP/1.0\r\n\r\n", 200, false);
	expect("GET /?name=Bob HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", 200, true);
	for (int close_it = 0; close_it < 2; close_it++) {
		int fd = call();

		send_text(fd, close_it ? GET HOST "Connection: close\r\n\r\n"
				       : "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
		assert_true(take_reply(fd, &reply, false));
		assert_true(head_field(&reply.head, "connection", &said));
		assert_true(slice_equal(said, close_it ? SLICE("close") : SLICE("keep-alive")));
		close(fd);
	}
}

/* RFC 9110 section 6.6.1. */
static void n4_each_reply_is_dated(void **state)
{
	static const char *const orders[] = {GET HOST "\r\n", "GET /nowhere HTTP/1.1\r\n" HOST "\r\n", GET "\r\n"};

	(void)state;
	for (int i = 0; i < 3; i++) {
		struct slice date;
		int fd = call();

		send_text(fd, orders[i]);
		assert_true(take_reply(fd, &reply, false));
		assert_true(head_field(&reply.head, "date", &date));
		assert_int_equal(date.len, strlen("Sun, 06 Nov 1994 08:49:37 GMT"));
		assert_memory_equal(date.at + date.len - 4, " GMT", 4);
		close(fd);
	}
}

static int open_kitchen(void **state)
{
	(void)state;
	server_start(&kitchen, "--plain --cook 0");
	return 0;
}

static int close_kitchen(void **state)
{
	server_stop(&kitchen);
	return process_kill_all(state);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(n4_too_long_a_target_is_414),
		cmocka_unit_test(n4_too_large_fields_are_431),
		cmocka_unit_test(n4_a_refusal_outlives_what_was_not_read),
		cmocka_unit_test(n4_host_is_said_once),
		cmocka_unit_test(n4_what_could_be_read_in_two_ways_is_400),
		cmocka_unit_test(n4_head_is_answered_without_content),
		cmocka_unit_test(n4_who_says_close_is_left),
		cmocka_unit_test(n4_each_reply_is_dated),
	};

	(void)argc;
	process_find(argv[0]);
	return cmocka_run_group_tests(tests, open_kitchen, close_kitchen);
}
