/* find_name.c - finds a name in the sorted list, ignoring case. See api.h. */
#include "demo/kitchen/api.h"
#include "demo/text.h"
#include "http/parse/take.h"

#include <stdlib.h>

/* Lower case for the alphabets that names.txt uses; every other character stays as it is. The C library's
 * towlower depends on the locale, and only the "C" locale exists on every system. */
static uint32_t fold(uint32_t c)
{
	bool odd_is_upper = (c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17e);

	/* ASCII, Latin-1 (except the multiplication sign), Greek, Cyrillic: a capital stands 32 places before
	 * its small letter. */
	if ((c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde && c != 0xd7) || (c >= 0x391 && c <= 0x3a9) ||
		(c >= 0x410 && c <= 0x42f))
		return c + 0x20;
	if (c >= 0x400 && c <= 0x40f)
		return c + 0x50;
	/* Latin Extended-A: capital and small letter are neighbours, except for these three. */
	if (c >= 0x100 && c <= 0x17f && c != 0x130 && c != 0x138 && c != 0x178)
		return (c & 1) == odd_is_upper ? c + 1 : c;
	return c;
}

/* Removes the first character of *rest, which is not empty. A byte that is not UTF-8 matches no name. */
static uint32_t take_folded(struct slice *rest)
{
	uint32_t c;

	take(rest, text_char(*rest, &c));
	return fold(c);
}

/* For bsearch: does a slice sort before, with or after a row of the list? It compares letter by letter, so it
 * needs no lower-case copy, whose length would have no bound. */
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

/* A listed name may contain a space ("María José"), so the whole name is looked up before its first word. */
const struct kitchen_name *kitchen_name_find(struct slice name)
{
	const struct kitchen_name *found = find_listed(name);

	return found ? found : find_listed(take_to(&name, ' '));
}
