/* quoted.c - writes JSON strings that cannot end their <script> element. */
#include "demo/view/quoted.h"
#include "demo/text.h"

void quoted_put(FILE *out, struct slice text)
{
	putc('"', out);
	for (size_t size; text.len > 0; text.at += size, text.len -= size) {
		unsigned char c = (unsigned char)*text.at;
		uint32_t point;

		size = text_char(text, &point);
		if (c < ' ' || c == 0x7f || c == '"' || c == '\\' || c == '<' || c == '&')
			fprintf(out, "\\u%04x", c);
		else if (point == TEXT_HARMFUL)
			fputs("\\ufffd", out);
		else
			fwrite(text.at, 1, size, out);
	}
	putc('"', out);
}
