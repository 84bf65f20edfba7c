/* text.h - other people's text, made fit for a terminal.
 *
 * A name comes from a file, a reason from a server: either may hold an escape sequence that moves the cursor,
 * recolours the screen or retitles the window. What goes to a person therefore goes through text_print. */
#ifndef DEMO_TEXT_H
#define DEMO_TEXT_H

#include "http/parse/slice.h"
#include <stdio.h>

/* The first character of text, which is not empty. Returns its size in bytes, and in *columns the width a
 * terminal gives it: 0 for a combining mark, 2 for CJK, and -1 for what must not be sent as it is: control
 * characters (C0, DEL, C1), marks that reverse the direction of writing, and bytes that are not UTF-8 (RFC
 * 3629). */
size_t text_char(struct slice text, int *columns);

/* Prints text, with each byte that must not be sent shown as \xNN; only measures it if out is NULL. Returns
 * how many columns it fills. Errors stay in out, for ferror. */
int text_print(FILE *out, struct slice text);

/* Reads a plain number, digits with an optional fraction ("30", "0.5"). Returns false, *out untouched, when
 * text is anything else (a sign, an exponent, "inf", hexadecimal) or lies outside low to high. */
bool text_number(const char *text, double low, double high, double *out);

/* The same for a number that text begins with, "5s". Returns what stands behind it; NULL: there is none. */
const char *text_number_end(const char *text, double low, double high, double *out);

#endif
