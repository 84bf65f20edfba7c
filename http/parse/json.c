/* json.c - the tree of a JSON document: jsmn's tokens, and the ways through them.
 *
 * jsmn never sees a text that is not JSON, so JSMN_STRICT could refuse only one thing more: a number or a
 * literal with nothing after it, which is JSON. That is why it is not defined. */
#define JSMN_STATIC
#define JSMN_PARENT_LINKS
#include <jsmn.h>

#include "http/parse/json.h"

#include <math.h>
#include <stdlib.h>

const char *json_error_text(enum json_error error)
{
	static const char *const texts[] = {JSON_ERRORS(PARSE_ERROR_TEXT)};

	return texts[error];
}

/* Since the pass has counted, the tokens are allocated once and need not grow; and since it has compared
 * all brackets, jsmn can neither fail nor find another number of them. Should the two ever disagree, the
 * document is refused. */
enum json_error json_parse(struct json *self, struct slice text)
{
	jsmn_parser parser;
	int count;
	enum json_error error = json_exact(text, &count, &self->error_at);

	memset(self, 0, offsetof(struct json, error_at)); /* not the few tokens: jsmn fills in what it takes */
	self->text = text;
	self->has_escapes = text.len > 0 && memchr(text.at, '\\', text.len);
	if (error)
		return error;
	self->tokens = count <= JSON_FEW ? self->few : calloc((size_t)count, sizeof(jsmntok_t));
	if (!self->tokens)
		return JSON_NO_MEMORY;
	self->count = count;
	jsmn_init(&parser);
	if (jsmn_parse(&parser, text.at, text.len, self->tokens, (unsigned)count) == count)
		return JSON_OK;
	json_close(self);
	return JSON_UNEXPECTED;
}

/* free(NULL) is allowed: that makes this safe after an error, after itself, and on zeros. */
void json_close(struct json *self)
{
	if (self->tokens != self->few)
		free(self->tokens);
	self->tokens = NULL;
	self->count = 0;
}

/* jsmn counts an object's names, not the values behind them, which are the names' own children. */
int json_size(const struct json *self, int value)
{
	return json_type(self, value) >= JSON_ARRAY ? self->tokens[value].size : 0;
}

/* In preorder all that is inside a value has a parent at or behind that value, and what follows it has not.
 * A sibling is what follows and has the same parent. */
int json_next(const struct json *self, int value)
{
	int next = value;

	if (!json_token(self, value))
		return -1;
	while (++next < self->count && self->tokens[next].parent >= value)
		;
	return next < self->count && self->tokens[next].parent == self->tokens[value].parent ? next : -1;
}

/* An object's names are those behind it whose parent it is; from a name, at goes on to its value. Does not
 * stop at the first one found, since a later one of the same name would count. */
int json_get(const struct json *self, int object, const char *name)
{
	struct slice wanted = slice_of(name);
	int found = -1;

	if (json_type(self, object) != JSON_OBJECT)
		return -1;
	for (int at = object + 1; at < self->count && self->tokens[at].parent >= object; at++)
		if (self->tokens[at].parent == object && json_equals(self, at++, wanted))
			found = at;
	return found;
}

int json_item(const struct json *self, int array, int n)
{
	int at = json_type(self, array) == JSON_ARRAY && n >= 0 ? json_first(self, array) : -1;

	while (at >= 0 && n-- > 0)
		at = json_next(self, at);
	return at;
}

bool json_bool(const struct json *self, int value, bool *out)
{
	if (json_type(self, value) != JSON_BOOL)
		return false;
	*out = self->text.at[self->tokens[value].start] == 't';
	return true;
}

/* strtod wants a NUL, and what follows the number in the document is somebody else's. */
bool json_number(const struct json *self, int value, double *out)
{
	struct slice raw = json_raw(self, value);
	char text[JSON_NUMBER_MAX], *end;

	if (json_type(self, value) != JSON_NUMBER || raw.len >= sizeof(text))
		return false;
	memcpy(text, raw.at, raw.len);
	text[raw.len] = '\0';
	*out = strtod(text, &end);
	return *end == '\0' && isfinite(*out);
}
