/* text.h - other people's text, made fit for a terminal.
 *
 * A name comes from a file, a reason from a server: either may hold an escape sequence that moves the cursor,
 * recolours the screen or retitles the window. What goes to a person therefore goes through text_print. */
#ifndef DEMO_TEXT_H
#define DEMO_TEXT_H

#include "http/parse/slice.h"
#include <stdint.h>
#include <stdio.h>

/* True where nothing but ASCII is to be printed: the locale's characters (LC_ALL, LC_CTYPE, LANG) are not UTF-8. Sets
 * LC_CTYPE, the first time: to be called before there are threads, as arguments_read does. */
bool text_ascii(void);

enum { TEXT_HARMFUL = 0x110000 }; /* no code point */

/* The first character of text, which is not empty. Returns its size in bytes, and in *point its code point, or
 * TEXT_HARMFUL: control characters (C0, DEL, C1), marks that reverse the direction of writing, and a byte that is not
 * UTF-8 (RFC 3629). */
size_t text_char(struct slice text, uint32_t *point);

/* Is all of it UTF-8 (RFC 3629)? Control characters may be in it. */
bool text_is_utf8(struct slice text);

/* Prints text, with \xNN for each byte of a character that is harmful, or that is more than ASCII where nothing else is
 * to be printed; only measures it if out is NULL. Returns how many columns it fills: none for a combining mark, two for
 * one of CJK. Errors stay in out, for ferror. */
int text_print(FILE *out, struct slice text);

/* The same, but exactly so many columns of it: blanks fill up what it lacks, and what does not fit is left out. */
void text_cell(FILE *out, struct slice text, int columns);

/* Reads a plain number, digits with an optional fraction ("30", "0.5"). Returns false, *out untouched, when
 * text is anything else (a sign, an exponent, "inf", hexadecimal) or lies outside low to high. */
bool text_number(const char *text, double low, double high, double *out);

/* The same for a number that text begins with, "5s". Returns what stands behind it; NULL: there is none. */
const char *text_number_end(const char *text, double low, double high, double *out);

#endif
