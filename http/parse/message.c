/* message.c - start lines, and what the fields say of the body and the connection. Section numbers are RFC
 * 9112's. Every line has been through field.c's scanner before it is read here. */
#include "http/parse/message.h"
#include "http/parse/take.h"
#include "http/parse/url.h"

/* What the fields of one head say together. */
struct framing {
	bool chunked, has_length, has_host, close, keep_alive;
	uint64_t length;
};

/* Section 2.3. */
static bool take_version(struct slice *rest, int *minor)
{
	*minor = take_word(rest, SLICE("HTTP/1.1"));
	return *minor || take_word(rest, SLICE("HTTP/1.0"));
}

/* Section 4: HTTP-version SP 3DIGIT SP [ reason-phrase ]. */
static enum message_error parse_status_line(struct head *self, struct slice line)
{
	struct slice code;

	if (!take_version(&line, &self->minor) || (line.len > 0 && !take_any(&line, " ")))
		return MESSAGE_VERSION;
	code = take_past(&line, ' ');
	if (code.len != 3 || !is_all(code, BYTE_DIGIT) || code.at[0] == '0')
		return MESSAGE_STATUS;
	self->status = (code.at[0] - '0') * 100 + (code.at[1] - '0') * 10 + code.at[2] - '0';
	self->reason = line;
	return self->status == 101 ? MESSAGE_UPGRADE : MESSAGE_OK;
}

/* RFC 9110 section 7.2: uri-host [ ":" port ]. The comma is left out although the grammar has it: it
 * would rather be two Host fields that somebody joined. */
static bool is_host(struct slice text)
{
	struct slice rest = text;

	while (take_kind(&rest, BYTE_MARK).len > 0 || take_any(&rest, "%!$&'()*+;=:[]"))
		;
	return text.len > 0 && rest.len == 0;
}

/* Section 3.2.2: takes the absolute-form apart. Any other stays as it is, and so does one without a host. */
static void split_absolute_form(struct head *self)
{
	struct url_parts parts = url_split(self->target);

	if (!word_is_one_of(parts.scheme, "http https", slice_equal_nocase) || !is_host(parts.authority))
		return;
	self->authority = parts.authority;
	take(&self->target, (size_t)(parts.path.at - self->target.at));
	if (self->target.len == 0) /* of the "//" before the host: so it points into buf */
		self->target = (struct slice){parts.authority.at - 1, 1};
}

/* Section 3.2: a path; with a host before it a query will do; "*" for OPTIONS. A fragment is never sent.
 * Other ASCII that a URI must encode is often sent raw, and harms nobody. */
static bool is_target(const struct head *self)
{
	struct slice rest = self->target;
	bool begins = rest.at[0] == '/' || (rest.at[0] == '?' && self->authority.len > 0);

	if (slice_equal(rest, SLICE("*")))
		return slice_equal(self->method, SLICE("OPTIONS"));
	while (rest.len > 0 && byte_is_printable(rest.at[0]) && rest.at[0] != '#')
		take(&rest, 1);
	return begins && rest.len == 0;
}

/* Section 3: method SP request-target SP HTTP-version, exactly three words. No space can hide in the
 * target. */
static enum message_error parse_request_line(struct head *self, struct slice line)
{
	self->method = take_past(&line, ' ');
	self->target = take_past(&line, ' ');
	if (!is_all(self->method, BYTE_TOKEN) || self->target.len == 0 || line.len != 8)
		return MESSAGE_REQUEST_LINE;
	if (!take_version(&line, &self->minor))
		return MESSAGE_VERSION;
	split_absolute_form(self);
	return is_target(self) ? MESSAGE_OK : MESSAGE_TARGET;
}

/* RFC 9110 section 8.6: 1*DIGIT. No sign, no list, nothing that a counter could not hold. */
static enum message_error parse_length(struct framing *f, struct slice value)
{
	if (f->has_length)
		return MESSAGE_LENGTH_REPEATED;
	if (!is_all(value, BYTE_DIGIT))
		return MESSAGE_LENGTH;
	f->has_length = true;
	for (size_t i = 0; i < value.len; i++) {
		uint64_t digit = (uint64_t)(value.at[i] - '0');

		if (f->length > (INT64_MAX - digit) / 10)
			return MESSAGE_LENGTH_OVERFLOW;
		f->length = f->length * 10 + digit;
	}
	return MESSAGE_OK;
}

/* Section 6.1: chunked must be understood, other codings were not asked for, and chunked twice is
 * forbidden. */
static enum message_error parse_coding(struct framing *f, struct slice value)
{
	if (f->chunked || !slice_equal_nocase(value, SLICE("chunked")))
		return MESSAGE_CODING;
	f->chunked = true;
	return MESSAGE_OK;
}

/* RFC 9110 section 7.6.1: a list of words, two of which matter here. */
static void parse_connection(struct framing *f, struct slice list)
{
	while (list.len > 0) {
		struct slice word = field_trim(take_past(&list, ','));

		f->close |= slice_equal_nocase(word, SLICE("close"));
		f->keep_alive |= slice_equal_nocase(word, SLICE("keep-alive"));
	}
}

static enum message_error parse_host(struct framing *f, struct slice value)
{
	if (f->has_host || !is_host(value))
		return MESSAGE_HOST;
	f->has_host = true;
	return MESSAGE_OK;
}

