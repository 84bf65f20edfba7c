/* json.h - JSON as RFC 8259 defines it and nothing else, read where it lies.
 *
 * An exactness pass (json_exact.c) decides whether the text is JSON; only what passed is handed to jsmn,
 * which makes a flat array of tokens out of it in preorder. A value is an index into that array: the root
 * is 0, and -1 is a value that is missing. Every function takes -1 and answers "missing", so look-ups may
 * be nested without a test between. */
#ifndef HTTP_PARSE_JSON_H
#define HTTP_PARSE_JSON_H

#include "http/parse/slice.h"

/* jsmn's code is in json.c; everyone else gets its types. (A program that calls jsmn itself includes it
 * before this, with JSMN_STATIC and JSMN_PARENT_LINKS.) Without parent links it would search all tokens for
 * the open bracket at every closing one, in quadratic time. */
#ifndef JSMN_PARENT_LINKS
#define JSMN_PARENT_LINKS
#define JSMN_HEADER
#endif
#include <jsmn.h>

enum {
	JSON_DEPTH_MAX = 512,       /* brackets open at the same time */
	JSON_CLIMBS_MAX = 64 << 20, /* levels between each closing bracket and the token before it, in all */
	JSON_SIZE_MAX = 16 << 20,   /* bytes of a document; at the worst its tokens take ten times as much */
	JSON_NUMBER_MAX = 1024,     /* characters of a number that json_number converts */
	JSON_FEW = 16               /* tokens that need no allocation */
};

/* What can be wrong with a document, with its words for people. */
#define JSON_ERRORS(X)                                                                                       \
	X(JSON_OK, "no error")                                                                               \
	X(JSON_EMPTY, "empty") /* nothing but white space */                                                 \
	X(JSON_BOM, "a byte order mark stands before it") /* which a reader may ignore (8.1); we do not */   \
	X(JSON_CUT_SHORT, "cut short")                                                                       \
	X(JSON_UNEXPECTED, "an unexpected character")                                                        \
	X(JSON_TRAILING, "something after the end")                                                          \
	X(JSON_BAD_ESCAPE, "an unknown escape in a string") /* section 7 */                                  \
	X(JSON_BAD_CONTROL, "a control character in a string") /* unescaped (section 7) */                   \
	X(JSON_BAD_UTF8, "not UTF-8") /* section 8.1, RFC 3629 */                                            \
	X(JSON_TOO_DEEP, "nested more than 512 deep, or deep too often")                                     \
	X(JSON_TOO_LARGE, "larger than 16 MiB")                                                              \
	X(JSON_NO_MEMORY, "not enough memory")

enum json_error { JSON_ERRORS(PARSE_ERROR_NAME) };

/* Ordered: from JSON_ARRAY on they hold others. */
enum json_type { JSON_MISSING, JSON_NULL, JSON_BOOL, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT };

/* Not to be copied or moved once parsed: tokens may point to few. */
struct json {
	struct slice text;
	jsmntok_t *tokens;
	int count;
	bool has_escapes; /* a backslash is in the text: a string may be spelled otherwise than it reads */
	size_t error_at; /* after an error: the offset in text where it was found */
	jsmntok_t few[JSON_FEW];
};

/* Reads a document. What self held before is not looked at. The text is borrowed until json_close; memory
 * is taken only for more than JSON_FEW tokens. After an error there is nothing to close, and every value is
 * missing.
 *
 * Takes time in proportion to the text, hostile or not. */
enum json_error json_parse(struct json *self, struct slice text);

/* The reason in words that never quote the document. */
const char *json_error_text(enum json_error error);

/* The bytes that json_parse took. */
static inline size_t json_memory(const struct json *self)
{
	return self->tokens == self->few ? 0 : (size_t)self->count * sizeof *self->tokens;
}

/* Gives back what json_parse took. May be called again, and on a struct that is all zero. */
void json_close(struct json *self);

