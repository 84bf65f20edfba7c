/* slice.h - a piece of somebody else's bytes: the parsers' only currency; and how they list what can be wrong
 * with it. */
#ifndef HTTP_PARSE_SLICE_H
#define HTTP_PARSE_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

struct slice {
	const char *at; /* not NUL-terminated, not owned: valid while the bytes it points into are */
	size_t len;
};

#define SLICE(literal) ((struct slice){(literal), sizeof(literal) - 1})
#define SLICE_FMT(s)   (int)(s).len, (s).at /* for printf's "%.*s" */

/* A list of errors says X(NAME, "words for people") of each. These make of it the names of an enum, and an
 * array of words. */
#define PARSE_ERROR_NAME(name, text) name,
#define PARSE_ERROR_TEXT(name, text) [name] = text,

static inline struct slice slice_of(const char *text)
{
	return (struct slice){text, strlen(text)};
}

static inline bool slice_equal(struct slice a, struct slice b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

/* ASCII case folded, as field names and schemes are compared (RFC 9110 section 5.1). */
static inline bool slice_equal_nocase(struct slice a, struct slice b)
{
	return a.len == b.len && (a.len == 0 || strncasecmp(a.at, b.at, a.len) == 0);
}

#endif
