/* strict.h - a second reader of replies, to check the first: it implements RFC 9112 in another way. It has
 * all the bytes at once and reads line by line, where http/ reads byte by byte; the two share no code. */
#ifndef TESTS_LIB_STRICT_H
#define TESTS_LIB_STRICT_H

#include <ctype.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

enum verdict {
	VERDICT_WHOLE,
	VERDICT_CUT_HEAD, /* no fault, but the bytes end before the head does, or … */
	VERDICT_CUT_BODY, /* … before the body's */
	VERDICT_BAD_HEAD,
	VERDICT_BAD_BODY
};

enum { STRICT_LINE_MAX = 8190, STRICT_INTERIM_MAX = 16 };

struct strict {
	const char *bytes; /* in: all that came before the clean end */
	size_t len;
	bool was_head; /* in: the request was HEAD */
	enum verdict verdict;
	bool to_end;          /* the body ends where the bytes do */
	size_t at;            /* the end of the reply */
	const char *body[64]; /* its pieces */
	size_t body_len[64];
	int pieces;
	long long status, minor, length; /* length -1: not given */
	bool chunked;
};

enum found { FOUND_LINE, FOUND_PART, FOUND_WRONG };

/* The next line without its CRLF, or the part of it that is there. */
static enum found strict_line(struct strict *self, const char **line, size_t *len)
{
	const char *at = self->bytes + self->at, *end = self->bytes + self->len;
	bool cr = false;

	*line = at;
	for (; at < end; at++) {
		*len = (size_t)(at - *line) - cr;
		if (cr && *at == '\n') {
			self->at += *len + 2;
			return FOUND_LINE;
		}
		if (cr || *at == 0x7f || (iscntrl((unsigned char)*at) && *at != '\t' && *at != '\r'))
			return FOUND_WRONG;
		cr = *at == '\r';
		if (!cr && *len >= STRICT_LINE_MAX)
			return FOUND_WRONG;
	}
	*len = (size_t)(at - *line);
	return FOUND_PART;
}

static bool strict_token(char c)
{
	return (unsigned char)c < 0x80 && (isalnum((unsigned char)c) || (c && strchr("!#$%&'*+-.^_`|~", c)));
}

/* Checks a name and a colon; of an incomplete line, as far as it goes. */
static bool strict_field(const char *line, size_t len, bool whole)
{
	size_t name = 0;

	while (name < len && strict_token(line[name]))
		name++;
	if (name == len)
		return !whole;
	if (name == 0 && !whole && len == 1 && line[0] == '\r')
		return true; /* the empty line begins */
	return name > 0 && line[name] == ':';
}

static bool strict_value_is(const char *value, size_t len, const char *word)
{
	return len == strlen(word) && strncasecmp(value, word, len) == 0;
}

/* Notes what a field says about the framing. False: nonsense. */
static bool strict_meaning(struct strict *self, const char *line, size_t len)
{
	const char *colon = memchr(line, ':', len), *value = colon + 1, *end = line + len;
	size_t name = (size_t)(colon - line);
	bool is_length = strict_value_is(line, name, "Content-Length");
	bool is_coding = strict_value_is(line, name, "Transfer-Encoding");

	while (value < end && strchr(" \t\r\n", *value))
		value++;
	while (value < end && strchr(" \t\r\n", end[-1]))
		end--;
	if (is_coding) {
		if (self->chunked || !strict_value_is(value, (size_t)(end - value), "chunked"))
			return false;
		self->chunked = true;
	}
	if (!is_length)
		return true;
	if (self->length >= 0 || value == end)
		return false;
	while (value + 1 < end && *value == '0')
		value++;
	for (const char *digit = value; digit < end; digit++)
		if (*digit < '0' || *digit > '9')
			return false;
	if (end - value > 19 || (end - value == 19 && memcmp(value, "9223372036854775807", 19) > 0))
		return false;
	for (self->length = 0; value < end; value++)
		self->length = self->length * 10 + (*value - '0');
	return true;
}

/* Reads field lines up to the empty line; `means`: of a head. A line that begins with white space continues
 * the field before it. */
static enum found strict_fields(struct strict *self, bool means)
{
	const char *line, *field = NULL, *end = NULL;
	bool nonsense = false;
	size_t len;

	for (;;) {
		enum found found = strict_line(self, &line, &len);
		bool folded = field && len > 0 && (line[0] == ' ' || line[0] == '\t');

		if (found == FOUND_WRONG || (len > 0 && !folded && !strict_field(line, len, found == FOUND_LINE)))
			return FOUND_WRONG;
		if (found == FOUND_PART)
			return FOUND_PART;
		if (means && field && !folded && !strict_meaning(self, field, (size_t)(end - field)))
			nonsense = true; /* reported only when the head is complete */
		if (len == 0)
			return nonsense ? FOUND_WRONG : FOUND_LINE;
		field = folded ? field : line;
		end = line + len;
	}
}