/* Has the first of these lines this name, in any case? Then also its value. Others are not taken apart. */
static inline bool has_name(struct slice lines, struct slice name, struct slice *value)
{
	struct slice unused;

	return lines.len > name.len && lines.at[name.len] == ':' &&
	       slice_equal_nocase((struct slice){lines.at, name.len}, name) && field_next(&lines, &unused, value);
}

/* One field after the other: the first that is wrong names the error. */
static enum message_error parse_fields(struct framing *f, struct slice fields, bool is_request)
{
	enum message_error error = MESSAGE_OK;
	struct slice value;

	for (; !error && fields.len > 0; take_past(&fields, '\n')) {
		if (has_name(fields, SLICE("content-length"), &value))
			error = parse_length(f, value);
		else if (has_name(fields, SLICE("transfer-encoding"), &value))
			error = parse_coding(f, value);
		else if (has_name(fields, SLICE("connection"), &value))
			parse_connection(f, value);
		else if (is_request && has_name(fields, SLICE("host"), &value))
			error = parse_host(f, value);
	}
	return error;
}

/* Section 6.1 for both kinds of message, section 9.3, and section 6.3 as far as the fields decide. */
static enum message_error set_framing(struct head *self, bool is_request)
{
	struct framing f = {0};
	enum message_error error = parse_fields(&f, self->fields, is_request);

	if (error)
		return error;
	if (f.chunked && f.has_length)
		return MESSAGE_CODING_AND_LENGTH;
	if (f.chunked && self->minor == 0)
		return MESSAGE_CODING_OLD;
	if (is_request && self->minor > 0 && !f.has_host)
		return MESSAGE_HOST;
	self->keep_alive = !f.close && (self->minor > 0 || f.keep_alive);
	self->body = f.chunked ? BODY_CHUNKED : f.has_length ? BODY_LENGTH : BODY_NONE;
	self->length = f.length;
	return MESSAGE_OK;
}

/* Section 6.3, where a response's status and request decide: items 1 and 8. */
static void set_response_body(struct head *self, bool request_was_head)
{
	bool forbidden = self->status < 200 || self->status == 204;

	if (forbidden && (self->body == BODY_CHUNKED || self->length > 0))
		self->keep_alive = false;
	if (forbidden || self->status == 304 || request_was_head) {
		self->body = BODY_NONE;
		self->length = 0;
	} else if (self->body == BODY_NONE) {
		self->body = BODY_TO_EOF;
		self->keep_alive = false;
	}
}

/* The start line is what stands before the fields, but for the empty line that a server ignores (section
 * 2.2). */
static enum message_error parse_start_line(struct head *self, const char *buf, bool is_request)
{
	size_t at = buf[0] == '\r' ? 2 : 0;
	struct slice line = {buf + at, self->scan.fields_at - 2 - at};

	return is_request ? parse_request_line(self, line) : parse_status_line(self, line);
}

/* Up to the empty line. The start line is judged as soon as it is there: its error is told before any behind
 * it, in whatever pieces they come. It is judged again when all is there: buf may be another by then. */
static enum parse scan_head(struct head *self, const char *buf, size_t len, bool is_request)
{
	struct field_scan *scan = &self->scan;
	enum message_error error = self->error, first = MESSAGE_OK;
	bool judged = scan->fields_at > 0;

	while (!error && scan->state != FIELD_END && scan->size < len) {
		error = field_scan_take(scan, buf + scan->size, len - scan->size);
		if (error || scan->state != FIELD_LINE || scan->fields_at > 0)
			continue;
		if (is_request && scan->size == 2) /* the empty line */
			scan->state = FIELD_TEXT;
		else
			scan->fields_at = scan->size;
	}
	if (scan->fields_at > 0 && (!judged || scan->state == FIELD_END))
		first = parse_start_line(self, buf, is_request);
	self->error = first ? first : error;
	if (self->error)
		return PARSE_BAD;
	return scan->state == FIELD_END ? PARSE_OK : PARSE_PARTIAL;
}

static enum parse end_head(struct head *self, const char *buf, bool is_request)
{
	self->size = self->scan.size;
	self->fields = (struct slice){buf + self->scan.fields_at, self->size - 2 - self->scan.fields_at};
	self->error = set_framing(self, is_request);
	return self->error ? PARSE_BAD : PARSE_OK;
}

enum parse head_parse_response(struct head *self, char *buf, size_t len, bool request_was_head)
{
	enum parse parse;

	/* What speaks no HTTP may never send a line end: judge it by its first bytes. */
	if (!self->error && memcmp(buf, "HTTP/", len < 5 ? len : 5) != 0)
		self->error = MESSAGE_NOT_HTTP;
	self->scan.may_fold = true;
	parse = scan_head(self, buf, len, false);
	if (parse != PARSE_OK)
		return parse;
	if (self->scan.folded)
		field_unfold(buf + self->scan.fields_at, self->scan.size - self->scan.fields_at);
	parse = end_head(self, buf, false);
	set_response_body(self, request_was_head);
	return parse;
}

enum parse head_parse_request(struct head *self, const char *buf, size_t len)
{
	enum parse parse = scan_head(self, buf, len, true);

	return parse == PARSE_OK ? end_head(self, buf, true) : parse;
}

bool head_field(const struct head *self, const char *name, struct slice *value)
{
	struct slice rest = self->fields, wanted = slice_of(name);

	*value = SLICE("");
	while (rest.len > 0 && !has_name(rest, wanted, value))
		take_past(&rest, '\n');
	return rest.len > 0;
}
