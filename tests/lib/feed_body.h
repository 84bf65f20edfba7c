/* feed_body.h - feeds a body to its decoder as a whole, byte by byte, and cut at every place. Each piece
 * ends at an unreadable page. The answer must be the same each time, and each call must keep the
 * contract. */
#ifndef TESTS_LIB_FEED_BODY_H
#define TESTS_LIB_FEED_BODY_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "http/parse/body.h"
#include "tests/lib/guard.h"

enum { ROOM = 200000, ANY = 1000000 }; /* bytes of the longest input; a limit that is never reached */

struct decoded {
	enum parse parse;
	enum message_error error;
	size_t used; /* bytes taken in all */
	size_t len;  /* bytes of data */
	char data[ROOM];
};

/* Decodes one piece to its end, and checks what the contract promises for each call. */
static inline void feed_piece(struct body *body, struct decoded *out, const char *piece, size_t len)
{
	do {
		struct slice data;
		size_t used;

		out->parse = body_decode(body, piece, len, &used, &data);
		assert_true(used <= len && data.len <= used);
		assert_true(data.len == 0 || (data.at >= piece && data.at + data.len <= piece + used));
		assert_true(data.len == 0 || out->parse != PARSE_BAD);
		assert_true(used > 0 || len == 0 || out->parse != PARSE_PARTIAL);
		memcpy(out->data + out->len, data.at, data.len);
		out->len += data.len;
		out->used += used;
		piece += used;
		len -= used;
	} while (out->parse == PARSE_PARTIAL && len > 0);
}

/* Feeds a first piece, possibly empty, and then pieces of step bytes. */
static inline void feed(struct decoded *out, const struct head *head, uint64_t limit, struct slice in,
	size_t first, size_t step)
{
	static char *area;
	struct body body;
	size_t at = 0, len = first;

	if (!area)
		area = guard_copy(out->data, ROOM);
	memset(out, 0, offsetof(struct decoded, data));
	body_begin(&body, head, limit);
	do {
		memcpy(area + ROOM - len, in.at + at, len);
		feed_piece(&body, out, area + ROOM - len, len);
		at += len;
		len = in.len - at < step ? in.len - at : step;
	} while (out->parse == PARSE_PARTIAL && len > 0);
	if (out->parse == PARSE_PARTIAL)
		out->parse = body_end(&body);
	out->error = body.error;
	assert_int_equal(body.error == MESSAGE_OK, out->parse == PARSE_OK);
	assert_int_equal(body.total, out->len);
}

static inline void expect_same(
	const struct decoded *a, const struct decoded *b, struct slice in, size_t first)
{
	if (a->parse != b->parse || a->error != b->error || a->used != b->used || a->len != b->len ||
		memcmp(a->data, b->data, a->len) != 0)
		fail_msg("cut at %zu: %s after %zu bytes, %zu of data; whole: %s after %zu, %zu; input: %.*s",
			first, message_error_text(a->error), a->used, a->len, message_error_text(b->error),
			b->used, b->len, (int)(in.len > 200 ? 200 : in.len), in.at);
}

static inline const struct decoded *feed_all(const struct head *head, uint64_t limit, struct slice in)
{
	static struct decoded whole, other;
	size_t stride = in.len > 2000 ? 997 : 1; /* a long input is cut at fewer places, to save time */

	feed(&whole, head, limit, in, in.len, 1);
	feed(&other, head, limit, in, 0, 1);
	expect_same(&other, &whole, in, 0);
	for (size_t first = 1; first < in.len; first += stride) {
		feed(&other, head, limit, in, first, in.len);
		expect_same(&other, &whole, in, first);
	}
	return &whole;
}

static inline void expect(
	const struct decoded *out, enum message_error error, struct slice data, struct slice in)
{
	if (out->error != error || out->len != data.len || memcmp(out->data, data.at, data.len) != 0)
		fail_msg("%s, data %.*s; expected %s, data %.*s; input: %.*s", message_error_text(out->error),
			(int)out->len, out->data, message_error_text(error), SLICE_FMT(data), SLICE_FMT(in));
}

#endif
