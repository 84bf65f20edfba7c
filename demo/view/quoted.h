/* quoted.h - writes texts of a record as JSON strings, safe inside an HTML page. */
#ifndef DEMO_VIEW_QUOTED_H
#define DEMO_VIEW_QUOTED_H

#include "http/parse/slice.h"
#include <stdio.h>

/* Writes text as a JSON string, with its quotes. Besides what JSON requires (RFC 8259 section 7), '<' and '&'
 * are escaped, so that neither "</script>" nor "<!--" can appear. These become U+FFFD: bytes that are not
 * UTF-8, U+2028 and U+2029, which end a line in JavaScript, and marks that change the direction of
 * writing. */
void quoted_put(FILE *out, struct slice text);

#endif
