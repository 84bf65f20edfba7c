/* test_url_text.c - the texts that are made of URLs and for them: cut to the buffer's size as snprintf
 * cuts, encoded, decoded, walked over, and printed without secrets. */
#include "http/parse/url.h"
#include "tests/lib/guard.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

/* The four functions that write, behind one face. */
static size_t write_target(char *dst, size_t cap, struct slice text)
{
	struct url url;

	assert_int_equal(url_parse(&url, text), URL_OK);
	return url_target(&url, dst, cap);
}

static size_t write_host_field(char *dst, size_t cap, struct slice text)
{
	struct url url;

	assert_int_equal(url_parse(&url, text), URL_OK);
	return url_host_field(&url, dst, cap);
}

static void every_text_is_cut_as_snprintf_cuts(void **state)
{
	static const struct {
		size_t (*write)(char *dst, size_t cap, struct slice text);
		const char *text, *whole;
	} cases[] = {
		{write_target, "http://h?name=Bob", "/?name=Bob"},
		{write_target, "http://h", "/"},
		{write_host_field, "https://[::1]:65535", "[::1]:65535"},
		{write_host_field, "https://host", "host"},
		{url_encode, "a b", "a%20b"},
		{url_encode, "", ""},
		{url_redact, "https://u@h?apikey=1\n", "https://***@h?apikey=***"},
		{url_redact, "\x1b[", "\\x1B["},
		{url_redact, "", ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		size_t whole = strlen(cases[i].whole);

		assert_int_equal(cases[i].write(NULL, 0, slice_of(cases[i].text)), whole);
		for (size_t cap = 1; cap <= whole + 1; cap++) {
			char *dst = guard_copy(cases[i].whole, cap);

			assert_int_equal(cases[i].write(dst, cap, slice_of(cases[i].text)), whole);
			assert_int_equal(strlen(dst), cap - 1);
			assert_memory_equal(dst, cases[i].whole, cap - 1);
			guard_free(dst, cap);
		}
	}
}

static void every_byte_is_encoded_and_decoded(void **state)
{
	static const char unreserved[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

	(void)state;
	for (int c = 0; c < 256; c++) {
		char byte = (char)c, text[8], wanted[8], back[1];
		bool plain = memchr(unreserved, c, sizeof(unreserved) - 1) != NULL;
		size_t len;

		snprintf(wanted, sizeof(wanted), plain ? "%c" : "%%%02X", c);
		assert_int_equal(url_encode(text, sizeof(text), (struct slice){&byte, 1}), strlen(wanted));
		assert_string_equal(text, wanted);
		assert_true(url_decode(back, sizeof(back), &len, slice_of(text)));
		assert_int_equal(len, 1);
		assert_int_equal(back[0], byte);
	}
}

static void encodes_what_names_are_made_of(void **state)
{
	static const char *const cases[][2] = {
		{"Bob", "Bob"},
		{"Jos\xc3\xa9 \xc3\x91&=+", "Jos%C3%A9%20%C3%91%26%3D%2B"},
		{"O'Neil#/?%", "O%27Neil%23%2F%3F%25"},
		{"a\r\nX: y", "a%0D%0AX%3A%20y"},
		{"\xf0\x9f\x98\x80", "%F0%9F%98%80"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char text[64];

		url_encode(text, sizeof(text), slice_of(cases[i][0]));
		assert_string_equal(text, cases[i][1]);
	}
}

static void decodes_forms(void **state)
{
	static const struct {
		const char *text;
		size_t len; /* SIZE_MAX: refused */
		const char *plain;
	} cases[] = {
		{"", 0, ""},
		{"Jos%C3%a9+%c3%91%26%3D%2B", 11, "Jos\xc3\xa9 \xc3\x91&=+"},
		{"%00", 1, "\0"},
		{"%252b%2B+", 5, "%2b+ "},
		{"=&?#/", 5, "=&?#/"},
		{"\xe9\n", 2, "\xe9\n"},
		{"%", SIZE_MAX, ""},
		{"a%", SIZE_MAX, ""},
		{"a%4", SIZE_MAX, ""},
		{"%4x", SIZE_MAX, ""},
		{"%x4", SIZE_MAX, ""},
		{"%%41", SIZE_MAX, ""},
		{"%+1", SIZE_MAX, ""},
		{"%u0041", SIZE_MAX, ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		size_t size = strlen(cases[i].text), len = 0;
		char *text = guard_copy(cases[i].text, size), plain[32];
		bool ok = url_decode(plain, sizeof(plain), &len, (struct slice){text, size});

		assert_int_equal(ok, cases[i].len != SIZE_MAX);
		if (ok) {
			assert_int_equal(len, cases[i].len);
			assert_memory_equal(plain, cases[i].plain, len);
			assert_int_equal(url_decode(plain, len, &len, slice_of(cases[i].text)), true);
			assert_int_equal(
				len > 0 && url_decode(plain, len - 1, &len, slice_of(cases[i].text)), false);
			assert_true(url_decode(text, size, &len, (struct slice){text, size})); /* in place */
			assert_memory_equal(text, cases[i].plain, cases[i].len);
		}
		guard_free(text, size);
	}
}

static void walks_over_queries(void **state)
{
	static const struct {
		const char *query, *pieces; /* "name>value;" each */
	} cases[] = {
		{"", ""},
		{"&", ""},
		{"&&&", ""},
		{"a", "a>;"},
		{"a=", "a>;"},
		{"=", ">;"},
		{"=b", ">b;"},
		{"a=b", "a>b;"},
		{"a=b&", "a>b;"},
		{"&a=b", "a>b;"},
		{"a=b&&c", "a>b;c>;"},
		{"a=b=c&d==&=", "a>b=c;d>=;>;"},
		{"name[]=A&name[]=B&country_id=US", "name[]>A;name[]>B;country_id>US;"},
		{"a%26b=%3D", "a%26b>%3D;"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		size_t size = strlen(cases[i].query), len = 0;
		char *query = guard_copy(cases[i].query, size), pieces[64] = "";
		struct slice rest = {query, size}, name, value;

		while (url_query_next(&rest, &name, &value))
			len += (size_t)snprintf(pieces + len, sizeof(pieces) - len, "%.*s>%.*s;",
				SLICE_FMT(name), SLICE_FMT(value));
		assert_string_equal(pieces, cases[i].pieces);
		assert_false(url_query_next(&rest, &name, &value));
		guard_free(query, size);
	}
}

static void secrets_and_control_bytes_are_not_printed(void **state)
{
	static const char *const cases[][2] = {
		{"", ""},
		{"https://h/p?name=Bob#f", "https://h/p?name=Bob#f"},
		{"https://h?apikey=S3CRET", "https://h?apikey=***"},
		{"https://h?name=Bob&apikey=S3CRET&country_id=US",
			"https://h?name=Bob&apikey=***&country_id=US"},
		{"https://h?ApIkEy=S3CRET", "https://h?ApIkEy=***"},
		{"https://h?%61pi%6bey=S3CRET", "https://h?%61pi%6bey=***"},
		{"https://h?%61%50%69%4B%65%59=S3CRET", "https://h?%61%50%69%4B%65%59=***"},
		{"https://h?apikey=S3CRET&apikey=S3CRET", "https://h?apikey=***&apikey=***"},
		{"https://h?apikey=", "https://h?apikey=***"},
		{"https://h?apikey", "https://h?apikey"},
		{"https://h?apikey=S3=CR?E/T;#x", "https://h?apikey=***"},
		{"https://h?a=1;apikey=S3CRET", "https://h?a=1;apikey=***"},
		{"https://h?a=1?apikey=S3CRET", "https://h?a=1?apikey=***"},
		{"https://h#apikey=S3CRET", "https://h#apikey=***"},
		{"https://h/&apikey=S3CRET", "https://h/&apikey=***"},
		{"https://h?xapikey=1&apikeys=2&api=3&%zzapikey=4",
			"https://h?xapikey=1&apikeys=2&api=3&%zzapikey=4"},
		{"https://user:S3CRET@h/@p", "https://***@h/@p"},
		{"https://S3@CRET@h?a@b", "https://***@h?a@b"},
		{"https:/user:S3CRET@h/", "https:/***@h/"},
		{"https:user:S3CRET@h/", "***@h/"},
		{"https:\\\\user:S3CRET@h/", "***@h/"},
		{"user:S3CRET@h", "***@h"},
		{"//user:S3CRET@h", "//***@h"},
		{"http://h?user@x", "http://h?user@x"},
		{"http://h/\r\n\x1b[31m\x7f", "http://h/\\x0D\\x0A\\x1B[31m\\x7F"},
		{"http://m\xc3\xbcller/?n=\xff", "http://m\\xC3\\xBCller/?n=\\xFF"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		size_t size = strlen(cases[i][0]);
		char *url = guard_copy(cases[i][0], size), text[128];

		url_redact(text, sizeof(text), (struct slice){url, size});
		assert_string_equal(text, cases[i][1]);
		assert_null(strstr(text, "CRET"));
		guard_free(url, size);
	}
}

/* Whatever it is given, a NUL included, a message gets printable ASCII. */
static void any_byte_can_be_shown(void **state)
{
	(void)state;
	for (int c = 0; c < 256; c++) {
		char byte = (char)c, text[8], wanted[8];

		snprintf(wanted, sizeof(wanted), c >= ' ' && c <= '~' ? "%c" : "\\x%02X", c);
		url_redact(text, sizeof(text), (struct slice){&byte, 1});
		assert_string_equal(text, c == '@' ? "***@" : wanted);
	}
	assert_int_equal(url_redact(NULL, 0, (struct slice){NULL, 0}), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_text_is_cut_as_snprintf_cuts),
		cmocka_unit_test(every_byte_is_encoded_and_decoded),
		cmocka_unit_test(encodes_what_names_are_made_of),
		cmocka_unit_test(decodes_forms),
		cmocka_unit_test(walks_over_queries),
		cmocka_unit_test(secrets_and_control_bytes_are_not_printed),
		cmocka_unit_test(any_byte_can_be_shown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
