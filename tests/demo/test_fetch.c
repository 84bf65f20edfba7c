/* test_fetch.c - the exit status of fetch for each way in which a reply can end or be wrong, and what it has
 * printed by then: all that came, and on an error never a 0. */
#include "tests/lib/fetching.h"

#define OK       "HTTP/1.1 200 OK\r\n"
#define LENGTH   OK "Content-Length: 5\r\n\r\n"
#define CHUNKED  OK "Transfer-Encoding: chunked\r\n\r\n"
#define TO_END   OK "\r\n"
#define CONTINUE "HTTP/1.1 100 Continue\r\n\r\n"
#define HINTS    "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
#define TEN(s)   s s s s s s s s s s

enum { BROKEN = 56, PARTIAL = 18, EMPTY = 52, WEIRD = 8, TIMEOUT = 28, STATUS = 22 };

/* ---- 0: what is complete ---- */

static void test_complete(void **state)
{
	static const struct fetching cases[] = {
		{SENT(LENGTH "hello"), GIVES("hello")},
		{SENT(LENGTH "hello"), CUT_OFF, GIVES("hello")},
		{SENT(LENGTH "hello"), STALLS, GIVES("hello")},
		{SENT(LENGTH "hello, and more"), GIVES("hello")},
		{SENT(LENGTH "hello"), .piece = 1, GIVES("hello")},
		{SENT(TO_END "hello"), GIVES("hello")},
		{SENT(TO_END "hello"), CUT_OFF, PLAIN, GIVES("hello")},
		{SENT("HTTP/1.0 200 OK\r\n\r\nhello"), GIVES("hello")},
		{SENT("HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello"), GIVES("hello")},
		{SENT(CHUNKED "5\r\nhello\r\n0\r\n\r\n"), STALLS, GIVES("hello")},
		{SENT(CHUNKED "5\r\nhello\r\n0\r\n\r\n"), CUT_OFF, GIVES("hello")},
		{SENT(CHUNKED
			 "1;a\r\nh\r\n03;b=\"c;d\" ; e\r\nell\r\n1 \r\no\r\n000;last\r\nX: y\r\nZ:\r\n\r\n"),
			.piece = 1, GIVES("hello")},
		/* no body at all */
		{SENT(OK "Content-Length: 0\r\n\r\n"), STALLS, GIVES("")},
		{SENT(CHUNKED "0\r\n\r\n"), STALLS, GIVES("")},
		{SENT(TO_END), GIVES("")},
		{SENT("HTTP/1.1 204 No Content\r\n\r\n"), STALLS, GIVES("")},
		{SENT("HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\nhello"), GIVES("")},
		{SENT("HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n"), STALLS, GIVES("")},
		/* interim replies, and any status */
		{SENT(CONTINUE LENGTH "hello"), GIVES("hello")},
		{SENT(TEN(HINTS) HINTS CONTINUE CONTINUE LENGTH "hello"), .piece = 7, GIVES("hello")},
		{SENT("HTTP/1.1 404 Not Found\r\nContent-Length: 5\r\n\r\nhello"), GIVES("hello")},
		{SENT("HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 5\r\n\r\nhello"), GIVES("hello")},
		{SENT("HTTP/1.1 999 \r\n\r\nhello"), GIVES("hello")},
	};

	(void)state;
	FETCH_ALL(cases);
}

/* ---- 18, 52, 56: what ends too early ---- */

