/* feed_head.h - feeds a message's head to its parser in all the ways in which a network can deliver it;
 * the answer must be the same each time. Every piece ends at an unreadable page, and lies at another
 * address than the piece before. */
#ifndef TESTS_LIB_FEED_HEAD_H
#define TESTS_LIB_FEED_HEAD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "http/parse/message.h"
#include "tests/lib/guard.h"

enum { FEED_MAX = 80000 }; /* bytes of the longest head that is fed */

enum role { RESPONSE, RESPONSE_TO_HEAD, REQUEST };

/* The parser's answer, with offsets in place of pointers. All members have the same type, so there is no
 * padding, and memcmp can compare. If parse is not PARSE_OK, only error counts. */
struct outcome {
	size_t parse, error, minor, status, size, body, length, keep_alive;
	size_t reason[2], method[2], target[2], fields[2]; /* offset, length */
};

/* Parses the first len bytes of text, in one of two places in turn. Returns their address. */
static inline const char *feed_parse(
	struct head *head, enum parse *parse, enum role role, const char *text, size_t len)
{
	static char *places[2], nothing[FEED_MAX];
	static unsigned turn;
	char **place = &places[++turn % 2], *buf;

	if (!*place)
		*place = guard_copy(nothing, FEED_MAX);
	buf = *place + FEED_MAX - len;
	memcpy(buf, text, len);
	if (role == REQUEST)
		*parse = head_parse_request(head, buf, len);
	else
		*parse = head_parse_response(head, buf, len, role == RESPONSE_TO_HEAD);
	return buf;
}

static inline void feed_offset(size_t out[2], struct slice s, const char *buf)
{
	out[0] = s.at ? (size_t)(s.at - buf) : 0;
	out[1] = s.len;
}

static inline struct outcome feed_outcome(enum parse parse, const struct head *head, const char *buf)
{
	struct outcome out = {.parse = parse, .error = head->error};

	if (parse != PARSE_OK)
		return out;
	out.minor = (size_t)head->minor;
	out.status = (size_t)head->status;
	out.size = head->size;
	out.body = head->body;
	out.length = head->length;
	out.keep_alive = head->keep_alive;
	feed_offset(out.reason, head->reason, buf);
	feed_offset(out.method, head->method, buf);
	feed_offset(out.target, head->target, buf);
	feed_offset(out.fields, head->fields, buf);
	return out;
}

/* Feeds the text in pieces: `first` bytes, then `step` more each time, until there is an answer or the text
 * ends. The answer must be final: called again with the whole text, the parser repeats an error. */
static inline struct outcome feed_pieces(enum role role, struct slice text, size_t first, size_t step)
{
	struct head head = {0};
	enum parse parse, again;
	const char *buf = feed_parse(&head, &parse, role, text.at, first);
	struct outcome out;

	for (size_t len = first; parse == PARSE_PARTIAL && len < text.len;) {
		len = text.len - len < step ? text.len : len + step;
		buf = feed_parse(&head, &parse, role, text.at, len);
	}
	out = feed_outcome(parse, &head, buf);
	if (parse == PARSE_BAD) {
		feed_parse(&head, &again, role, text.at, text.len);
		assert_int_equal(again, PARSE_BAD);
		assert_int_equal(head.error, out.error);
	}
	return out;
}

static inline void feed_same(
	const struct outcome *a, const struct outcome *b, struct slice text, size_t first)
{
	if (memcmp(a, b, sizeof(*a)) != 0)
		fail_msg("split at %zu: %s, %s; whole: %s, %s; text: %.*s", first,
			a->parse == PARSE_OK ? "ok" : "not ok",
			message_error_text((enum message_error)a->error),
			b->parse == PARSE_OK ? "ok" : "not ok",
			message_error_text((enum message_error)b->error),
			(int)(text.len > 300 ? 300 : text.len), text.at);
}

/* Feeds the text as a whole, byte by byte, and in two pieces cut at every place; a long text in larger
 * steps, to save time. */
static inline struct outcome feed_head(enum role role, struct slice text)
{
	bool is_long = text.len > 4000;
	size_t step = is_long ? 61 : 1, stride = is_long ? 997 : 1;
	struct outcome whole = feed_pieces(role, text, text.len, 1);
	struct outcome other = feed_pieces(role, text, 0, step);

	feed_same(&other, &whole, text, 0);
	for (size_t first = 1; first < text.len; first += stride) {
		other = feed_pieces(role, text, first, text.len);
		feed_same(&other, &whole, text, first);
	}
	return whole;
}

/* Fails unless the answer is that error, or PARSE_OK for MESSAGE_OK; names the text. */
static inline void feed_expect(struct outcome out, enum message_error error, struct slice text)
{
	enum parse parse = error == MESSAGE_OK ? PARSE_OK : PARSE_BAD;

	if (out.parse != parse || out.error != error)
		fail_msg("parse %zu, %s; expected %d, %s; text: %.*s", out.parse,
			message_error_text((enum message_error)out.error), parse, message_error_text(error),
			(int)(text.len > 300 ? 300 : text.len), text.at);
}

#endif
