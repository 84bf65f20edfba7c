/* text.c - which characters of foreign text a terminal may get, and how many columns they take.
 *
 * The C library's wcwidth knows all scripts, in the locale that setlocale has set. Only LC_CTYPE is set:
 * LC_NUMERIC would change how printf and strtod write and read numbers. */
#define _XOPEN_SOURCE 700 /* wcwidth */
#include "demo/text.h"
#include "http/parse/json.h"

#include <langinfo.h>
#include <limits.h>
#include <locale.h>
#include <stdlib.h>
#include <wchar.h>

enum { VARIATION_16 = 0xFE0F }; /* asks to show the character before it as a picture */

/* POSIX, XBD 8.2: the first of these that is set and not empty names the locale. */
static bool locale_is_said(void)
{
	const char *all = getenv("LC_ALL"), *type = getenv("LC_CTYPE"), *lang = getenv("LANG");

	return (all && *all) || (type && *type) || (lang && *lang);
}

/* If no locale is set, as in a container, or it is not installed, UTF-8 is assumed, as in Python (PEP
 * 538). */
bool text_ascii(void)
{
	static bool known, ascii;

	if (known)
		return ascii;
	known = true;
	if (!locale_is_said() || !setlocale(LC_CTYPE, ""))
		setlocale(LC_CTYPE, "C.UTF-8");
	ascii = strcmp(nl_langinfo(CODESET), "UTF-8") != 0;
	if (ascii)
		setlocale(LC_CTYPE, "C"); /* not Latin-1, for instance, in which isalpha accepts more letters */
	return ascii;
}

/* Control characters: ESC begins a terminal command, and so does U+009B, which means ESC [. Direction marks:
 * they can disguise a text. Line separators, the byte order mark, and noncharacters, which XML refuses as
 * well. */
static bool is_harmful(uint32_t point)
{
	static const uint32_t ranges[][2] = {{0, 0x1F}, {0x7F, 0x9F}, {0x200E, 0x200F}, {0x2028, 0x202E},
		{0x2066, 0x2069}, {0xFEFF, 0xFEFF}, {0xFFFE, 0xFFFF}};
	bool found = false;

	for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
		found = found || (point >= ranges[i][0] && point <= ranges[i][1]);
	return found;
}

/* RFC 3629 section 3: the first of n bytes begins with n ones and a zero; each further byte carries six
 * bits. */
size_t text_char(struct slice text, uint32_t *point)
{
	const unsigned char *at = (const unsigned char *)text.at;
	size_t size = json_utf8_size(text);

	*point = size < 2 ? at[0] : at[0] & (0x7Fu >> size);
	for (size_t i = 1; i < size; i++)
		*point = *point << 6 | (at[i] & 0x3F);
	if (size && !is_harmful(*point))
		return size;
	*point = TEXT_HARMFUL;
	return size ? size : 1;
}

bool text_is_utf8(struct slice text)
{
	size_t size = 1;

	for (; text.len > 0 && size > 0; text.at += size, text.len -= size)
		size = json_utf8_size(text);
	return size > 0;
}

/* Columns of a character; -1: it must not be printed as it is. It is harmful, or not ASCII where only ASCII
 * is printed, or unknown to the C library. */
static int width_of(uint32_t point)
{
	if (point < 0x80)
		return 1;
	return point == TEXT_HARMFUL || text_ascii() ? -1 : wcwidth((wchar_t)point);
}

/* Prints as many characters as fit into `most` columns. out NULL: only counts. Returns the columns used. */
static int print_up_to(FILE *out, struct slice text, int most)
{
	int columns = 0, sum = 0, takes;
	uint32_t point;

	for (size_t size; text.len > 0; text.at += size, text.len -= size) {
		int before = columns;

		size = text_char(text, &point);
		columns = width_of(point);
		if (point == VARIATION_16 && before == 1)
			columns = columns < 0 ? columns : 1; /* a picture takes two columns */
		takes = columns < 0 ? (int)size * 4 : columns;
		if (sum + takes > most)
			break;
		sum += takes;
		for (size_t i = 0; out && i < size; i++)
			fprintf(out, columns < 0 ? "\\x%02X" : "%c", (unsigned char)text.at[i]);
	}
	return sum;
}

int text_print(FILE *out, struct slice text)
{
	return print_up_to(out, text, INT_MAX);
}

void text_cell(FILE *out, struct slice text, int columns)
{
	int used = print_up_to(out, text, columns);

	fprintf(out, "%*s", columns - used, "");
}

const char *text_number_end(const char *text, double low, double high, double *out)
{
	char *end;
	double value = strtod(text, &end);
	size_t plain = strspn(text, "0123456789.");

	/* strtod alone would also accept " +1e3", "0x1p4" and "inf". */
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
