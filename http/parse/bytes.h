/* bytes.h - what each byte may be part of: one table for all grammars here. <ctype.h> is not used, because it asks the
 * locale, and because a char may be negative. */
#ifndef HTTP_PARSE_BYTES_H
#define HTTP_PARSE_BYTES_H

/* Ordered: from BYTE_CR to BYTE_SPACE white space in JSON (RFC 8259 section 2), from BYTE_TOKEN on a tchar (RFC 9110
 * section 5.6.2), from BYTE_MARK on unreserved in a URL (RFC 3986 section 2.3), from BYTE_LETTER on a letter or a digit, from
 * BYTE_HEX on a hexadecimal digit. */
enum byte_kind {
	BYTE_OTHER, /* printable, and of no other kind; or above 0x7f: obs-text */
	BYTE_CONTROL,
	BYTE_CR,
	BYTE_LF,
	BYTE_SPACE, /* or HTAB */
	BYTE_COLON,
	BYTE_SEMICOLON,
	BYTE_TOKEN,
	BYTE_MARK, /* - . _ ~ */
	BYTE_LETTER,
	BYTE_HEX, /* A to F in either case */
	BYTE_DIGIT,
	BYTE_KINDS
};

extern const unsigned char byte_kinds[256];

static inline enum byte_kind byte_kind(char c)
{
	return (enum byte_kind)byte_kinds[(unsigned char)c];
}

/* The value of a hexadecimal digit. */
static inline unsigned byte_hex(char digit)
{
	return digit <= '9' ? (unsigned)(digit - '0') : (unsigned)((digit | 0x20) - 'a' + 10);
}

#endif
