/* test_values.c - a program's own values, put into URLs and taken out of JSON objects. */
#include "coro/error.h"
#include "http/parse/url.h"
#include "http/values.h"
#include "tests/lib/guard.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static char *out; /* URL_MAX bytes, and the next one is forbidden */

static int make_room(void **state)
{
	static const char nothing[URL_MAX];

	(void)state;
	out = guard_copy(nothing, URL_MAX);
	return 0;
}

static int free_room(void **state)
{
	(void)state;
	guard_free(out, URL_MAX);
	return 0;
}

/* ---- url_format ---- */

#define API "https://api.genderize.io?name=%s"

static void a_value_is_encoded_and_the_rest_is_not(void **state)
{
	(void)state;
	assert_int_equal(url_format(out, API, "Alice"), ASYNC_OK);
	assert_string_equal(out, "https://api.genderize.io?name=Alice");
	assert_int_equal(url_format(out, API, "José Ñ&=+"), ASYNC_OK);
	assert_string_equal(out, "https://api.genderize.io?name=Jos%C3%A9%20%C3%91%26%3D%2B");
	assert_int_equal(url_format(out, API, "?a=b#c/d%41;é\n\x7f"), ASYNC_OK);
	assert_string_equal(out, "https://api.genderize.io?name=%3Fa%3Db%23c%2Fd%2541%3B%C3%A9%0A%7F");
	assert_int_equal(url_format(out, API, "az.AZ_09-~"), ASYNC_OK);
	assert_string_equal(out, "https://api.genderize.io?name=az.AZ_09-~");
	assert_int_equal(url_format(out, API, ""), ASYNC_OK);
	assert_string_equal(out, "https://api.genderize.io?name=");
	assert_int_equal(
		url_format(out, "http://a/%s%%20?x=%d&y=%d&%s=%s", "p", 12, -3, "q r", "s"), ASYNC_OK);
	assert_string_equal(out, "http://a/p%20?x=12&y=-3&q%20r=s");
}

/* It is one value of one parameter again for who reads the URL, whatever it holds. */
static void every_byte_comes_back(void **state)
{
	char name[256], back[256];
	struct slice rest, key, value;
	struct url url;
	size_t len;

	(void)state;
	for (int i = 0; i < 255; i++)
		name[i] = (char)(i + 1);
	name[255] = '\0';
	assert_int_equal(url_format(out, API "&last=%d", name, 1), ASYNC_OK);
	assert_int_equal(url_parse(&url, slice_of(out)), URL_OK);
	rest = url.query;
	assert_true(url_query_next(&rest, &key, &value));
	assert_true(url_decode(back, sizeof back, &len, value));
	assert_int_equal(len, 255);
	assert_memory_equal(back, name, 255);
	assert_true(url_query_next(&rest, &key, &value));
	assert_true(slice_equal(key, SLICE("last")));
	assert_false(url_query_next(&rest, &key, &value));
}

static void one_too_long_is_none_at_all(void **state)
{
	static char name[2 * URL_MAX];
	const size_t room = URL_MAX - sizeof "https://api.genderize.io?name=";

	(void)state;
	memset(name, 'x', room);
	assert_int_equal(url_format(out, API, name), ASYNC_OK);
	assert_int_equal(strlen(out), URL_MAX - 1);
	name[room] = 'x';
	assert_int_equal(url_format(out, API, name), ASYNC_E_INVALID);
	assert_string_equal(out, "");
	assert_string_equal(async_error_text(ASYNC_E_INVALID), "a URL of 2048 bytes, more than 2047");
	name[room] = '\0';
	assert_int_equal(url_format(out, API "&a=%s&b=%d", name, "ü", 1), ASYNC_E_INVALID);
	assert_string_equal(async_error_text(ASYNC_E_INVALID), "a URL of 2060 bytes, more than 2047");
	for (size_t less = 7; less-- > 0;) { /* the room ends within an escape, and behind it */
		memset(name, 'x', room - less);
		name[room - less] = '\0';
		assert_int_equal(
			url_format(out, API "%s", name, "&&"), less == 6 ? ASYNC_OK : ASYNC_E_INVALID);
		assert_string_equal(out + (less == 6 ? URL_MAX - 7 : 0), less == 6 ? "%26%26" : "");
	}
}

static void what_it_cannot_write_is_an_error(void **state)
{
	static const char *volatile const formats[] = {
		"http://a/%x", "http://a/%5s", "http://a/%", "http://a/%s"};
	const char *volatile none = NULL;

	(void)state;
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
		assert_int_equal(url_format(out, formats[i], none), ASYNC_E_INVALID);
		assert_string_equal(out, "");
		assert_string_equal(
			async_error_text(ASYNC_E_INVALID), "url_format writes %s, %d and %%, and no NULL");
	}
}

/* ---- params_encode ---- */

/* As urllib.parse.urlencode(…, quote_via=quote) writes them. */
static void params_are_encoded_names_and_values(void **state)
{
	static const struct param params[] = {{"name", "José Ñ"}, {"none", NULL}, {"a b&=", "1+1=2?#/%"}, {"", ""},
		{"z", "~-._\r\n"}, {NULL, "behind the end"}};
	static const struct param nothing[] = {{"a", NULL}, {0}};

	(void)state;
	assert_int_equal(params_encode(out, URL_MAX, "http://a/?", params), ASYNC_OK);
	assert_string_equal(out, "http://a/?name=Jos%C3%A9%20%C3%91&a%20b%26%3D=1%2B1%3D2%3F%23%2F%25&=&z=~-._%0D%0A");
	assert_int_equal(params_encode(out, URL_MAX, "", params + 4), ASYNC_OK);
	assert_string_equal(out, "z=~-._%0D%0A");
	assert_int_equal(params_encode(out, URL_MAX, "", nothing), ASYNC_OK);
	assert_string_equal(out, "");
}

