/* field.c - the scanner that heads and trailers share, and the reader of what it let pass. Section
 * numbers are RFC 9112's. */
#include "http/parse/field.h"
#include "http/parse/take.h"

const char *message_error_text(enum message_error error)
{
	static const char *const texts[] = {MESSAGE_ERRORS(PARSE_ERROR_TEXT)};

	return error < MESSAGE_ERROR_COUNT ? texts[error] : "an unknown error";
}

bool field_is_secret(struct slice name)
{
	const char *secrets = "authorization proxy-authorization cookie set-cookie x-api-key api-key apikey x-auth-token";

	return word_is_one_of(name, secrets, slice_equal_nocase);
}

struct slice field_trim(struct slice text)
{
	for (; text.len > 0 && byte_kind(text.at[0]) == BYTE_SPACE; text.len--)
		text.at++;
	while (text.len > 0 && byte_kind(text.at[text.len - 1]) == BYTE_SPACE)
		text.len--;
	return text;
}

/* The steps: to a state, or to an error, which is below 0. */
enum { TEXT = FIELD_TEXT, CRLF = FIELD_LF, LINE = FIELD_LINE, NAME = FIELD_NAME, LAST = FIELD_LAST, DONE = FIELD_END };
enum { DIGS = CHUNK_DIGITS, GAPS = CHUNK_SPACE, EXTS = CHUNK_EXTENSION, ENDS = CHUNK_LF };
enum { DATA = CHUNK_DATA, DTLF = CHUNK_DATA_LF, NEXT = CHUNK_SIZE };
enum { CTRL = -MESSAGE_CONTROL, BARE = -MESSAGE_BARE_LF, NOLF = -MESSAGE_BARE_CR, FOLD = -MESSAGE_FOLDED };
enum { NAM_ = -MESSAGE_NAME, GAP_ = -MESSAGE_NAME_SPACE, COL_ = -MESSAGE_NO_COLON };
enum { SIZ_ = -MESSAGE_CHUNK_SIZE, END_ = -MESSAGE_CHUNK_END };

/* clang-format off */
/* What follows which state at which byte. CRLF is the only line end (section 2.2): a reader that takes a bare
 * LF for one, or a bare CR for a space, sees other lines than the next reader of the same bytes. White space
 * before a field's colon some readers drop, others count it in (5.1); a line that begins with it continues
 * the field above (5.2). No digit may follow white space in a chunk's size (7.1): "5 0" is five to one
 * reader, eighty to another. Extensions are ignored (7.1.1); their quoted strings need no care, as they hold
 * no CR. */
static const signed char steps[][BYTE_KINDS] = {
	/*                   other control CR  LF  space colon semi- token mark letter hex  digit */
	[FIELD_TEXT]      = {TEXT, CTRL, CRLF, BARE, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT},
	[FIELD_LINE]      = {NAM_, CTRL, LAST, BARE, FOLD, NAM_, NAM_, NAME, NAME, NAME, NAME, NAME},
	[FIELD_NAME]      = {NAM_, CTRL, COL_, BARE, GAP_, TEXT, NAM_, NAME, NAME, NAME, NAME, NAME},
	[FIELD_LF]        = {NOLF, NOLF, NOLF, LINE, NOLF, NOLF, NOLF, NOLF, NOLF, NOLF, NOLF, NOLF},
	[FIELD_LAST]      = {NOLF, NOLF, NOLF, DONE, NOLF, NOLF, NOLF, NOLF, NOLF, NOLF, NOLF, NOLF},
	[CHUNK_SIZE]      = {SIZ_, CTRL, SIZ_, BARE, SIZ_, SIZ_, SIZ_, SIZ_, SIZ_, SIZ_, DIGS, DIGS},
	[CHUNK_DIGITS]    = {SIZ_, CTRL, ENDS, BARE, GAPS, SIZ_, EXTS, SIZ_, SIZ_, SIZ_, DIGS, DIGS},
	[CHUNK_SPACE]     = {SIZ_, CTRL, ENDS, BARE, GAPS, SIZ_, EXTS, SIZ_, SIZ_, SIZ_, SIZ_, SIZ_},
	[CHUNK_EXTENSION] = {EXTS, CTRL, ENDS, BARE, EXTS, EXTS, EXTS, EXTS, EXTS, EXTS, EXTS, EXTS},
	[CHUNK_LF]        = {NOLF, NOLF, NOLF, DATA, NOLF, NOLF, NOLF, NOLF, NOLF, NOLF, NOLF, NOLF},
	[CHUNK_DATA_CR]   = {END_, END_, DTLF, END_, END_, END_, END_, END_, END_, END_, END_, END_},
	[CHUNK_DATA_LF]   = {END_, END_, END_, NEXT, END_, END_, END_, END_, END_, END_, END_, END_},
};
/* clang-format on */

/* Goes to the next state, or tells the error. A fold before the first field would hide that. */
static enum message_error enter(struct field_scan *self, int next)
{
	if (next < 0) {
		if (next != -MESSAGE_FOLDED || !self->may_fold || self->line_at <= self->fields_at)
			return (enum message_error)(-next);
		self->folded = true;
		next = FIELD_TEXT;
	}
	self->state = (enum field_state)next;
	return MESSAGE_OK;
}

enum message_error field_scan_take(struct field_scan *self, const char *in, size_t len)
{
	enum message_error error = MESSAGE_OK;
	size_t n = 0, most = self->line_at + MESSAGE_LINE_MAX, crlf;
	bool ended = false;

	while (!ended) {
		const signed char *next = steps[self->state];

		while (self->state == FIELD_TEXT && len - n >= sizeof(size_t) && word_is_printable(in + n))
			n += sizeof(size_t);
		while (n < len && next[byte_kind(in[n])] == (signed char)self->state)
			n++; /* nearly all bytes change nothing */
		error = n < len ? enter(self, next[byte_kind(in[n])]) : MESSAGE_OK;
		if (error || n == len)
			break; /* a byte that is wrong is not taken */
		ended = in[n++] == '\n';
	}
	self->size += n;
	crlf = ended ? 2 : self->state == FIELD_LF || self->state == CHUNK_LF;
	if (self->size > most + crlf && most < MESSAGE_HEAD_MAX)
		error = MESSAGE_LINE_TOO_LONG;
	else if (self->size > MESSAGE_HEAD_MAX)
		error = MESSAGE_HEAD_TOO_LONG; /* of two limits the one that was passed first counts */
	if (ended)
		self->line_at = self->size;
	return error;
}

enum message_error field_lines_check(struct slice lines)
{
	struct field_scan scan = {.state = FIELD_LINE};
	enum message_error error = MESSAGE_OK;

	while (!error && scan.size < lines.len && scan.state != FIELD_END)
		error = field_scan_take(&scan, lines.at + scan.size, lines.len - scan.size);
	return error || scan.state == FIELD_LINE ? error : MESSAGE_LINES;
}

void field_unfold(char *lines, size_t len)
{
	for (size_t i = 0; i + 2 < len; i++)
		if (lines[i] == '\r' && byte_kind(lines[i + 2]) == BYTE_SPACE)
			for (size_t at = i; at == i || lines[at] == '\n' || byte_kind(lines[at]) == BYTE_SPACE; at++)
				lines[at] = ' '; /* up to the text, or to the next fold */
}

/* The scanner has seen to it that each line has a colon, and no CR or LF but at its end. */
bool field_next(struct slice *rest, struct slice *name, struct slice *value)
{
	if (rest->len == 0)
		return false;
	*name = take_past(rest, ':');
	*value = field_trim(take_past(rest, '\r'));
	take_any(rest, "\n");
	return true;
}
