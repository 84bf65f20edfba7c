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

bool field_is_secret(struct slice name)
{
	static const char secrets[] = "authorization proxy-authorization cookie set-cookie x-api-key api-key apikey x-auth-token";

	return word_is_one_of(name, secrets, slice_equal_nocase);
}

static bool is_space(char c)
{
	return byte_kind(c) == BYTE_SPACE;
}

struct slice field_trim(struct slice text)
{
	for (; text.len > 0 && is_space(text.at[0]); text.len--)
		text.at++;
	while (text.len > 0 && is_space(text.at[text.len - 1]))
		text.len--;
	return text;
}

/* The steps: to a state, or to an error, which is below 0. */
enum { TEXT = FIELD_TEXT, CRLF = FIELD_LF, LINE = FIELD_LINE, NAME = FIELD_NAME };
enum { DIGS = CHUNK_DIGITS, GAPS = CHUNK_SPACE, EXTS = CHUNK_EXTENSION, ENDS = CHUNK_LF };
enum { DATA = CHUNK_DATA, DTLF = CHUNK_DATA_LF, NEXT = CHUNK_SIZE };
enum { CTRL = -MESSAGE_CONTROL, BARE = -MESSAGE_BARE_LF, NOLF = -MESSAGE_BARE_CR, FOLD = -MESSAGE_FOLDED };
enum { NAM_ = -MESSAGE_NAME, GAP_ = -MESSAGE_NAME_SPACE, COL_ = -MESSAGE_NO_COLON };
enum { SIZ_ = -MESSAGE_CHUNK_SIZE, END_ = -MESSAGE_CHUNK_END };

/* clang-format off */
/* What follows which state at which byte. CRLF is the only line end (section 2.2): who takes a bare LF for one, or a bare
 * CR for a space, sees other lines than the next reader of the same bytes. White space before a field's colon some
 * readers drop, others count it in (5.1); a line that begins with it continues the field above (5.2). No digit may
 * follow white space in a chunk's size (7.1): "5 0" is five to one reader, eighty to another. Extensions are ignored
 * (7.1.1); their quoted strings need no care, as they hold no CR. */
static const signed char steps[][BYTE_KINDS] = {
	/*                   other control CR  LF  space colon semi- token mark letter hex  digit */
	[FIELD_TEXT]      = {TEXT, CTRL, CRLF, BARE, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT},
	[FIELD_LINE]      = {NAM_, CTRL, CRLF, BARE, FOLD, NAM_, NAM_, NAME, NAME, NAME, NAME, NAME},
	[FIELD_NAME]      = {NAM_, CTRL, COL_, BARE, GAP_, TEXT, NAM_, NAME, NAME, NAME, NAME, NAME},
	[FIELD_LF]        = {NOLF, NOLF, NOLF, LINE, NOLF, NOLF, NOLF, NOLF, NOLF, NOLF, NOLF, NOLF},
	[CHUNK_SIZE]      = {SIZ_, CTRL, SIZ_, BARE, SIZ_, SIZ_, SIZ_, SIZ_, SIZ_, SIZ_, DIGS, DIGS},
	[CHUNK_DIGITS]    = {SIZ_, CTRL, ENDS, BARE, GAPS, SIZ_, EXTS, SIZ_, SIZ_, SIZ_, DIGS, DIGS},
	[CHUNK_SPACE]     = {SIZ_, CTRL, ENDS, BARE, GAPS, SIZ_, EXTS, SIZ_, SIZ_, SIZ_, SIZ_, SIZ_},
	[CHUNK_EXTENSION] = {EXTS, CTRL, ENDS, BARE, EXTS, EXTS, EXTS, EXTS, EXTS, EXTS, EXTS, EXTS},
	[CHUNK_LF]        = {NOLF, NOLF, NOLF, DATA, NOLF, NOLF, NOLF, NOLF, NOLF, NOLF, NOLF, NOLF},
	[CHUNK_DATA_CR]   = {END_, END_, DTLF, END_, END_, END_, END_, END_, END_, END_, END_, END_},
	[CHUNK_DATA_LF]   = {END_, END_, END_, NEXT, END_, END_, END_, END_, END_, END_, END_, END_},
};
/* clang-format on */

/* The general way, for a byte of any kind: the limits first, then what the state allows. */
static enum message_error take_byte(struct field_scan *self, char c)
{
	enum byte_kind kind = byte_kind(c);
	int next = steps[self->state][kind];
	bool at_end = self->state == FIELD_LF || self->state == CHUNK_LF;

	if (++self->size > MESSAGE_HEAD_MAX)
		return MESSAGE_HEAD_TOO_LONG;
	if (!at_end && (kind >= BYTE_SPACE || kind == BYTE_OTHER) && ++self->line > MESSAGE_LINE_MAX)
		return MESSAGE_LINE_TOO_LONG;
	if (next == -MESSAGE_FOLDED && self->may_fold && self->begun) { /* behind the start line it would hide the first */
		self->folded = true;
		next = FIELD_TEXT;
	}
	if (next < 0)
		return (enum message_error)(-next);
	self->begun |= next == FIELD_NAME;
	self->state = next == FIELD_LINE && self->line == 0 ? FIELD_END : (enum field_state)next;
	self->line = at_end ? 0 : self->line;
	return MESSAGE_OK;
}

enum message_error field_scan_take(struct field_scan *self, const char *in, size_t len)
{
	size_t room = MESSAGE_HEAD_MAX - self->size, n = 0;

	if (room > MESSAGE_LINE_MAX - self->line)
		room = MESSAGE_LINE_MAX - self->line;
	if (room > len)
		room = len;
	/* Nearly all bytes change no state and reach no limit: they are only counted. */
	while (n < room && steps[self->state][byte_kind(in[n])] == (int)self->state)
		n++;
	self->line += n;
	self->size += n;
	return n < len ? take_byte(self, in[n]) : MESSAGE_OK;
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
