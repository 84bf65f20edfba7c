/* test_odd_cut.c - a reply that ends at each of its bytes, in each of the ways in which it can: the right bytes or the right
 * error, never a wrong body, and never a wait without an end. */
#include "tests/lib/odd.h"

#define OK "HTTP/1.1 200 OK\r\n"

static const struct slice replies[] = {
#define BYTES(text)                                                                                          \
	{                                                                                                    \
		(text), sizeof(text) - 1                                                                     \
	}
	BYTES(OK "Content-Length: 10\r\nX: y\r\n\r\nhelloworld"),
	BYTES(OK "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n3;a=\"b\"\r\nwor\r\n02 \r\nld\r\n0\r\nT: "
		 "v\r\n\r\n"),
	BYTES(OK "Connection: close\r\n\r\nhelloworld"),
	BYTES("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.0 200\r\n\r\nhelloworld"),
};

enum { REPLIES = sizeof replies / sizeof *replies };

static const enum peer_act ends[] = {PEER_CLOSE, PEER_CUT, PEER_STALL, PEER_RESET};

/* Every `step`th place of every reply, from `first` on. Returns how many. */
static int cut_all(struct odd how, size_t first, size_t step)
{
	int count = 0;

	for (size_t i = 0; i < REPLIES; i++) {
		for (size_t len = first; len <= replies[i].len; len += step, count++) {
			struct odd odd = how;

			odd.reply = (struct slice){replies[i].at, len};
			odd_judge(&odd);
		}
	}
	return count;
}

/* In memory a reset leaves plain TCP with nothing but its end; so that one is for sockets. */
static void test_plain(void **state)
{
	int count = 0;

	(void)state;
	for (int end = 0; end < 3; end++)
		for (size_t piece = 0; piece < 2; piece++)
			count += cut_all((struct odd){.end = ends[end], .piece = piece}, 0, 1);
	assert_true(count > 1500);
}

static void test_tls(void **state)
{
	int count = 0;

	(void)state;
	for (size_t end = 0; end < 4; end++)
		count += cut_all((struct odd){.end = ends[end], .tls = true}, end, 6);
	assert_true(count > 160);
}

static void test_sockets(void **state)
{
	(void)state;
	for (size_t end = 0; end < 4; end++) {
		if (ends[end] == PEER_STALL) /* the real clock's time is dear */
			continue;
		cut_all((struct odd){.end = ends[end], .sockets = true}, 0, 2);
		cut_all((struct odd){.end = ends[end], .sockets = true, .piece = 1}, 1, 9);
		cut_all((struct odd){.end = ends[end], .sockets = true, .tls = true}, end, 16);
		cut_all((struct odd){.end = ends[end], .sockets = true, .tls = true, .piece = 3}, end, 32);
	}
}

/* What follows a reply was not asked for: it is not the next one's, and its connection serves no more. */
static void test_more(void **state)
{
	static const char more[] = OK "Content-Length: 4\r\n\r\nevil";
	char bytes[512];

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		for (size_t len = 0; len < sizeof more; len++) {
			for (int transport = 0; transport < 4; transport++) {
				struct odd odd = {
					.end = PEER_STALL, .tls = transport % 2, .sockets = transport / 2};

				if (transport > 0 && len % 8 > 1)
					continue;
				memcpy(bytes, replies[i].at, replies[i].len);
				memcpy(bytes + replies[i].len, more, len);
				odd.reply = (struct slice){bytes, replies[i].len + len};
				odd_judge(&odd);
				assert_int_equal(odd.reusable, len == 0);
				assert_int_equal(odd.len, 10);
			}
		}
	}
}

/* Replies without a body, however much they speak of one. */
static void test_no_body(void **state)
{
	static const struct {
		struct slice reply;
		bool was_head, reusable;
	} cases[] = {
		{BYTES("HTTP/1.1 204 No Content\r\n\r\n"), false, true},
		{BYTES("HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n"), false, false},
		{BYTES("HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n"), false, true},
		{BYTES("HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: chunked\r\n\r\n"), false, true},
		{BYTES(OK "Content-Length: 5\r\n\r\n"), true, true},
		{BYTES(OK "Transfer-Encoding: chunked\r\n\r\n"), true, true},
		{BYTES(OK "\r\n"), true, true},
		{BYTES("HTTP/1.0 200 OK\r\n\r\n"), true, false},
		{BYTES(OK "Content-Length: 0\r\n\r\n"), false, true},
		{BYTES(OK "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), false, true},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		for (size_t len = 0; len <= cases[i].reply.len; len++) {
			for (int end = 0; end < 3; end++) {
				struct odd odd = {.end = ends[end], .was_head = cases[i].was_head};

				odd.reply = (struct slice){cases[i].reply.at, len};
				odd_judge(&odd);
				assert_int_equal(odd.len, 0);
				if (len == cases[i].reply.len && ends[end] == PEER_STALL)
					assert_int_equal(odd.reusable, cases[i].reusable);
			}
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CLOSED(test_plain),
		CLOSED(test_tls),
		CLOSED(test_sockets),
		CLOSED(test_more),
		CLOSED(test_no_body),
	};

	return cmocka_run_group_tests(tests, peer_setup, odd_teardown);
}
