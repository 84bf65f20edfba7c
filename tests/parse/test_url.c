/* test_url.c - which URLs are taken, how they are taken apart, and what a request is made of. What is
 * written of and for URLs otherwise (encoding, queries, messages) is in test_url_text.c. */
#include "http/parse/url.h"
#include "tests/lib/guard.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#define DOTS_250                                                                                             \
	TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN
#define TEN "abcd.efgh."

static const struct accepted {
	const char *url, *host;
	unsigned port;
	const char *path, *query, *target, *field; /* query NULL: there is none */
} accepted[] = {
	/* the article's, whose path is empty; and its relatives */
	{"https://api.genderize.io?name=Bob", "api.genderize.io", 443, "", "name=Bob", "/?name=Bob",
		"api.genderize.io"},
	{"https://api.genderize.io/?name=Bob", "api.genderize.io", 443, "/", "name=Bob", "/?name=Bob",
		"api.genderize.io"},
	{"http://h", "h", 80, "", NULL, "/", "h"},
	{"http://h/", "h", 80, "/", NULL, "/", "h"},
	{"http://h?", "h", 80, "", "", "/?", "h"},
	{"http://h/?", "h", 80, "/", "", "/?", "h"},
	{"http://h?a?b", "h", 80, "", "a?b", "/?a?b", "h"},
	{"http://h/a/b;c=d/../e//", "h", 80, "/a/b;c=d/../e//", NULL, "/a/b;c=d/../e//", "h"},
	{"http://h?/", "h", 80, "", "/", "/?/", "h"},
	/* fragments are not sent */
	{"http://h#f", "h", 80, "", NULL, "/", "h"},
	{"http://h/#f?x", "h", 80, "/", NULL, "/", "h"},
	{"http://h/p?q#f", "h", 80, "/p", "q", "/p?q", "h"},
	{"http://h/p?q#", "h", 80, "/p", "q", "/p?q", "h"},
	{"http://h#@evil/", "h", 80, "", NULL, "/", "h"},
	/* schemes in any case */
	{"HTTP://h", "h", 80, "", NULL, "/", "h"},
	{"hTTpS://h", "h", 443, "", NULL, "/", "h"},
	/* ports */
	{"http://h:80", "h", 80, "", NULL, "/", "h"},
	{"https://h:443/", "h", 443, "/", NULL, "/", "h"},
	{"http://h:443", "h", 443, "", NULL, "/", "h:443"},
	{"https://h:80", "h", 80, "", NULL, "/", "h:80"},
	{"http://h:", "h", 80, "", NULL, "/", "h"},
	{"https://h:/p", "h", 443, "/p", NULL, "/p", "h"},
	{"http://h:1", "h", 1, "", NULL, "/", "h:1"},
	{"http://h:65535", "h", 65535, "", NULL, "/", "h:65535"},
	{"http://h:0000000000000000000000000080/", "h", 80, "/", NULL, "/", "h"},
	/* hosts */
	{"http://127.0.0.1:8080/x", "127.0.0.1", 8080, "/x", NULL, "/x", "127.0.0.1:8080"},
	{"http://a-b_c.EXAMPLE.org./", "a-b_c.EXAMPLE.org.", 80, "/", NULL, "/", "a-b_c.EXAMPLE.org."},
	{"http://xn--mller-kva.example", "xn--mller-kva.example", 80, "", NULL, "/", "xn--mller-kva.example"},
	{"http://" DOTS_250 "com", DOTS_250 "com", 80, "", NULL, "/", DOTS_250 "com"},
	{"http://" DOTS_250 "com./", DOTS_250 "com.", 80, "/", NULL, "/", DOTS_250 "com."},
	{"https://[::1]/", "::1", 443, "/", NULL, "/", "[::1]"},
	{"http://[2001:DB8::7]:8443?q", "2001:DB8::7", 8443, "", "q", "/?q", "[2001:DB8::7]:8443"},
	{"http://[::]:", "::", 80, "", NULL, "/", "[::]"},
	{"http://[::ffff:192.0.2.1]", "::ffff:192.0.2.1", 80, "", NULL, "/", "[::ffff:192.0.2.1]"},
	{"http://[0000:0000:0000:0000:0000:ffff:192.168.100.228]:81",
		"0000:0000:0000:0000:0000:ffff:192.168.100.228", 81, "", NULL, "/",
		"[0000:0000:0000:0000:0000:ffff:192.168.100.228]:81"},
	/* escapes stay as they are; brackets and other bytes that do no harm pass */
	{"http://h/%00%0d%0A%fF?%25", "h", 80, "/%00%0d%0A%fF", "%25", "/%00%0d%0A%fF?%25", "h"},
	{"http://h/?name[]=a&name[]=b", "h", 80, "/", "name[]=a&name[]=b", "/?name[]=a&name[]=b", "h"},
	{"http://h/@{|}\\^`\"<>'!$()*+,;=~", "h", 80, "/@{|}\\^`\"<>'!$()*+,;=~", NULL,
		"/@{|}\\^`\"<>'!$()*+,;=~", "h"},
	{"http://h?u=http://a:b@c/", "h", 80, "", "u=http://a:b@c/", "/?u=http://a:b@c/", "h"},
};

