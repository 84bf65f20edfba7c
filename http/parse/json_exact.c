/* json_exact.c - decides whether a text is JSON, before anything else looks at it: one pass, one byte after
 * the other, without allocation. Above each function stands the rule of RFC 8259 that it carries out.
 *
 * What fails stops where it fails, so the position of the error is where the rest begins; and what fails
 * because nothing is left has been cut short, whatever else was expected there. */
#include "http/parse/json.h"
#include "http/parse/take.h"

struct nest {
	int tokens;
	int newest;    /* how deep the newest token stands */
	size_t climbs; /* levels that jsmn will climb in all; see take_inside */
};

static enum json_error take_value(struct nest *self, struct slice *rest, int depth);

/* Section 2: ws = *( space / tab / LF / CR ) */
static inline void take_space(struct slice *rest)
{
	while (take_any(rest, " \n\r\t"))
		;
}

/* Section 6: number = [ "-" ] int [ "." 1*DIGIT ] [ ( "e" / "E" ) [ "-" / "+" ] 1*DIGIT ], where int is "0"
 * or does not begin with it. The 1 of "01" is not seen here: it is found to follow the number 0, where
 * nothing may. */
static bool take_number(struct slice *rest)
{
	take_any(rest, "-");
	if (!take_any(rest, "0") && take_kind(rest, BYTE_DIGIT).len == 0)
		return false;
	if (take_any(rest, ".") && take_kind(rest, BYTE_DIGIT).len == 0)
		return false;
	if (!take_any(rest, "eE"))
		return true;
	take_any(rest, "+-");
	return take_kind(rest, BYTE_DIGIT).len > 0;
}

/* Section 7: escape ( one of these letters / "u" 4HEXDIG ). Half a surrogate pair is grammatical:
 * json_string is who refuses it. */
static bool take_escape(struct slice *rest)
{
	take(rest, 1);
	return take_any(rest, "\"\\/bfnrt") || (take_any(rest, "u") && take_hex(rest, 4) >= 0);
}

/* Section 7: string = quotation-mark *char quotation-mark, where unescaped = %x20-21 / %x23-5B / %x5D-10FFFF;
 * section 8.1: in UTF-8. Nearly all strings are letters, digits and some marks. The first quotation mark has
 * been taken. */
static enum json_error take_string(struct slice *rest)
{
	for (take_kind(rest, BYTE_COLON); !take_any(rest, "\""); take_kind(rest, BYTE_COLON)) {
		size_t size = json_utf8_size(*rest);

		if (size == 0)
			return JSON_BAD_UTF8;
		if (size == 1 && rest->at[0] < ' ')
			return JSON_BAD_CONTROL;
		if (rest->at[0] != '\\')
			take(rest, size);
		else if (!take_escape(rest))
			return JSON_BAD_ESCAPE;
	}
	return JSON_OK;
}

/* Section 4: member = string ":" value, all but the value. */
static enum json_error take_member_name(struct nest *self, struct slice *rest)
{
	enum json_error error;

	self->tokens++;
	take_space(rest);
	error = take_any(rest, "\"") ? take_string(rest) : JSON_UNEXPECTED;
	if (error)
		return error;
	take_space(rest);
	return take_any(rest, ":") ? JSON_OK : JSON_UNEXPECTED;
}

/* Section 4: object = "{" [ member *( "," member ) ] "}", and section 5: array = "[" [ value *( "," value ) ]
 * "]", behind the first bracket. For the last one jsmn climbs from the newest token up to the one it closes:
 * through the whole depth, if nothing but brackets was closed before. One deep chain is cheap; a document of
 * many would take jsmn a hundred times as long as any other of its size, so with them it counts as too
 * deep. */
static enum json_error take_inside(struct nest *self, struct slice *rest, const char *closer, int depth)
{
	enum json_error error = depth == JSON_DEPTH_MAX ? JSON_TOO_DEEP : JSON_OK;

	for (bool first = true; !error; first = false) {
		take_space(rest);
		if (take_any(rest, closer)) {
			self->climbs += (size_t)(self->newest - depth);
			return self->climbs > JSON_CLIMBS_MAX ? JSON_TOO_DEEP : JSON_OK;
		}
		if (!first && !take_any(rest, ","))
			return JSON_UNEXPECTED;
		if (closer[0] == '}')
			error = take_member_name(self, rest);
		if (!error)
			error = take_value(self, rest, depth + 1);
	}
	return error;
}

/* Section 3: value = false / null / true / object / array / number / string. Depth is bounded, and so is the
 * stack: 512 levels take 70 KB. */
static enum json_error take_value(struct nest *self, struct slice *rest, int depth)
{
	self->tokens++;
	self->newest = depth;
	take_space(rest);
	if (take_any(rest, "{"))
		return take_inside(self, rest, "}", depth);
	if (take_any(rest, "["))
		return take_inside(self, rest, "]", depth);
	if (take_any(rest, "\""))
		return take_string(rest);
	if (take_word(rest, SLICE("true")) || take_word(rest, SLICE("false")) || take_word(rest, SLICE("null")))
		return JSON_OK;
	return take_number(rest) ? JSON_OK : JSON_UNEXPECTED;
}

/* Section 2: JSON-text = ws value ws. A byte order mark is no white space; section 8.1 leaves it to the
 * reader. */
static enum json_error take_text(struct nest *self, struct slice *rest)
{
	struct slice begin = *rest;
	enum json_error error;

	if (take_word(&begin, SLICE("\xef\xbb\xbf")))
		return JSON_BOM;
	take_space(rest);
	if (rest->len == 0)
		return JSON_EMPTY;
	error = take_value(self, rest, 0);
	if (error)
		return rest->len > 0 || error == JSON_TOO_DEEP ? error : JSON_CUT_SHORT;
	take_space(rest);
	return rest->len > 0 ? JSON_TRAILING : JSON_OK;
}

enum json_error json_exact(struct slice text, int *tokens, size_t *at)
{
	struct nest nest = {0};
	struct slice rest = text;
	enum json_error error = text.len > JSON_SIZE_MAX ? JSON_TOO_LARGE : take_text(&nest, &rest);

	*tokens = nest.tokens;
	*at = text.len - rest.len;
	return error;
}