static void test_cut_short(void **state)
{
	static const struct fetching cases[] = {
		{SENT(""), FAILS(EMPTY, "", "(52) server disconnected")},
		{SENT(""), CUT_OFF, PLAIN, FAILS(EMPTY, "", "(52)")},
		{SENT(""), CUT_OFF, TLS, FAILS(BROKEN, "", "(56)")},
		{SENT(""), RESETS, FAILS(BROKEN, "", "(56) server disconnected: ")},
		{SENT("HTTP/1.1 20"), FAILS(BROKEN, "", "(56) server disconnected")},
		{SENT(LENGTH), FAILS(PARTIAL, "", "(18) damaged reply: a body that was cut short")},
		{SENT(OK "Content-Length: 5\r\n\r"), FAILS(BROKEN, "", "(56) server disconnected")},
		{SENT(OK "Content-Length: 5\r\n\r"), CUT_OFF, FAILS(BROKEN, "", "(56)")},
		{SENT(CONTINUE), FAILS(BROKEN, "", "(56) server disconnected")},
		{SENT(LENGTH "hell"), FAILS(PARTIAL, "hell", "(18)")},
		{SENT(LENGTH "hell"), CUT_OFF, PLAIN, FAILS(PARTIAL, "hell", "(18)")},
		{SENT(LENGTH "hell"), CUT_OFF, TLS,
			FAILS(BROKEN, "hell",
				"(56) the reply was cut short: the peer closed the connection")},
		{SENT(TO_END "hell"), CUT_OFF, TLS, FAILS(BROKEN, "hell", "(56)")},
		{SENT(CHUNKED "5\r\nhell"), FAILS(PARTIAL, "hell", "(18)")},
		{SENT(CHUNKED "5\r\nhello\r\n"), FAILS(PARTIAL, "hello", "(18)")},
		{SENT(CHUNKED "5\r\nhello\r\n0\r\n"), FAILS(PARTIAL, "hello", "(18)")},
		{SENT(CHUNKED "5\r\nhello\r\n0\r\nX: y\r\n\r"), FAILS(PARTIAL, "hello", "(18)")},
		{SENT(CHUNKED "5\r\nhello\r\n0\r\n"), CUT_OFF, TLS, FAILS(BROKEN, "hello", "(56)")},
	};

	(void)state;
	FETCH_ALL(cases);
}

/* ---- 8, 56: what is not HTTP, or not as it says ---- */

static void test_wrong(void **state)
{
#define HEAD(text)                                                                                           \
	{                                                                                                    \
		SENT(text "\r\n\r\nhello"), PLAIN, FAILS(WEIRD, "", "(8) not a proper HTTP reply: ")         \
	}
#define BODY(text, before)                                                                                   \
	{                                                                                                    \
		SENT(CHUNKED text), PLAIN, FAILS(BROKEN, before, "(56) damaged reply: ")                     \
	}
	static const struct fetching cases[] = {
		HEAD("hello"),
		HEAD("SSH-2.0-OpenSSH_9.2"),
		HEAD("\r\n" OK),
		HEAD("ICY 200 OK"),
		HEAD("HTTP/2 200"),
		HEAD("HTTP/1.2 200 OK"),
		HEAD("http/1.1 200 OK"),
		HEAD("HTTP/1.1  200 OK"),
		HEAD("HTTP/1.1 20 OK"),
		HEAD("HTTP/1.1 099 OK"),
		HEAD("HTTP/1.1 2000 OK"),
		HEAD("HTTP/1.1 -20 OK"),
		HEAD("HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c"),
		HEAD(OK "Content-Length: 5\r\nContent-Length: 5"),
		HEAD(OK "Content-Length: 5, 5"),
		HEAD(OK "Content-Length: +5"),
		HEAD(OK "Content-Length: -5"),
		HEAD(OK "Content-Length: 5 5"),
		HEAD(OK "Content-Length: 0x5"),
		HEAD(OK "Content-Length:"),
		HEAD(OK "Content-Length: 99999999999999999999"),
		HEAD(OK "Content-Length: 5\r\nTransfer-Encoding: chunked"),
		HEAD(OK "Transfer-Encoding: gzip"),
		HEAD(OK "Transfer-Encoding: gzip, chunked"),
		HEAD(OK "Transfer-Encoding: chunked, chunked"),
		HEAD("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked"),
		HEAD(OK "A: b\r\n c\x01"),
		HEAD(OK " A: b"),
		HEAD(OK "A : b"),
		HEAD(OK "A"),
		HEAD(OK ": b"),
		HEAD(OK "A: b\0c"),
		HEAD(OK "A: b\x1b[2Jc"),
		HEAD(OK "A: b\rc"),
		HEAD("HTTP/1.1 200 OK\nA: b"),
		BODY("\r\n", ""),
		BODY("g\r\nhello", ""),
		BODY("-5\r\nhello", ""),
		BODY("0x5\r\nhello", ""),
		BODY("5\nhello\r\n0\r\n\r\n", ""),
		BODY("5 5\r\nhello", ""),
		BODY("10000000000000005\r\nhello", ""),
		BODY("5\r\nhello0\r\n\r\n", "hello"),
		BODY("4\r\nhello\r\n0\r\n\r\n", "hell"),
		BODY("5\r\nhello\r\n0\r\nX y\r\n\r\n", "hello"),
	};

	(void)state;
	FETCH_ALL(cases);
}