static const struct refused {
	const char *url;
	enum url_error error;
} refused[] = {
	{"", URL_BAD_SCHEME},
	{"h", URL_BAD_SCHEME},
	{"example.com/x", URL_BAD_SCHEME},
	{"//h/", URL_BAD_SCHEME},
	{"://h", URL_BAD_SCHEME},
	{"http", URL_BAD_SCHEME},
	{"http:/", URL_BAD_SCHEME},
	{"http:h", URL_BAD_SCHEME},
	{"http:/h", URL_BAD_SCHEME},
	{"http:\\\\h", URL_BAD_SCHEME},
	{"httpx://h", URL_BAD_SCHEME},
	{"ftp://h", URL_BAD_SCHEME},
	{"file:///etc/passwd", URL_BAD_SCHEME},
	{"javascript:alert(1)", URL_BAD_SCHEME},
	{"http%3A//h", URL_BAD_SCHEME},
	{"http://", URL_NO_HOST},
	{"https:///p", URL_NO_HOST},
	{"http://?q", URL_NO_HOST},
	{"http://#f", URL_NO_HOST},
	{"http://:80/", URL_NO_HOST},
	{"http://u@h", URL_USERINFO},
	{"http://u:p@h/", URL_USERINFO},
	{"http://@h", URL_USERINFO},
	{"http://h@", URL_USERINFO},
	{"http://bank.example:443@evil.example/", URL_USERINFO},
	{"http://[::1]@h", URL_USERINFO},
	{"http://.", URL_BAD_HOST},
	{"http://..", URL_BAD_HOST},
	{"http://.h", URL_BAD_HOST},
	{"http://h..", URL_BAD_HOST},
	{"http://a..b/", URL_BAD_HOST},
	{"http://a%2eb/", URL_BAD_HOST},
	{"http://a,b/", URL_BAD_HOST},
	{"http://a\\b/", URL_BAD_HOST},
	{"http://*.a/", URL_BAD_HOST},
	{"http://a[b/", URL_BAD_HOST},
	{"http://::1/", URL_NO_HOST},
	{"http://fe80::1/", URL_BAD_PORT},
	{"http://" DOTS_250 "comm", URL_HOST_TOO_LONG},
	{"http://" DOTS_250 "comm./", URL_HOST_TOO_LONG},
	{"http://[", URL_BAD_ADDRESS},
	{"http://[]", URL_BAD_ADDRESS},
	{"http://[::1", URL_BAD_ADDRESS},
	{"http://[::1/]", URL_BAD_ADDRESS},
	{"http://[::g]", URL_BAD_ADDRESS},
	{"http://[:::]", URL_BAD_ADDRESS},
	{"http://[1::2::3]", URL_BAD_ADDRESS},
	{"http://[1:2:3:4:5:6:7]", URL_BAD_ADDRESS},
	{"http://[127.0.0.1]", URL_BAD_ADDRESS},
	{"http://[::1.2.3.256]", URL_BAD_ADDRESS},
	{"http://[fe80::1%25eth0]", URL_BAD_ADDRESS},
	{"http://[[::1]]", URL_BAD_ADDRESS},
	{"http://[0000:0000:0000:0000:0000:0000:0000:0000:0000:0000]", URL_BAD_ADDRESS},
	{"http://[::1]x", URL_BAD_HOST},
	{"http://[::1]]", URL_BAD_HOST},
	{"http://[::1]80", URL_BAD_HOST},
	{"http://h:0", URL_BAD_PORT},
	{"http://h:000/", URL_BAD_PORT},
	{"http://h:65536", URL_BAD_PORT},
	{"http://h:4294967376", URL_BAD_PORT},
	{"http://h:18446744073709551696", URL_BAD_PORT},
	{"http://h:99999999999999999999999999999999", URL_BAD_PORT},
	{"http://h:+80", URL_BAD_PORT},
	{"http://h:8o", URL_BAD_PORT},
	{"http://h:0x50", URL_BAD_PORT},
	{"http://h:80:80", URL_BAD_PORT},
	{"http://h::80", URL_BAD_PORT},
	{"http://[::1]:x", URL_BAD_PORT},
	{"http://h/%", URL_BAD_PERCENT},
	{"http://h/%4", URL_BAD_PERCENT},
	{"http://h/%4/", URL_BAD_PERCENT},
	{"http://h/%g0", URL_BAD_PERCENT},
	{"http://h/%0g", URL_BAD_PERCENT},
	{"http://h/?%%41", URL_BAD_PERCENT},
	{"http://h/#%", URL_BAD_PERCENT},
	{"http://h/ x", URL_BAD_CHARACTER},
	{" http://h", URL_BAD_CHARACTER},
	{"http://h\r\nHost: evil", URL_BAD_CHARACTER},
	{"http://h/\r\nX-Injected: 1", URL_BAD_CHARACTER},
	{"http://h/?q\n", URL_BAD_CHARACTER},
	{"http://h/\x7f", URL_BAD_CHARACTER},
	{"http://m\xc3\xbcller.example", URL_BAD_CHARACTER},
	{"http://h/?name=Jos\xc3\xa9", URL_BAD_CHARACTER},
	{"http://h/#\x80", URL_BAD_CHARACTER},
};

