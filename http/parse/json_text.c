/* json_text.c - strings of JSON documents: unescaped into UTF-8, compared, and written. */
#include "http/parse/json.h"
#include "http/parse/take.h"
#include "http/parse/writer.h"

#include <stdint.h>

/* RFC 8259 section 7: the escapes of one letter, and what they stand for. The slash, which may be escaped
 * but need not, stands last, where json_quote does not look. */
static const char spelled[] = "\"\\bfnrt/", meant[] = "\"\\\b\f\n\r\t/";

/* RFC 3629 section 4. The second byte's range depends on the first: that is what keeps out forms longer
 * than needed (E0, F0), surrogates (ED) and what lies above U+10FFFF (F4). */
size_t json_utf8_size(struct slice text)
{
	const unsigned char *at = (const unsigned char *)text.at;
	unsigned char low, high;
	size_t size;

	if (text.len == 0 || at[0] < 0x80)
		return text.len > 0;
	size = at[0] < 0xe0 ? 2 : at[0] < 0xf0 ? 3 : 4;
	low = at[0] == 0xe0 ? 0xa0 : at[0] == 0xf0 ? 0x90 : 0x80;
	high = at[0] == 0xed ? 0x9f : at[0] == 0xf4 ? 0x8f : 0xbf;
	if (at[0] < 0xc2 || at[0] > 0xf4 || text.len < size || at[1] < low || at[1] > high)
		return 0;
	for (size_t i = 2; i < size; i++)
		if (at[i] < 0x80 || at[i] > 0xbf)
			return 0;
	return size;
}

/* RFC 3629 section 3: six bits in each byte but the first, which tells by its high bits how many follow. */
static size_t utf8_encode(char out[4], uint32_t c)
{
	static const unsigned char lead[] = {0, 0, 0xc0, 0xe0, 0xf0};
	size_t size = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;

	for (size_t i = size; i-- > 1; c >>= 6)
		out[i] = (char)(0x80 | (c & 0x3f));
	out[0] = (char)(lead[size] | c);
	return size;
}

/* \uXXXX, a code unit of UTF-16. Returns 0 for anything else: what is asked for is a surrogate. */
static uint32_t take_unit(struct slice *rest)
{
	return take_word(rest, SLICE("\\u")) ? (uint32_t)take_hex(rest, 4) : 0;
}

/* Cuts one escape or one byte from the inside of a string, which the exactness pass has seen, and puts into
 * out the UTF-8 it stands for. A character beyond U+FFFF is two escapes, a high surrogate and a low one
 * (section 7); either alone is no character. Returns the number of bytes put; 0: half a surrogate pair. */
static size_t take_bytes(struct slice *rest, char out[4])
{
	uint32_t c, low;

	if (rest->len < 2 || rest->at[0] != '\\') {
		out[0] = take(rest, 1).at[0];
		return 1;
	}
	if (rest->at[1] != 'u') {
		out[0] = meant[strchr(spelled, take(rest, 2).at[1]) - spelled];
		return 1;
	}
	c = take_unit(rest);
	if (c < 0xd800 || c > 0xdfff)
		return utf8_encode(out, c);
	low = take_unit(rest);
	if (c > 0xdbff || low < 0xdc00 || low > 0xdfff)
		return 0;
	return utf8_encode(out, 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00));
}

/* A NUL would end the string early for its reader, so that "a" and "a\u0000b" would look alike. */
bool json_string(const struct json *self, int value, char *buf, size_t cap)
{
	struct slice rest = json_raw(self, value);
	bool ok = json_type(self, value) == JSON_STRING && cap > 0;
	size_t len = 0;

	while (ok && rest.len > 0) {
		char bytes[4];
		size_t size = take_bytes(&rest, bytes);

		ok = size > 0 && bytes[0] != '\0' && len + size < cap;
		for (size_t i = 0; ok && i < size; i++)
			buf[len++] = bytes[i];
	}
	if (cap > 0)
		buf[ok ? len : 0] = '\0';
	return ok;
}

/* Piece by piece, so that no text is too long; the first difference ends it. */
bool json_spells(struct slice inside, struct slice text)
{
	while (inside.len > 0) {
		char bytes[4];
		size_t size = take_bytes(&inside, bytes);

		if (size == 0 || !take_word(&text, (struct slice){bytes, size}))
			return false;
	}
	return text.len == 0;
}

/* char = unescaped / escape (the short form if it has one); of ASCII these must be escaped: %x00-1F,
 * quotation mark and reverse solidus. */
static void add_escaped(struct writer *out, char c)
{
	const char *letter = memchr(meant, c, strlen(meant) - 1);

	writer_code(out, letter ? "\\%c" : "\\u%04x", letter ? spelled[letter - meant] : c);
}

/* U+FFFD stands for each byte that is no character, as in what browsers show: the text stays readable, and
 * the result is JSON whatever a peer or a user typed. */
size_t json_quote(char *dst, size_t cap, struct slice text)
{
	struct writer out = {dst, cap, 0};

	writer_put(&out, '"');
	while (text.len > 0) {
		size_t size = json_utf8_size(text);
		struct slice character = take(&text, size > 0 ? size : 1);

		if (size == 0)
			writer_add(&out, SLICE("\xef\xbf\xbd"));
		else if (size == 1 && (character.at[0] < ' ' || memchr("\"\\", character.at[0], 2)))
			add_escaped(&out, character.at[0]);
		else
			writer_add(&out, character);
	}
	writer_put(&out, '"');
	return writer_end(&out);
}
