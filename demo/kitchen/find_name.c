/* find_name.c - finds a name in the sorted list, whatever its case. See kitchen_api.h. */
#include "demo/kitchen/api.h"
#include "demo/text.h"
#include "http/parse/take.h"

#include <stdlib.h>

/* Lower case for the alphabets that names.txt uses. The C library's towlower would ask the locale, and
 * no locale but "C" is there for certain. Every other character stays as it is. */
static uint32_t fold(uint32_t c)
{
	bool odd_is_upper = (c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17e);

	/* ASCII, Latin-1 (but for the multiplication sign), Greek, Cyrillic: capitals stand 32 places
	 * before. */
	if ((c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde && c != 0xd7) || (c >= 0x391 && c <= 0x3a9) ||
		(c >= 0x410 && c <= 0x42f))
		return c + 0x20;
	if (c >= 0x400 && c <= 0x40f)
		return c + 0x50;
	/* Latin Extended-A has upper and lower case side by side, but for these three. */
	if (c >= 0x100 && c <= 0x17f && c != 0x130 && c != 0x138 && c != 0x178)
		return (c & 1) == odd_is_upper ? c + 1 : c;
	return c;
}

/* Takes one character off *rest, which is not empty. What is no character stands in no name. */
static uint32_t take_folded(struct slice *rest)
{
	uint32_t c;

	take(rest, text_char(*rest, &c));
	return fold(c);
}

/* For bsearch: does a slice stand before, at or after a row of the list? Letter by letter, so that no
 * copy in lower case is needed, whose length nobody could bound. */
static int compare(const void *key, const void *row)
{
	struct slice a = *(const struct slice *)key, b = slice_of(((const struct kitchen_name *)row)->name);

	while (a.len > 0 && b.len > 0) {
		uint32_t left = take_folded(&a), right = take_folded(&b);

		if (left != right)
			return left < right ? -1 : 1;
	}
	return (a.len > 0) - (b.len > 0);
}

/* Ten steps for a thousand names: bsearch halves the list until one row is left. */
static const struct kitchen_name *find_listed(struct slice name)
{
	return bsearch(&name, kitchen_names, kitchen_names_count, sizeof(*kitchen_names), compare);
}

/* A listed name may hold a space ("María José"), so the whole is looked up before its first word. */
const struct kitchen_name *kitchen_name_find(struct slice name)
{
	const struct kitchen_name *found = find_listed(name);

	return found ? found : find_listed(take_until(&name, " "));
}