/* Parses bytes behind which nothing can be read, and leaves the slices pointing into them. */
static enum url_error parse_guarded(struct url *out, const char *text, size_t len, char **copy)
{
	*copy = guard_copy(text, len);
	return url_parse(out, (struct slice){*copy, len});
}

static void assert_slice(struct slice is, const char *wanted)
{
	assert_int_equal(is.len, strlen(wanted));
	assert_memory_equal(is.at, wanted, is.len);
}

static void takes_good_urls_apart(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(accepted) / sizeof(accepted[0]); i++) {
		const struct accepted *want = &accepted[i];
		struct url url;
		char *copy, text[512];

		assert_int_equal(parse_guarded(&url, want->url, strlen(want->url), &copy), URL_OK);
		assert_int_equal(url.tls, strchr("sS", want->url[4]) != NULL);
		assert_int_equal(url.ip_literal_v6, strchr(want->host, ':') != NULL);
		assert_slice(url.host, want->host);
		assert_int_equal(url.port, want->port);
		assert_slice(url.path, want->path);
		assert_int_equal(url.query.at != NULL, want->query != NULL);
		assert_slice(url.query, want->query ? want->query : "");
		assert_int_equal(url_target(&url, text, sizeof(text)), strlen(want->target));
		assert_string_equal(text, want->target);
		assert_int_equal(url_host_field(&url, text, sizeof(text)), strlen(want->field));
		assert_string_equal(text, want->field);
		guard_free(copy, strlen(want->url));
	}
}

