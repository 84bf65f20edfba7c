/* body.c - three ways to find a body's end: by counting, by chunks, by the sender's end. Section
 * numbers are RFC 9112's. */
#include "http/parse/body.h"
#include "http/parse/take.h"

void body_begin(struct body *self, const struct head *head, uint64_t limit)
{
	*self = (struct body){.kind = head->body, .limit = limit};
	self->left = self->kind == BODY_TO_EOF ? limit : head->length;
	/* A response's trailers may be folded, as its head. */
	self->scan = (struct field_scan){.state = CHUNK_SIZE, .may_fold = head->status != 0};
	if (self->left > limit)
		self->error = MESSAGE_BODY_TOO_LONG;
}

static bool is_complete(const struct body *self)
{
	return self->kind == BODY_NONE || (self->kind == BODY_LENGTH && self->left == 0) ||
	       (self->kind == BODY_CHUNKED && self->scan.state == FIELD_END);
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

/* One byte of what stands between the data: a chunk of size 0 is the last, and trailers follow. */
static enum message_error take_framing(struct body *self, char c)
{
	enum message_error error = field_scan_take(&self->scan, &c, 1);

	if (!error && self->scan.state == CHUNK_DIGITS) {
		if (self->left > INT64_MAX >> 4)
			return MESSAGE_CHUNK_OVERFLOW;
		self->left = self->left << 4 | byte_hex(c);
	}
	if (error || self->scan.state != CHUNK_DATA)
		return error;
	if (self->left > self->limit - self->total)
		return MESSAGE_BODY_TOO_LONG;
	self->scan.size = self->scan.line_at = 0; /* of the size line: each section is counted by itself */
	self->scan.state = self->left == 0 ? FIELD_LINE : CHUNK_DATA;
	return MESSAGE_OK;
}

/* Framing is taken byte by byte, up to the end of the next piece of data. */
static void decode_chunks(struct body *self, const char *in, size_t len, size_t *used, struct slice *data)
{
	while (!self->error && *used < len && self->scan.state != CHUNK_DATA && !is_complete(self))
		self->error = take_framing(self, in[(*used)++]);
	if (self->error || self->scan.state != CHUNK_DATA)
		return;
	take_data(self, in, len, used, data);
	if (self->left == 0)
		self->scan.state = CHUNK_DATA_CR;
}

enum parse body_decode(struct body *self, const char *in, size_t len, size_t *used, struct slice *data)
{
	*used = 0;
	*data = (struct slice){in, 0};
	if (!self->error && self->kind == BODY_TO_EOF && self->left == 0 && len > 0)
		self->error = MESSAGE_BODY_TOO_LONG;
	if (self->kind == BODY_CHUNKED)
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