/* HTTP/1.d ddd[ …] */
static bool strict_status_line(struct strict *self, const char *line, size_t len)
{
	if (len < 12 || memcmp(line, "HTTP/1.", 7) != 0 || (line[7] != '0' && line[7] != '1') ||
		line[8] != ' ')
		return false;
	for (int i = 9; i < 12; i++)
		if (line[i] < '0' || line[i] > '9')
			return false;
	if (len > 12 && line[12] != ' ')
		return false;
	self->minor = line[7] - '0';
	self->status = (line[9] - '0') * 100 + (line[10] - '0') * 10 + line[11] - '0';
	return self->status >= 100 && self->status != 101;
}

static enum found strict_head(struct strict *self)
{
	const char *line = self->bytes + self->at;
	size_t len = self->len - self->at;
	enum found found;

	self->length = -1;
	self->chunked = false;
	if (memcmp(line, "HTTP/", len < 5 ? len : 5) != 0)
		return FOUND_WRONG;
	found = strict_line(self, &line, &len);
	if (found == FOUND_LINE && !strict_status_line(self, line, len))
		return FOUND_WRONG;
	if (found == FOUND_LINE)
		found = strict_fields(self, true);
	if (found == FOUND_LINE && self->chunked && (self->length >= 0 || self->minor == 0))
		return FOUND_WRONG;
	return found;
}

/* Takes so many bytes of the body. False: there are fewer. */
static bool strict_take(struct strict *self, size_t len)
{
	size_t there = self->len - self->at, taken = len < there ? len : there;

	self->body[self->pieces] = self->bytes + self->at;
	self->body_len[self->pieces++] = taken;
	self->at += taken;
	return taken == len;
}

/* 1*HEX, white space, perhaps ";" and anything; of an incomplete line, as far as it goes. -1: wrong. */
static long strict_size(const char *line, size_t len, bool whole)
{
	size_t at = 0;
	long size = 0;

	for (; at < len && isxdigit((unsigned char)line[at]); at++)
		size = size * 16 +
		       (isdigit((unsigned char)line[at]) ? line[at] - '0' : (line[at] | 32) - 'a' + 10);
	if (at == 0 || at > 15)
		return len == 0 && !whole ? 0 : -1;
	while (at < len && (line[at] == ' ' || line[at] == '\t'))
		at++;
	if (at == len || line[at] == ';' || (!whole && at + 1 == len && line[at] == '\r'))
		return size;
	return -1;
}

static enum found strict_chunk(struct strict *self, long *size)
{
	const char *line;
	size_t len;
	enum found found = strict_line(self, &line, &len);

	*size = found == FOUND_WRONG ? -1 : strict_size(line, len, found == FOUND_LINE);
	if (*size < 0)
		return FOUND_WRONG;
	if (found == FOUND_PART || *size == 0)
		return found;
	if (!strict_take(self, (size_t)*size))
		return FOUND_PART;
	for (const char *end = "\r\n"; *end; end++, self->at++)
		if (self->at == self->len || self->bytes[self->at] != *end)
			return self->at == self->len ? FOUND_PART : FOUND_WRONG;
	return FOUND_LINE;
}

static enum found strict_chunks(struct strict *self)
{
	long size;
	enum found found;

	do
		found = strict_chunk(self, &size);
	while (found == FOUND_LINE && size > 0);
	return found == FOUND_LINE ? strict_fields(self, false) : found;
}

static enum verdict strict_read(struct strict *self)
{
	enum found found;
	int interim = -1;

	self->pieces = 0;
	self->at = 0;
	do
		found = ++interim > STRICT_INTERIM_MAX ? FOUND_WRONG : strict_head(self);
	while (found == FOUND_LINE && self->status < 200);
	if (found != FOUND_LINE)
		return found == FOUND_WRONG ? VERDICT_BAD_HEAD : VERDICT_CUT_HEAD;
	if (self->was_head || self->status == 204 || self->status == 304)
		return VERDICT_WHOLE;
	self->to_end = !self->chunked && self->length < 0;
	if (self->to_end)
		return strict_take(self, self->len - self->at) ? VERDICT_WHOLE : VERDICT_CUT_BODY;
	if (!self->chunked)
		return strict_take(self, (size_t)self->length) ? VERDICT_WHOLE : VERDICT_CUT_BODY;
	found = strict_chunks(self);
	return found == FOUND_LINE    ? VERDICT_WHOLE
	       : found == FOUND_WRONG ? VERDICT_BAD_BODY
				      : VERDICT_CUT_BODY;
}

#endif