/* ---- 28: what does not end ---- */

static void test_late(void **state)
{
#define LATE(seconds, before)                                                                                \
	STALLS, .options = "--max-time " seconds,                                                            \
		FAILS(TIMEOUT, before, "(28) no answer within " seconds " s")
	static const struct fetching cases[] = {
		{SENT(""), PLAIN, LATE("0.1", "")},
		{SENT(OK "Content-Le"), PLAIN, LATE("0.1", "")},
		{SENT(CONTINUE), PLAIN, LATE("0.1", "")},
		{SENT(LENGTH "hell"), PLAIN, LATE("0.1", "hell")},
		{SENT(CHUNKED "5\r\nhello\r\n0\r\n"), PLAIN, LATE("0.1", "hello")},
		{SENT(TO_END "hello"), TLS, LATE("0.5", "hello")},
	};

	(void)state;
	FETCH_ALL(cases);
}

/* ---- what is asked for: -f, -i, -I ---- */

static void test_switches(void **state)
{
#define MISSING "HTTP/1.1 404 Not Found\r\nContent-Length: 5\r\n\r\n"
	static const struct fetching cases[] = {
		{.options = "-f",
			SENT(MISSING "hello"),
			FAILS(STATUS, "", "(22) 404, message='Not Found'")},
		{.options = "-f", SENT("HTTP/1.1 500 \r\n\r\nhello"), FAILS(STATUS, "", "(22) 500, message=")},
		{.options = "-fi", SENT(MISSING "hello"), FAILS(STATUS, "", "(22)")},
		{.options = "-f", SENT(MISSING "he"), STALLS, FAILS(STATUS, "", "(22)")},
		{.options = "-f", SENT("HTTP/1.1 399 \r\n\r\nhello"), GIVES("hello")},
		{.options = "-f", SENT(LENGTH "hell"), FAILS(PARTIAL, "hell", "(18)")},
		{.options = "-i", SENT(LENGTH "hello"), GIVES(LENGTH "hello")},
		{.options = "-i", SENT(CONTINUE MISSING "hello"), GIVES(MISSING "hello")},
		{.options = "-i",
			SENT(CHUNKED "5\r\nhello\r\n0\r\n\r\n"),
			.piece = 1,
			GIVES(CHUNKED "hello")},
		{.options = "-i", SENT(LENGTH "hell"), FAILS(PARTIAL, LENGTH "hell", "(18)")},
		{.options = "-I", SENT(LENGTH), STALLS, GIVES(LENGTH)},
		{.options = "-I", SENT(CHUNKED), CUT_OFF, GIVES(CHUNKED)},
		{.options = "-I", SENT(LENGTH "hello"), GIVES(LENGTH)},
		{.options = "-If", SENT(MISSING), FAILS(STATUS, "", "(22)")},
	};

	(void)state;
	FETCH_ALL(cases);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_complete),
		cmocka_unit_test(test_cut_short),
		cmocka_unit_test(test_wrong),
		cmocka_unit_test(test_late),
		cmocka_unit_test(test_switches),
	};

	(void)argc;
	process_find(argv[0]);
	return cmocka_run_group_tests(tests, service_open, service_close);
}
