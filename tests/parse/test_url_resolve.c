/* test_url_resolve.c - references, resolved: the examples of RFC 3986 section 5.4, and what is at the edge. */
#include "http/parse/url.h"
#include "tests/lib/guard.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

struct example {
	const char *reference, *target;
};

/* Neither text is read past its end, nor is more written than was promised. */
static void resolves(const char *base, const char *reference, const char *target)
{
	static const char nothing[64];
	size_t base_len = strlen(base), len = strlen(reference), room = base_len + len + URL_RESOLVE_MORE;
	char *b = guard_copy(base, base_len), *r = guard_copy(reference, len),
	     *dst = guard_copy(nothing, room);

	assert_int_equal(
		url_resolve(dst, (struct slice){b, base_len}, (struct slice){r, len}), strlen(target));
	assert_string_equal(dst, target);
	guard_free(b, base_len);
	guard_free(r, len);
	guard_free(dst, room);
}

static void n4_references_lead_where_the_rfc_says(void **state)
{
	static const struct example examples[] = {
		/* 5.4.1 */
		{"g:h", "g:h"},
		{"g", "http://a/b/c/g"},
		{"./g", "http://a/b/c/g"},
		{"g/", "http://a/b/c/g/"},
		{"/g", "http://a/g"},
		{"//g", "http://g"},
		{"?y", "http://a/b/c/d;p?y"},
		{"g?y", "http://a/b/c/g?y"},
		{"#s", "http://a/b/c/d;p?q#s"},
		{"g#s", "http://a/b/c/g#s"},
		{"g?y#s", "http://a/b/c/g?y#s"},
		{";x", "http://a/b/c/;x"},
		{"g;x", "http://a/b/c/g;x"},
		{"g;x?y#s", "http://a/b/c/g;x?y#s"},
		{"", "http://a/b/c/d;p?q"},
		{".", "http://a/b/c/"},
		{"./", "http://a/b/c/"},
		{"..", "http://a/b/"},
		{"../", "http://a/b/"},
		{"../g", "http://a/b/g"},
		{"../..", "http://a/"},
		{"../../", "http://a/"},
		{"../../g", "http://a/g"},
		/* 5.4.2 */
		{"../../../g", "http://a/g"},
		{"../../../../g", "http://a/g"},
		{"/./g", "http://a/g"},
		{"/../g", "http://a/g"},
		{"g.", "http://a/b/c/g."},
		{".g", "http://a/b/c/.g"},
		{"g..", "http://a/b/c/g.."},
		{"..g", "http://a/b/c/..g"},
		{"./../g", "http://a/b/g"},
		{"./g/.", "http://a/b/c/g/"},
		{"g/./h", "http://a/b/c/g/h"},
		{"g/../h", "http://a/b/c/h"},
		{"g;x=1/./y", "http://a/b/c/g;x=1/y"},
		{"g;x=1/../y", "http://a/b/c/y"},
		{"g?y/./x", "http://a/b/c/g?y/./x"},
		{"g?y/../x", "http://a/b/c/g?y/../x"},
		{"g#s/./x", "http://a/b/c/g#s/./x"},
		{"g#s/../x", "http://a/b/c/g#s/../x"},
		{"http:g", "http:g"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof examples / sizeof *examples; i++)
		resolves("http://a/b/c/d;p?q", examples[i].reference, examples[i].target);
}

static void other_bases_serve_as_well(void **state)
{
	static const struct {
		const char *base, *reference, *target;
	} cases[] = {
		{"http://a", "g", "http://a/g"},
		{"http://a", "", "http://a"},
		{"http://a", "?y", "http://a?y"},
		{"http://a?q", "g", "http://a/g"},
		{"http://a", "..", "http://a/"},
		{"http://a/", "./.././g/..", "http://a/"},
		{"http://a/b?x=/../c", "d", "http://a/d"},
		{"http://a//b//c", "../d", "http://a//b/d"},
		{"http://a/b#f/g", "c", "http://a/c"},
		{"http://a/b?q", "?", "http://a/b?"},
		{"http://a/b", "#", "http://a/b#"},
		{"https://a/b", "//c:8/d/../e", "https://c:8/e"},
		{"http://a/b", "https://c/./d/../e?f", "https://c/e?f"},
		{"http://a/b", "mailto:x/../y", "mailto:/y"},
		{"http://a/b/", "x:y/..", "x:/"},
		{"x:y", "../../z", "x:z"},
		{"x:y", "./z", "x:z"},
		{"", "", ""},
		{"", "..", ""},
		{"http://a/b", "c:d", "c:d"},
		{"http://a/b", "./c:d", "http://a/c:d"},
		{"http://a/b", ":d", "http://a/:d"},
		{"http://a/b", "c d", "http://a/c d"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		resolves(cases[i].base, cases[i].reference, cases[i].target);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(n4_references_lead_where_the_rfc_says),
		cmocka_unit_test(other_bases_serve_as_well),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