static void params_that_do_not_fit_are_none_at_all(void **state)
{
	static const struct param params[] = {{"a", "é"}, {"b", "2"}, {0}};
	const size_t whole = sizeof "?a=%C3%A9&b=2";

	(void)state;
	for (size_t size = 0; size <= whole; size++) {
		char *end = out + URL_MAX - size;

		assert_int_equal(params_encode(end, size, "?", params), size == whole ? ASYNC_OK : ASYNC_E_INVALID);
		if (size)
			assert_string_equal(end, size == whole ? "?a=%C3%A9&b=2" : "");
	}
	params_encode(out, 1, "", params);
	assert_string_equal(async_error_text(ASYNC_E_INVALID), "params of 12 bytes, more than fit");
}

/* ---- json_copy ---- */

static enum status copy(const char *text, char *value, size_t size)
{
	struct json json;
	enum status err;

	assert_int_equal(json_parse(&json, slice_of(text)), JSON_OK);
	err = json_copy(&json, "gender", value, size);
	json_close(&json);
	return err;
}

static void a_string_is_copied(void **state)
{
	char value[8] = "before";

	(void)state;
	assert_int_equal(copy("{\"name\":\"Eve\",\"gender\":\"female\"}", value, sizeof value), ASYNC_OK);
	assert_string_equal(value, "female");
	assert_int_equal(copy("{\"gender\":\"\\u00e9\\n\"}", value, sizeof value), ASYNC_OK);
	assert_string_equal(value, "é\n");
	assert_int_equal(copy("{\"gender\":\"1234567\"}", value, sizeof value), ASYNC_OK);
	assert_string_equal(value, "1234567");
	assert_int_equal(copy("{\"gender\":\"male\",\"gender\":\"female\"}", value, sizeof value), ASYNC_OK);
	assert_string_equal(value, "female");
	assert_int_equal(copy("{\"gender\":\"\"}", value, sizeof value), ASYNC_OK);
	assert_string_equal(value, "");
}

static void null_is_copied_as_nothing(void **state)
{
	char value[8] = "before";

	(void)state;
	assert_int_equal(copy("{\"gender\":null}", value, sizeof value), ASYNC_OK);
	assert_string_equal(value, "");
}

static void anything_else_is_an_error(void **state)
{
	static const struct {
		const char *text, *why;
	} cases[] = {
		{"{}", "no 'gender'"},
		{"{\"error\":\"Not Found\"}", "no 'gender', but error='Not Found'"},
		{"{\"Gender\":\"male\",\"x\":{\"gender\":\"male\"}}", "no 'gender'"},
		{"{\"error\":\"Limit\\nreached\"}", "no 'gender', but error='Limit?reached'"}, /* N5 */
		{"{\"error\":1}", "no 'gender'"},
		{"[{\"gender\":\"male\"}]", "no 'gender', since it is no object"},
		{"\"gender\"", "no 'gender', since it is no object"},
		{"null", "no 'gender', since it is no object"},
		{"{\"gender\":1}", "'gender' is neither a string nor null"},
		{"{\"gender\":true}", "'gender' is neither a string nor null"},
		{"{\"gender\":{}}", "'gender' is neither a string nor null"},
		{"{\"gender\":[\"male\"]}", "'gender' is neither a string nor null"},
		{"{\"gender\":\"12345678\"}", "'gender' is a string that does not fit"},
		{"{\"gender\":\"a\\u0000b\"}", "'gender' is a string that does not fit"},
		{"{\"gender\":\"\\ud800\"}", "'gender' is a string that does not fit"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char value[8] = "before";

		assert_int_equal(copy(cases[i].text, value, sizeof value), ASYNC_E_PAYLOAD);
		assert_string_equal(value, "");
		assert_string_equal(async_error_text(ASYNC_E_PAYLOAD), cases[i].why);
	}
}

/* What was never parsed, or is closed already, has no values. */
static void nothing_is_in_no_document(void **state)
{
	struct json json = {0};
	char value[8];

	(void)state;
	assert_int_equal(json_copy(&json, "gender", value, sizeof value), ASYNC_E_PAYLOAD);
	assert_string_equal(value, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_value_is_encoded_and_the_rest_is_not),
		cmocka_unit_test(every_byte_comes_back),
		cmocka_unit_test(one_too_long_is_none_at_all),
		cmocka_unit_test(what_it_cannot_write_is_an_error),
		cmocka_unit_test(params_are_encoded_names_and_values),
		cmocka_unit_test(params_that_do_not_fit_are_none_at_all),
		cmocka_unit_test(a_string_is_copied),
		cmocka_unit_test(null_is_copied_as_nothing),
		cmocka_unit_test(anything_else_is_an_error),
		cmocka_unit_test(nothing_is_in_no_document),
	};

	return cmocka_run_group_tests(tests, make_room, free_room);
}