/* NULL for a value that is missing, or not in this document. */
static inline const jsmntok_t *json_token(const struct json *self, int value)
{
	return value >= 0 && value < self->count ? &self->tokens[value] : NULL;
}

/* jsmn calls numbers and literals alike "primitive". After the exactness pass the first character tells
 * which it is. */
static inline enum json_type json_type(const struct json *self, int value)
{
	const jsmntok_t *token = json_token(self, value);
	char first = token ? self->text.at[token->start] : '\0';

	if (!token)
		return JSON_MISSING;
	if (token->type != JSMN_PRIMITIVE)
		return token->type == JSMN_STRING ? JSON_STRING : token->type == JSMN_ARRAY ? JSON_ARRAY : JSON_OBJECT;
	return first == 'n' ? JSON_NULL : first == 't' || first == 'f' ? JSON_BOOL : JSON_NUMBER;
}

/* The bytes of a value as they stand; of a string, what is between its quotes, still escaped. */
static inline struct slice json_raw(const struct json *self, int value)
{
	const jsmntok_t *token = json_token(self, value);

	return token ? (struct slice){self->text.at + token->start, (size_t)(token->end - token->start)} : SLICE("");
}

/* Members of an object or elements of an array; 0 for anything else. */
int json_size(const struct json *self, int value);

/* The value of an object's member, or -1. Of several members with the same name the last one counts, as in
 * Python and JavaScript (RFC 8259 section 4 leaves it open). Names are compared unescaped. Looks at all of
 * the object. */
int json_get(const struct json *self, int object, const char *name);

/* Element n of an array, counted from 0, or -1. */
int json_item(const struct json *self, int array, int n);

/* Walks over an array's elements, or an object's names (the value of name k is k + 1): the first, and from
 * each the next one; -1 after the last. A step costs as much as the value it leaves has tokens: one for a
 * scalar. */
static inline int json_first(const struct json *self, int container)
{
	return json_size(self, container) > 0 ? container + 1 : -1; /* preorder: it follows at once */
}
int json_next(const struct json *self, int value);

/* The string as NUL-terminated UTF-8. False, and buf holds "": not a string, does not fit in cap with its
 * NUL, contains U+0000, or half a surrogate pair, which JSON can spell but UTF-8 cannot. */
bool json_string(const struct json *self, int value, char *buf, size_t cap);

/* Does the inside of a string, which may have escapes, stand for this text? */
bool json_spells(struct slice inside, struct slice text);

/* Whether value is a string that is, unescaped, equal to text. Without an escape in the document it is
 * compared as it stands. */
static inline bool json_equals(const struct json *self, int value, struct slice text)
{
	const jsmntok_t *token = json_token(self, value);
	struct slice raw = json_raw(self, value);

	return token && token->type == JSMN_STRING &&
	       (self->has_escapes ? json_spells(raw, text) : slice_equal(raw, text));
}

/* The number, rounded to the nearest double. False: not a number (a string that holds one is a string), not
 * shorter than JSON_NUMBER_MAX, or too large for a double. A fraction is also refused, rather than misread,
 * if the program has called setlocale and the locale's decimal point is not "." */
bool json_number(const struct json *self, int value, double *out);

/* False: neither true nor false. */
bool json_bool(const struct json *self, int value, bool *out);

/* The opposite direction: text as a JSON string, quotes included. Each byte that is not part of well-formed
 * UTF-8 becomes U+FFFD. Returns the length of the whole as snprintf does: cut if that is >= cap,
 * NUL-terminated if cap > 0. */
size_t json_quote(char *dst, size_t cap, struct slice text);

/* What the files of this module ask each other. The exactness pass: whether text is JSON, and how many
 * tokens it has; on an error, *at is where. */
enum json_error json_exact(struct slice text, int *tokens, size_t *at);

/* The size, 1 to 4 bytes, of the well-formed UTF-8 sequence that text begins with; 0: there is none. */
size_t json_utf8_size(struct slice text);

#endif
