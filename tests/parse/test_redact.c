/* test_redact.c - a peer may repeat what it was asked, in any spelling: the API key is not shown. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "http/parse/url.h"

static void F3_words_of_a_peer_show_no_key(void **state)
{
	static const struct {
		const char *url, *words, *shown;
	} cases[] = {
		{"http://h/?name=Bob&apikey=K/+7", "the key K/+7 of Bob", "the key *** of Bob"},
		{"http://h/?apikey=K%2f%2B7", "K/+7, K%2F+7 and K/%2b7", "***, *** and ***"},
		{"http://h/?apikey=K%2f%2B7", "K/+-7", "K/+-7"},
		{"http://h/?%61PIKEY=a%20b", "a+b a b a%20b", "*** *** ***"},
		{"http://h/?apikey=one&apikey=oneone", "oneoneone", "******"},
		{"http://h/?apikey=key#part", "no key", "no ***"},
		{"http://h/?apikey=key", "no ke", "no ke"},
		{"http://h/?apikey=", "any \xe9\x1b[m\n", "any ??[m?"},
		{"http://h/?apikey=%", "100 %", "100 ***"},
		{"http://h/?key=key", "no key", "no key"},
		{"", "", ""},
	};
	char text[64];

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		url_redact_words(text, sizeof text, slice_of(cases[i].words), slice_of(cases[i].url));
		assert_string_equal(text, cases[i].shown);
	}
}

/* Where the words are cut, no beginning of the key is left. */
static void F3_cut_words_show_no_part_of_the_key(void **state)
{
	struct slice words = SLICE("key: SECRET!"), url = SLICE("http://h/?apikey=SECRET");
	char text[16];

	(void)state;
	for (size_t cap = 1; cap <= sizeof text; cap++) {
		url_redact_words(text, cap, words, url);
		assert_int_equal(strlen(text), cap - 1 < strlen("key: ***!") ? cap - 1 : strlen("key: ***!"));
		assert_memory_equal(text, "key: ***!", strlen(text));
	}
	assert_int_equal(url_redact_words(NULL, 0, words, url), 0);
}

/* The URL of a message was often refused for its spelling. */
static void F3_a_misspelt_url_shows_no_key(void **state)
{
	static const char *const cases[][2] = {
		{"http://h&apikey=SECRET", "http://h&apikey=***"},
		{"http://h;apikey=SECRET/x&b=1", "http://h;apikey=***&b=1"},
		{"http://u:p@h&apikey=SECRET", "http://***@h&apikey=***"},
		{"apikey=SECRET", "apikey=***"},
		{"h/a&apikey=SECRET/b/c", "h/a&apikey=***"},
		{"http://h/a/b/apikey=SECRET", "http://h/a/b/apikey=***"},
		{"http://h/?to=a@b", "http://h/?to=a@b"},
	};
	char text[64];

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		url_redact(text, sizeof text, slice_of(cases[i][0]));
		assert_string_equal(text, cases[i][1]);
	}
}

static void a_line_of_a_head_shows_no_secret(void **state)
{
	static const char *const cases[][2] = {
		{"GET /?apikey=SECRET HTTP/1.1", "GET /?apikey=*** HTTP/1.1"},
		{"GET /a:b?c=d HTTP/1.1", "GET /a:b?c=d HTTP/1.1"},
		{"HTTP/1.1 200 OK: \x1b", "HTTP/1.1 200 OK: \\x1B"},
		{"Location: https://u:SECRET@h/?a=b&APIKEY=SECRET", "Location: https://***@h/?a=b&APIKEY=***"},
		{"authorization: Bearer SECRET HTTP/1.1", "authorization: ***"},
		{"Set-Cookie:SECRET", "Set-Cookie: ***"},
		{"X-Api-Key: SECRET", "X-Api-Key: ***"},
		{"X-A: b", "X-A: b"},
		{"X\xff: b", "X\\xFF: b"},
		{"X", "X"},
		{"", ""},
	};
	char text[64];

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_int_equal(head_redact_line(text, sizeof text, slice_of(cases[i][0])), strlen(cases[i][1]));
		assert_string_equal(text, cases[i][1]);
		for (size_t cap = 0; cap < sizeof text; cap++) {
			head_redact_line(text, cap, slice_of(cases[i][0]));
			assert_true(cap == 0 || strncmp(text, cases[i][1], cap - 1) == 0);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(F3_words_of_a_peer_show_no_key),
		cmocka_unit_test(F3_a_misspelt_url_shows_no_key),
		cmocka_unit_test(F3_cut_words_show_no_part_of_the_key),
		cmocka_unit_test(a_line_of_a_head_shows_no_secret),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