static void refuses_bad_urls_and_says_why(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		struct url url;
		char *copy;
		enum url_error error = parse_guarded(&url, refused[i].url, strlen(refused[i].url), &copy);

		if (error != refused[i].error)
			fail_msg("%s: %s", refused[i].url, url_error_text(error));
		assert_true(strlen(url_error_text(error)) > 5);
		guard_free(copy, strlen(refused[i].url));
	}
}

/* Wherever one of these bytes stands, be it in a fragment, the URL is refused, and for that reason. */
static void refuses_forbidden_bytes_everywhere(void **state)
{
	char text[] = "https://host:8/p?q#f";

	(void)state;
	for (size_t i = 0; i < sizeof(text) - 1; i++) {
		char kept = text[i];

		for (int c = 0; c < 256; c++) {
			enum url_error error;
			struct url url;

			text[i] = (char)c;
			error = url_parse(&url, (struct slice){text, sizeof(text) - 1});
			assert_int_equal(error == URL_BAD_CHARACTER, c <= ' ' || c >= 0x7f);
		}
		text[i] = kept;
	}
}

/* Of all bytes only letters, digits, "-" and "_" can be a host of one character. */
static void a_host_has_few_characters(void **state)
{
	char text[] = "http://?/";
	int taken = 0;

	(void)state;
	for (int c = 0; c < 256; c++) {
		struct url url;

		text[7] = (char)c;
		taken += url_parse(&url, (struct slice){text, sizeof(text) - 1}) == URL_OK;
	}
	assert_int_equal(taken, 26 + 26 + 10 + 2);
}

/* Each beginning of a URL is taken or refused, but read past its end never. */
static void reads_no_further_than_the_end(void **state)
{
	static const char text[] = "https://[::ffff:192.0.2.1]:8443/a%20b?c=%41#%42";

	(void)state;
	for (size_t len = 0; len <= sizeof(text) - 1; len++) {
		struct url url;
		char *copy;
		bool ok = parse_guarded(&url, text, len, &copy) == URL_OK;
		size_t escape = len >= 2 && (text[len - 1] == '%' || text[len - 2] == '%');

		assert_int_equal(ok, len >= strlen("https://[::ffff:192.0.2.1]") && !escape);
		guard_free(copy, len);
	}
}

static void a_url_may_have_64_kib(void **state)
{
	char *text = malloc(URL_SIZE_MAX + 1), *target = malloc(URL_SIZE_MAX);
	struct url url;

	(void)state;
	memset(text, 'a', URL_SIZE_MAX + 1);
	memcpy(text, "http://h/", 9);
	assert_int_equal(url_parse(&url, (struct slice){text, URL_SIZE_MAX}), URL_OK);
	assert_int_equal(url_target(&url, target, URL_SIZE_MAX), URL_SIZE_MAX - 8);
	assert_memory_equal(target, text + 8, URL_SIZE_MAX - 8);
	assert_int_equal(url_parse(&url, (struct slice){text, URL_SIZE_MAX + 1}), URL_TOO_LONG);
	assert_int_equal(url_parse(&url, (struct slice){NULL, 0}), URL_BAD_SCHEME);
	free(target);
	free(text);
}

static void an_origin_is_scheme_host_and_port(void **state)
{
	static const char *const same[] = {"http://h", "HTTP://H:80/a?b"};
	static const char *const others[] = {"https://h", "https://h:80", "http://h:81", "http://h.", "http://g", "http://a.h"};
	struct url url, other;

	(void)state;
	assert_int_equal(url_parse(&url, slice_of("http://h/")), URL_OK);
	for (size_t i = 0; i < 8; i++) {
		assert_int_equal(url_parse(&other, slice_of(i < 2 ? same[i] : others[i - 2])), URL_OK);
		assert_int_equal(url_same_origin(&url, &other), i < 2);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes_good_urls_apart),
		cmocka_unit_test(refuses_bad_urls_and_says_why),
		cmocka_unit_test(refuses_forbidden_bytes_everywhere),
		cmocka_unit_test(a_host_has_few_characters),
		cmocka_unit_test(reads_no_further_than_the_end),
		cmocka_unit_test(a_url_may_have_64_kib),
		cmocka_unit_test(an_origin_is_scheme_host_and_port),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
