/* lines.c - splits a text into names, byte by byte. */
#include "demo/genderize/lines.h"

#include <stdio.h>

/* A blank, a separator of (empty) spreadsheet cells, or ^Z, which ends a text in DOS. */
static bool is_blank(int c)
{
	return c && strchr(" \t,;\x1A", c);
}

/* Text that was copied from a web page may hold no-break spaces: U+00A0. */
static void trim(char *name)
{
	static const char fixed[] = "\xC2\xA0";
	size_t from = 0, len = strlen(name);

	while (is_blank(name[from]) || strncmp(name + from, fixed, 2) == 0)
		from += is_blank(name[from]) ? 1 : 2;
	while (len > from + 1 && (is_blank(name[len - 1]) || memcmp(name + len - 2, fixed, 2) == 0))
		len -= is_blank(name[len - 1]) ? 1 : 2;
	memmove(name, name + from, len - from);
	name[len - from] = '\0';
}

/* "O""Neil" means O"Neil (RFC 4180, section 2). A quote without its partner is kept. */
static void unquote(char *name)
{
	size_t len = strlen(name), to = 0;

	if (len < 2 || name[0] != '"' || name[len - 1] != '"')
		return;
	for (size_t from = 1; from < len - 1; from++) {
		name[to++] = name[from];
		from += name[from] == '"' && name[from + 1] == '"' && from + 1 < len - 1;
	}
	name[to] = '\0';
}

/* Ends the line, and cleans the name. False: the line holds no name. */
static bool end_line(struct lines *self)
{
	self->name[self->len] = '\0';
	self->len = 0;
	trim(self->name);
	unquote(self->name);
	trim(self->name);
	return self->name[0] != '\0';
}

/* Stores a byte of the line. In a line that is too long each further byte overwrites the last place, so
 * name_problem still finds the name too long. */
static void keep(struct lines *self, int c)
{
	static const char mark[] = "\xEF\xBB\xBF"; /* the byte order mark */

	if (self->len < sizeof self->name - 1)
		self->name[self->len++] = c ? (char)c : '\1'; /* NUL cannot stand in a C string: another control character replaces it */
	else if (!is_blank(c))
		self->name[self->len - 1] = (char)c;
	if (!self->begun && self->len == 2 &&
		(memcmp(self->name, "\xFF\xFE", 2) == 0 || memcmp(self->name, "\xFE\xFF", 2) == 0))
		self->problem = "is UTF-16: save it as UTF-8";
	if (!self->begun && self->len == strlen(mark) && memcmp(self->name, mark, strlen(mark)) == 0)
		self->len = 0;
	self->begun = self->begun || self->len == 0 || self->len > strlen(mark);
}

bool lines_take(struct lines *self, int c)
{
	bool named = false;

	if (self->problem)
		return false;
	if (c == '\n' || c == '\r' || c == EOF) {
		named = self->len > 0 && end_line(self);
		self->begun = true;
	} else if (self->len > 0 || !is_blank(c)) {
		keep(self, c);
	}
	return named;
}
