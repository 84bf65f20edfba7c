/* writer.h - writes text into a buffer of fixed size and counts what it would have taken, as snprintf does:
 * never past the end, and the caller learns in the end whether all of it was kept. */
#ifndef HTTP_PARSE_WRITER_H
#define HTTP_PARSE_WRITER_H

#include "http/parse/slice.h"

#include <stdio.h>

struct writer {
	char *at; /* the caller's; may be NULL if cap is 0 */
	size_t cap;
	size_t len; /* bytes asked for so far; more than cap - 1 of them were dropped */
};

static inline void writer_add(struct writer *self, struct slice text)
{
	size_t room = self->len < self->cap ? self->cap - self->len : 0, kept = text.len < room ? text.len : room;

	if (kept > 0)
		memcpy(self->at + self->len, text.at, kept);
	self->len += text.len;
}

static inline void writer_put(struct writer *self, char c)
{
	writer_add(self, (struct slice){&c, 1});
}

/* A byte as a number, in printf's format. */
static inline void writer_code(struct writer *self, const char *format, char c)
{
	char code[sizeof("\\u001f")];

	snprintf(code, sizeof(code), format, (unsigned)(unsigned char)c);
	writer_add(self, slice_of(code));
}

/* NUL-terminates what was kept (if cap is not 0). Returns the length of the whole text without the NUL: all
 * of it was kept if that is < cap. */
static inline size_t writer_end(struct writer *self)
{
	if (self->cap > 0)
		self->at[self->len < self->cap ? self->len : self->cap - 1] = '\0';
	return self->len;
}

#endif
