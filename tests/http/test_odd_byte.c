/* test_odd_byte.c - a reply in which one byte is another, missing, doubled, or one too many: for each place and each of many
 * bytes, what the session makes of it is what a second, strict reader makes of it. */
#include "tests/lib/odd.h"

#define OK "HTTP/1.1 200 OK\r\n"

#define BYTES(text)                                                                                          \
	{                                                                                                    \
		(text), sizeof(text) - 1                                                                     \
	}

static const struct slice replies[] = {
	BYTES(OK "Content-Length: 10\r\nX-Y: z\r\n\r\nhelloworld"),
	BYTES(OK "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n3;a=\"b\"\r\nwor\r\n02 \r\nld\r\n0\r\nT: "
		 "v\r\n\r\n"),
	BYTES("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.0 200 OK\r\nKeep: it\r\n\r\nhelloworld"),
};

enum { REPLIES = sizeof replies / sizeof *replies, ROOM = 512 };

static int count; /* of all that were sent */

/* One of so many is sent over TLS as well, and one over sockets; and one stalls at its end. */
enum { OVER_TLS_EACH = 41, OVER_SOCKETS_EACH = 23, STALLS_EACH = 3, IN_PIECES_EACH = 5 };

static void send_odd(const char *bytes, size_t len)
{
	struct odd odd = {.reply = {bytes, len}, .end = PEER_CLOSE};

	count++;
	odd.piece = count % IN_PIECES_EACH == 0;
	odd.end = count % STALLS_EACH == 0 ? PEER_STALL : PEER_CLOSE;
	odd_judge(&odd);
	if (count % OVER_TLS_EACH == 0)
		odd_judge(&(struct odd){.reply = {bytes, len}, .end = PEER_CUT, .tls = true});
	if (count % OVER_SOCKETS_EACH == 0)
		odd_judge(&(struct odd){.reply = {bytes, len}, .end = PEER_CLOSE, .sockets = true});
}

/* ---- what may happen to a byte ---- */

static void test_replaced(void **state)
{
	static const char by[] = "\t\n\r ,-019;:Ag\x7f\xff"; /* and NUL, which ends it */
	char bytes[ROOM];

	(void)state;
	for (size_t i = 0; i < REPLIES; i++) {
		for (size_t at = 0; at < replies[i].len; at++) {
			for (size_t b = 0; b < sizeof by; b++) {
				memcpy(bytes, replies[i].at, replies[i].len);
				bytes[at] = by[b];
				send_odd(bytes, replies[i].len);
			}
		}
	}
	assert_true(count > 3000);
}

static void test_flipped(void **state)
{
	char bytes[ROOM];

	(void)state;
	for (size_t i = 0; i < REPLIES; i++) {
		for (size_t bit = 0; bit < 8 * replies[i].len; bit++) {
			memcpy(bytes, replies[i].at, replies[i].len);
			bytes[bit / 8] = (char)(bytes[bit / 8] ^ 1 << bit % 8);
			send_odd(bytes, replies[i].len);
		}
	}
}

static void test_missing(void **state)
{
	char bytes[ROOM];

	(void)state;
	for (size_t i = 0; i < REPLIES; i++) {
		for (size_t at = 0; at < replies[i].len; at++) {
			memcpy(bytes, replies[i].at, at);
			memcpy(bytes + at, replies[i].at + at + 1, replies[i].len - at - 1);
			send_odd(bytes, replies[i].len - 1);
		}
	}
}

static void test_too_many(void **state)
{
	static const char more[] = "\r\n 0;:"; /* and NUL */
	char bytes[ROOM];

	(void)state;
	for (size_t i = 0; i < REPLIES; i++) {
		for (size_t at = 0; at <= replies[i].len; at++) {
			for (size_t b = 0; b <= sizeof more; b++) {
				memcpy(bytes, replies[i].at, at);
				bytes[at] = b < sizeof more ? more[b] : replies[i].at[at];
				memcpy(bytes + at + 1, replies[i].at + at, replies[i].len - at);
				send_odd(bytes, replies[i].len + 1);
			}
		}
	}
}

/* ---- more than one ---- */

/* Lines and words that servers are known to send, in place of a reply's own. */
static void test_fields(void **state)
{
	static const char *const fields[] = {"Content-Length: 10", "Content-Length: 10, 10",
		"Content-Length: 010", "Content-Length: +10", "Content-Length: -10", "Content-Length: 10 ",
		"Content-Length:\t10\t", "Content-Length: 1 0", "Content-Length: 0xA", "Content-Length: 1e1",
		"Content-Length: 9223372036854775807", "Content-Length: 9223372036854775808",
		"Content-Length: 18446744073709551626", "Content-Length:", "Content-Length",
		"Content-Length : 10", " Content-Length: 10", "content-length: 10", "Content_Length: 10",
		"Content-Length: ten", "Transfer-Encoding: chunked", "transfer-encoding: CHUNKED",
		"Transfer-Encoding: chunked ", "Transfer-Encoding: gzip, chunked",
		"Transfer-Encoding: chunked, gzip", "Transfer-Encoding: identity",
		"Transfer-Encoding: chunked;q=1", "Transfer-Encoding:", "Transfer-Encoding: \"chunked\"",
		"Transfer-Encoding : chunked", "Transfer-Encoding: xchunked", "X: y\r\n z",
		"X: y\nContent-Length: 2", "X: y\rContent-Length: 2", "X", ": y", "(X): y", "X: \x01",
		"X: \xc3\xa9", "X:y", "Connection: close", "Connection: keep-alive", "Trailer: X",
		"Upgrade: h2c"};
	enum { FIELDS = sizeof fields / sizeof *fields };
	static const char *const heads[] = {"HTTP/1.1 200 OK", "HTTP/1.0 200 OK"};
	static const char *const bodies[] = {"helloworld", "A\r\nhelloworld\r\n0\r\n\r\n"};
	char bytes[ROOM];

	(void)state;
	for (int i = 0; i < FIELDS * FIELDS * 4; i += 3) { /* a third of all pairs, heads and bodies */
		int len = snprintf(bytes, sizeof bytes, "%s\r\n%s\r\n%s\r\n\r\n%s", heads[i % 2],
			fields[i / 4 % FIELDS], fields[i / 4 / FIELDS], bodies[i / 2 % 2]);

		send_odd(bytes, (size_t)len);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CLOSED(test_replaced),
		CLOSED(test_flipped),
		CLOSED(test_missing),
		CLOSED(test_too_many),
		CLOSED(test_fields),
	};

	return cmocka_run_group_tests(tests, peer_setup, odd_teardown);
}
