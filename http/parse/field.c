/* field.c - the scanner that heads and trailers share, and the reader of what it let pass. Section
 * numbers are RFC 9112's. */
#include "http/parse/field.h"
#include "http/parse/take.h"

#define MESSAGE_ERROR_TEXT(name, text) [name] = text,
static const char *const texts[] = {MESSAGE_ERRORS(MESSAGE_ERROR_TEXT)};

const char *message_error_text(enum message_error error)
{
	return error < MESSAGE_ERROR_COUNT ? texts[error] : "an unknown error";
}

/* Written out, since isalnum() asks the locale. */
bool field_is_alnum(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

bool field_is_token(char c)
{
	return field_is_alnum(c) || (c != '\0' && strchr("!#$%&'*+-.^_`|~", c));
}

bool field_is_secret(struct slice name)
{
	static const char secrets[] = "authorization proxy-authorization cookie set-cookie x-api-key api-key apikey x-auth-token";

	return word_is_one_of(name, secrets, slice_equal_nocase);
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t';
}

struct slice field_trim(struct slice text)
{
	for (; text.len > 0 && is_space(text.at[0]); text.len--)
		text.at++;
	while (text.len > 0 && is_space(text.at[text.len - 1]))
		text.len--;
	return text;
}

static bool is_text(char c)
{
	return ((unsigned char)c >= ' ' && c != 0x7f) || c == '\t';
}

/* Section 2.2: CRLF is the only line end. Who takes a bare LF for one, or a bare CR for a space, sees
 * other lines than the next reader of the same bytes. */
enum message_error field_line_take(size_t *line, char c)
{
	if (c == '\r')
		return MESSAGE_OK;
	if (c == '\n')
		return MESSAGE_BARE_LF;
	if (!is_text(c))
		return MESSAGE_CONTROL;
	return ++*line > MESSAGE_LINE_MAX ? MESSAGE_LINE_TOO_LONG : MESSAGE_OK;
}

/* Section 5.2: white space at the beginning continues the field above. Behind the start line there is none, and
 * the space would hide the first field (section 2.2). */
static enum message_error take_fold(struct field_scan *self)
{
	if (!self->may_fold || !self->begun)
		return MESSAGE_FOLDED;
	self->folded = true;
	self->state = FIELD_TEXT;
	return MESSAGE_OK;
}

/* Section 5: field-name ":". White space before the colon some readers drop, others count it in (5.1). */
static enum message_error take_name(struct field_scan *self, char c)
{
	bool first = self->state == FIELD_LINE;

	if (is_space(c))
		return first ? take_fold(self) : MESSAGE_NAME_SPACE;
	if (c == '\r')
		return MESSAGE_NO_COLON;
	if (c == ':' && !first) {
		self->state = FIELD_TEXT;
		return MESSAGE_OK;
	}
	self->state = FIELD_NAME;
	self->begun = true;
	return field_is_token(c) ? MESSAGE_OK : MESSAGE_NAME;
}

/* The LF behind a CR. A line without a byte is the empty one that ends the section. */
static enum message_error take_line_end(struct field_scan *self, char c)
{
	if (c != '\n')
		return MESSAGE_BARE_CR;
	self->state = self->line == 0 ? FIELD_END : FIELD_LINE;
	self->line = 0;
	return MESSAGE_OK;
}

/* The general way, for a byte of any kind: the limits first, then what the state allows. */
static enum message_error take_byte(struct field_scan *self, char c)
{
	enum message_error error;

	if (++self->size > MESSAGE_HEAD_MAX)
		return MESSAGE_HEAD_TOO_LONG;
	if (self->state == FIELD_LF)
		return take_line_end(self, c);
	error = field_line_take(&self->line, c);
	if (error)
		return error;
	if (self->state == FIELD_NAME || (self->state == FIELD_LINE && c != '\r'))
		return take_name(self, c);
	if (c == '\r')
		self->state = FIELD_LF;
	return MESSAGE_OK;
}

/* In a text or a name, whatever does not end it and is no error. */
static bool is_ordinary(enum field_state state, char c)
{
	return state == FIELD_TEXT ? is_text(c) : state == FIELD_NAME && field_is_token(c);
}

/* Nearly all bytes change no state and reach no limit. Those up to the next that may are only counted. */
static size_t take_ordinary(struct field_scan *self, const char *in, size_t len)
{
	size_t room = MESSAGE_HEAD_MAX - self->size, n = 0;

	if (room > MESSAGE_LINE_MAX - self->line)
		room = MESSAGE_LINE_MAX - self->line;
	if (room > len)
		room = len;
	while (n < room && is_ordinary(self->state, in[n]))
		n++;
	self->line += n;
	self->size += n;
	return n;
}

enum message_error field_scan_take(struct field_scan *self, const char *in, size_t len)
{
	size_t taken = take_ordinary(self, in, len);

	return taken < len ? take_byte(self, in[taken]) : MESSAGE_OK;
}

enum message_error field_lines_check(struct slice lines)
{
	struct field_scan scan = {.state = FIELD_LINE};
	enum message_error error = MESSAGE_OK;

	while (!error && scan.size < lines.len && scan.state != FIELD_END)
		error = field_scan_take(&scan, lines.at + scan.size, lines.len - scan.size);
	if (error || scan.state == FIELD_LINE)
		return error;
	return MESSAGE_LINES;
}

void field_unfold(char *lines, size_t len)
{
	bool in_fold = false;

	for (size_t i = 0; i + 2 < len; i++) {
		if (lines[i] == '\r' && is_space(lines[i + 2]))
			in_fold = true;
		else if (lines[i] != '\n' && !is_space(lines[i]))
			in_fold = false;
		if (in_fold)
			lines[i] = ' ';
	}
}

/* The scanner has seen to it that each line has a colon, and no CR but the one before its LF. */
bool field_next(struct slice *rest, struct slice *name, struct slice *value)
{
	const char *colon, *cr;

	if (rest->len == 0)
		return false;
	colon = memchr(rest->at, ':', rest->len);
	cr = memchr(colon, '\r', (size_t)(rest->at + rest->len - colon));
	*name = (struct slice){rest->at, (size_t)(colon - rest->at)};
	*value = field_trim((struct slice){colon + 1, (size_t)(cr - colon - 1)});
	rest->len -= (size_t)(cr + 2 - rest->at);
	rest->at = cr + 2;
	return true;
}
