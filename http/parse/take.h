/* take.h - how the parsers read: a slice is eaten from the front. Each function cuts a head from *rest and
 * leaves what follows; if the head is not as asked for, it leaves all. What each byte may be part of stands
 * in one table for all grammars here. <ctype.h> is not used, because it asks the locale, and because a char
 * may be negative. */
#ifndef HTTP_PARSE_TAKE_H
#define HTTP_PARSE_TAKE_H

#include "http/parse/slice.h"

/* Ordered: from BYTE_COLON on what stands for itself in a JSON string, from BYTE_TOKEN on a tchar (RFC 9110
 * section 5.6.2), from BYTE_MARK on unreserved in a URL (RFC 3986 section 2.3), from BYTE_LETTER on a letter
 * or a digit, from BYTE_HEX on a hexadecimal digit. */
enum byte_kind {
	BYTE_OTHER, /* printable, and of no other kind; or above 0x7f: obs-text */
	BYTE_CONTROL,
	BYTE_CR,
	BYTE_LF,
	BYTE_SPACE, /* or HTAB */
	BYTE_COLON,
	BYTE_SEMICOLON,
	BYTE_TOKEN,
	BYTE_MARK, /* - . _ ~ */
	BYTE_LETTER,
	BYTE_HEX, /* A to F in either case */
	BYTE_DIGIT,
	BYTE_KINDS
};

extern const unsigned char byte_kinds[256];

static inline enum byte_kind byte_kind(char c)
{
	return (enum byte_kind)byte_kinds[(unsigned char)c];
}

/* Neither a control byte nor beyond ASCII: a terminal obeys the former, and some obey the latter. */
static inline bool byte_is_printable(char c)
{
	return c >= ' ' && c <= '~';
}

/* Is that so of all the bytes that a size_t holds? When a space is taken off each, what was below it has its
 * highest bit set, and so has 0xff; when 1 is added, what was above the tilde. Only such a byte makes its
 * neighbour borrow or carry. */
static inline bool word_is_printable(const char *at)
{
	const size_t each = (size_t)-1 / 0xff; /* 1 in each byte */
	size_t word;

	memcpy(&word, at, sizeof word);
	return (((word - each * ' ') | (word + each)) & each * 0x80) == 0;
}

/* The first len bytes; there must be so many. */
static inline struct slice take(struct slice *rest, size_t len)
{
	struct slice head = {rest->at, len};

	if (len > 0) /* C does not even allow adding 0 to NULL */
		*rest = (struct slice){rest->at + len, rest->len - len};
	return head;
}

/* Is c one of these? A NUL is none. They are few: a call of memchr would take longer. */
static inline bool byte_is_one_of(char c, const char *set)
{
	return *set && (c == *set || byte_is_one_of(c, set + 1));
}

/* One byte that stands in set. */
static inline bool take_any(struct slice *rest, const char *set)
{
	return rest->len > 0 && byte_is_one_of(rest->at[0], set) && take(rest, 1).at;
}

/* Exactly this word. */
static inline bool take_word(struct slice *rest, struct slice word)
{
	return rest->len >= word.len && memcmp(rest->at, word.at, word.len) == 0 && take(rest, word.len).at;
}

/* All bytes of this kind or a later one; perhaps none. */
static inline struct slice take_kind(struct slice *rest, enum byte_kind kind)
{
	size_t len = 0;

	while (len < rest->len && byte_kind(rest->at[len]) >= kind)
		len++;
	return take(rest, len);
}

/* Has the text one byte or more, all of this kind or a later one? */
static inline bool is_all(struct slice text, enum byte_kind kind)
{
	return take_kind(&text, kind).len > 0 && text.len == 0;
}

/* All up to the first byte that stands in stops, or to the end; the stop itself stays. Letters and digits,
 * which most bytes are, never stop. */
static inline struct slice take_until(struct slice *rest, const char *stops)
{
	size_t len = 0;

	while (len < rest->len &&
		(byte_kind(rest->at[len]) >= BYTE_LETTER || !byte_is_one_of(rest->at[len], stops)))
		len++;
	return take(rest, len);
}

/* All up to this byte, or to the end; it stays. */
static inline struct slice take_to(struct slice *rest, char stop)
{
	const char *end = rest->len > 0 ? memchr(rest->at, stop, rest->len) : NULL;

	return take(rest, end ? (size_t)(end - rest->at) : rest->len);
}

/* The same, and the stop goes too. */
static inline struct slice take_past(struct slice *rest, char stop)
{
	struct slice head = take_to(rest, stop);

	take(rest, rest->len > 0);
	return head;
}

/* Is the word one of these, between which stands a blank? same: slice_equal or slice_equal_nocase. */
static inline bool word_is_one_of(
	struct slice word, const char *words, bool (*same)(struct slice, struct slice))
{
	struct slice rest = slice_of(words);

	while (rest.len > 0)
		if (same(word, take_past(&rest, ' ')))
			return true;
	return false;
}

/* The value of a hexadecimal digit. */
static inline unsigned byte_hex(char digit)
{
	return digit <= '9' ? (unsigned)(digit - '0') : (unsigned)((digit | 0x20) - 'a' + 10);
}

/* So many hexadecimal digits: their value, or -1 if they are not all there: then what precedes the fault has
 * gone. */
static inline int take_hex(struct slice *rest, int digits)
{
	int value = 0;

	for (; digits > 0; digits--) {
		if (rest->len == 0 || byte_kind(rest->at[0]) < BYTE_HEX)
			return -1;
		value = value * 16 + (int)byte_hex(take(rest, 1).at[0]);
	}
	return value;
}

#endif
