/* text.h - makes foreign text harmless for a terminal.
 *
 * A name comes from a file, a reason phrase from a server. Either may hold an escape sequence that moves the
 * cursor, changes colours or renames the window. So all text for a person goes through text_print. */
#ifndef DEMO_TEXT_H
#define DEMO_TEXT_H

#include "http/parse/slice.h"
#include <stdint.h>
#include <stdio.h>

/* True if only ASCII may be printed: the locale (LC_ALL, LC_CTYPE, LANG) is not UTF-8. The first call sets
 * LC_CTYPE, so it must come before any thread starts; arguments_read makes it. */
bool text_ascii(void);

enum { TEXT_HARMFUL = 0x110000 }; /* beyond all code points */

/* Reads the first character of text, which is not empty. Returns its size in bytes; *point becomes its code
 * point, or TEXT_HARMFUL for a control character (C0, DEL, C1), a mark that changes the direction of writing,
 * or a byte that is not UTF-8 (RFC 3629). */
size_t text_char(struct slice text, uint32_t *point);

/* Is all of it UTF-8 (RFC 3629)? Control characters are allowed. */
bool text_is_utf8(struct slice text);

/* Prints text. Each byte of a character that is harmful, or that text_ascii() forbids, is printed as \xNN. If
 * out is NULL, only measures it. Returns the columns that it takes: 0 for a combining mark, 2 for a CJK
 * character. Errors stay in out, for ferror. */
int text_print(FILE *out, struct slice text);

/* The same in exactly so many columns: a short text is padded with blanks, and a long one is cut. */
void text_cell(FILE *out, struct slice text, int columns);

/* Reads a plain number: digits with an optional fraction ("30", "0.5"). Returns false and leaves *out alone
 * if text is anything else (a sign, an exponent, "inf", hexadecimal), or if the number is not from low to
 * high. */
bool text_number(const char *text, double low, double high, double *out);

/* The same for a number at the beginning of text, as in "5s". Returns the rest; NULL: no such number. */
const char *text_number_end(const char *text, double low, double high, double *out);

#endif
