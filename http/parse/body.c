/* body.c - three ways to find a body's end: by counting, by chunks, by the sender's end. Section
 * numbers are RFC 9112's. */
#include "http/parse/body.h"

void body_begin(struct body *self, const struct head *head, uint64_t limit)
{
	*self = (struct body){.kind = head->body, .left = head->length, .limit = limit};
	self->trailers.state = FIELD_LINE;
	self->trailers.may_fold = head->status != 0; /* of a response, as in its head */
	if (self->left > limit)
		self->error = MESSAGE_BODY_TOO_LONG;
	if (self->kind == BODY_TO_EOF)
		self->left = limit;
}

static bool is_complete(const struct body *self)
{
	return self->kind == BODY_NONE || (self->kind == BODY_LENGTH && self->left == 0) ||
	       (self->kind == BODY_CHUNKED && self->trailers.state == FIELD_END);
}

/* Takes data up to the end of the input, of the body, or of the chunk. */
static void take_data(struct body *self, const char *in, size_t len, size_t *used, struct slice *data)
{
	size_t n = len - *used < self->left ? len - *used : (size_t)self->left;

	*data = (struct slice){in + *used, n};
	*used += n;
	self->left -= n;
	self->total += n;
}

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20; /* lower case; no byte but a letter becomes one */
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Section 7.1: chunk-size [ chunk-ext ] CR. No digit may follow white space: "5 0" is five to one
 * reader, eighty to another. Extensions are ignored (section 7.1.1); their quoted strings need no care,
 * as they hold no CR. */
static enum message_error take_size_line(struct body *self, char c)
{
	int digit = hex_value(c);
	enum message_error error = field_line_take(&self->line, c);

	if (error)
		return error;
	if (digit >= 0 && self->state <= CHUNK_DIGITS) {
		self->state = CHUNK_DIGITS;
		if (self->left > INT64_MAX >> 4)
			return MESSAGE_CHUNK_OVERFLOW;
		self->left = self->left << 4 | (unsigned)digit;
	} else if (self->state == CHUNK_SIZE) {
		return MESSAGE_CHUNK_SIZE;
	} else if (c == '\r') {
		self->state = CHUNK_SIZE_LF;
	} else if (c == ';') {
		self->state = CHUNK_EXTENSION;
	} else if (self->state != CHUNK_EXTENSION) {
		self->state = CHUNK_SPACE;
		return c == ' ' || c == '\t' ? MESSAGE_OK : MESSAGE_CHUNK_SIZE;
	}
	return MESSAGE_OK;
}

/* The LF of the size line: a chunk of size 0 is the last, and trailers follow. */
static enum message_error begin_chunk(struct body *self, char c)
{
	if (c != '\n')
		return MESSAGE_BARE_CR;
	if (self->left > self->limit - self->total)
		return MESSAGE_BODY_TOO_LONG;
	self->state = self->left == 0 ? CHUNK_TRAILERS : CHUNK_DATA;
	self->line = 0;
	return MESSAGE_OK;
}

/* One byte of what stands between the data. Behind the data comes CRLF and nothing else: that is where
 * a size that was a lie is found out. */
static enum message_error take_framing(struct body *self, char c)
{
	switch (self->state) {
	case CHUNK_SIZE_LF:
		return begin_chunk(self, c);
	case CHUNK_DATA_CR:
		self->state = CHUNK_DATA_LF;
		return c == '\r' ? MESSAGE_OK : MESSAGE_CHUNK_END;
	case CHUNK_DATA_LF:
		self->state = CHUNK_SIZE;
		return c == '\n' ? MESSAGE_OK : MESSAGE_CHUNK_END;
	case CHUNK_TRAILERS:
		return field_scan_take(&self->trailers, &c, 1);
	default:
		return take_size_line(self, c);
	}
}

/* Framing is taken byte by byte, up to the end of the next piece of data. */
static void decode_chunks(struct body *self, const char *in, size_t len, size_t *used, struct slice *data)
{
	while (!self->error && *used < len && self->state != CHUNK_DATA && !is_complete(self))
		self->error = take_framing(self, in[(*used)++]);
	if (self->state != CHUNK_DATA)
		return;
	take_data(self, in, len, used, data);
	if (self->left == 0)
		self->state = CHUNK_DATA_CR;
}

enum parse body_decode(struct body *self, const char *in, size_t len, size_t *used, struct slice *data)
{
	*used = 0;
	*data = (struct slice){in, 0};
	if (!self->error && self->kind == BODY_TO_EOF && self->left == 0 && len > 0)
		self->error = MESSAGE_BODY_TOO_LONG;
	if (!self->error && self->kind == BODY_CHUNKED)
		decode_chunks(self, in, len, used, data);
	else if (!self->error)
		take_data(self, in, len, used, data);
	if (self->error)
		return PARSE_BAD;
	return is_complete(self) ? PARSE_OK : PARSE_PARTIAL;
}

enum parse body_end(struct body *self)
{
	if (!self->error && self->kind != BODY_TO_EOF && !is_complete(self))
		self->error = MESSAGE_BODY_CUT;
	return self->error ? PARSE_BAD : PARSE_OK;
}
