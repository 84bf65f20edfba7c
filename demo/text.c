/* text.c - what a terminal can be given of other people's text, and how wide it is there.
 *
 * wcwidth would know every script, but only after setlocale, which would also change how printf and strtod
 * write and read numbers. The table covers the scripts that names are commonly written in; a character it
 * does not know counts as one column, so the worst it can do is to leave a column of a table out of line. */
#include "demo/text.h"
#include <stdint.h>
#include <stdlib.h>

/* What is not one column wide, sorted. -1: never sent as it is. */
static const struct {
	uint32_t first, last;
	int columns;
} widths[] = {
	{0x0000, 0x001F, -1},  /* C0 controls: ESC begins a terminal's commands */
	{0x007F, 0x009F, -1},  /* DEL, and the C1 controls: 9B does what ESC [ does */
	{0x0300, 0x036F, 0},   /* combining marks */
	{0x200B, 0x200D, 0},   /* zero width space and joiners */
	{0x200E, 0x200F, -1},  /* marks of direction: they let a text read as another */
	{0x2028, 0x202E, -1},  /* line separators, overrides of direction */
	{0x2066, 0x2069, -1},  /* isolates of direction */
	{0x2E80, 0xA4CF, 2},   /* Chinese and Japanese */
	{0xAC00, 0xD7A3, 2},   /* Hangul */
	{0xFEFF, 0xFEFF, -1},  /* byte order mark */
	{0xFF01, 0xFF60, 2},   /* full width forms */
	{0xFFFE, 0xFFFF, -1},  /* not characters: XML refuses them as well */
	{0x1F300, 0x1F9FF, 2}, /* pictures */
	{0x20000, 0x3FFFD, 2}, /* rare Chinese */
};

static int width_of(uint32_t point)
{
	for (size_t i = 0; i < sizeof widths / sizeof *widths && point >= widths[i].first; i++)
		if (point <= widths[i].last)
			return widths[i].columns;
	return 1;
}

/* Returns the size of the first character and its code point; 0 where none begins.
 * RFC 3629 section 3: the first byte tells the size, each further one has the top bits 10. */
static size_t utf8_read(struct slice text, uint32_t *point)
{
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	const unsigned char *at = (const unsigned char *)text.at;
	size_t size = at[0] < 0x80 ? 1 : at[0] < 0xE0 ? 2 : at[0] < 0xF0 ? 3 : 4;

	if (size > text.len || (at[0] >= 0x80 && at[0] < 0xC0) || at[0] >= 0xF8)
		return 0;
	*point = size == 1 ? at[0] : at[0] & (0x7Fu >> size);
	for (size_t i = 1; i < size; i++) {
		if ((at[i] & 0xC0) != 0x80)
			return 0;
		*point = *point << 6 | (at[i] & 0x3F);
	}
	/* A longer form than needed, half of a UTF-16 pair, and what lies beyond Unicode are forbidden. */
	if (*point < least[size] || (*point >= 0xD800 && *point <= 0xDFFF) || *point > 0x10FFFF)
		return 0;
	return size;
}

size_t text_char(struct slice text, int *columns)
{
	uint32_t point;
	size_t size = utf8_read(text, &point);

	*columns = size ? width_of(point) : -1;
	return size ? size : 1;
}

int text_print(FILE *out, struct slice text)
{
	int columns, sum = 0;

	for (size_t size; text.len > 0; text.at += size, text.len -= size) {
		size = text_char(text, &columns);
		sum += columns < 0 ? (int)size * 4 : columns;
		for (size_t i = 0; out && i < size; i++)
			fprintf(out, columns < 0 ? "\\x%02X" : "%c", (unsigned char)text.at[i]);
	}
	return sum;
}

const char *text_number_end(const char *text, double low, double high, double *out)
{
	char *end;
	double value = strtod(text, &end);
	size_t plain = strspn(text, "0123456789.");

	/* strtod alone would take " +1e3", "0x1p4" and "inf" as well. */
	if (plain == 0 || text[0] == '.' || text + plain != end || end[-1] == '.')
		return NULL;
	if (value < low || value > high)
		return NULL;
	*out = value;
	return end;
}

bool text_number(const char *text, double low, double high, double *out)
{
	double value = 0;
	const char *end = text_number_end(text, low, high, &value);

	if (!end || *end != '\0')
		return false;
	*out = value;
	return true;
}
