/* test_json.c - what is JSON and what is not, document by document, in the order of RFC 8259's sections.
 * Families of documents that a program can write better are in test_json_grown.c. */
#include "http/parse/json.h"
#include "tests/lib/guard.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

struct doc {
	const char *at;
	size_t len;
};
#define DOC(literal)                                                                                         \
	{                                                                                                    \
		literal, sizeof(literal) - 1                                                                 \
	}

/* Section 2: structural characters and white space; section 3: values; sections 4 to 7. */
static const struct doc accepted[] = {DOC("0"), DOC(" 0"), DOC("0\n"), DOC("\t\r\n 0 \t\r\n"), DOC("true"),
	DOC("false"), DOC("null"), DOC(" null "), DOC("\"\""), DOC("\"a\""), DOC(" \"a\"\n"), DOC("[]"),
	DOC("{}"), DOC("[ ]"), DOC("{\n}"), DOC("\t[]\r\n"),
	/* objects */
	DOC("{\"a\":1}"), DOC("{ \"a\" : 1 , \"b\" : 2 }"), DOC("{\"\":0}"), DOC("{\"\":{\"\":{}}}"),
	DOC("{\"a\":\"b\",\"a\":\"b\"}"), DOC("{\"a\":\"b\",\"a\":\"c\"}"), DOC("{\"a\":[]}"),
	DOC("{\"a\":null}"), DOC("{\"\\u0000\":0}"), DOC("{\"\\u0061\":0,\"a\":1}"), DOC("{\"\xc3\xa9\":{}}"),
	DOC("{\n\"a\":\n\"b\"\n}"), DOC("{\"asd\":\"sdf\", \"dfg\":\"fgh\"}"),
	DOC("{\"true\":true,\"null\":null,\"1\":1}"),
	/* arrays */
	DOC("[1]"), DOC("[1,2]"), DOC("[ 1\t,\r2\n]"), DOC("[[]]"), DOC("[[] ,[]]"), DOC("[[[[[[[[]]]]]]]]"),
	DOC("[\"\"]"), DOC("[null]"), DOC("[true,false,null]"), DOC("[1,null,null,null,2]"), DOC("[{}]"),
	DOC("[{},[],{}]"), DOC("[1,\"1\",{\"1\":1}]"), DOC("[-0]"), DOC("[4]\n"),
	/* numbers */
	DOC("-0"), DOC("1"), DOC("-1"), DOC("10"), DOC("1234567890"), DOC("0.0"), DOC("-0.0"), DOC("0.10"),
	DOC("1.5"), DOC("0e0"), DOC("0E0"), DOC("0e+1"), DOC("0e-1"), DOC("0e00"), DOC("1e1"), DOC("1E+2"),
	DOC("1e-002"), DOC("1.0e1"), DOC("-1.25E-3"), DOC("123.456e78"), DOC("0.4e006"), DOC("20e1"),
	DOC("1e400"), DOC("-1e+9999"), DOC("1e-400"), DOC("123e-10000000"),
	DOC("0.4e00669999999999999999999999999999999999999999999999969999999006"),
	DOC("100000000000000000000"), DOC("-237462374673276894279832749832423479823246327846"),
	DOC("-0.000000000000000000000000000000000000000000000000000000000000000000000000000001"),
	/* strings */
	DOC("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\""), DOC("\"\\u0000\""), DOC("\"\\u00e9\\u00E9\""),
	DOC("\"\\uFFFF\\ufffe\""), DOC("\"\\uD83D\\uDE00\""), DOC("\"\\ud800\\udc00\\udbff\\udfff\""),
	DOC("\"\\u0022\\u005C\""), DOC("\"\\\\u0041\""), DOC("\"\\\\n\""), DOC("\"\\\\\""), DOC("\"\\\\a\""),
	DOC("\"/\""), DOC("\"'\""), DOC("\" \""), DOC("\"a/*b*/c/*d//e\""), DOC("\"#\""), DOC("\"\x7f\""),
	DOC("\"a\x7f"
	    "a\""),
	DOC("\"[{,:}]\""), DOC("\"\xc2\x80\""), DOC("\"\xdf\xbf\""), DOC("\"\xe0\xa0\x80\""),
	DOC("\"\xed\x9f\xbf\""), DOC("\"\xee\x80\x80\""), DOC("\"\xef\xbf\xbe\xef\xbf\xbf\""),
	DOC("\"\xef\xbb\xbf\""), DOC("\"\xf0\x90\x80\x80\""), DOC("\"\xf4\x8f\xbf\xbf\""),
	DOC("\"\xe2\x80\xa8\xe2\x80\xa9\""), DOC("\"\xf3\xa0\x81\xbf\""),
	/* Half a surrogate pair is grammar's to allow (section 8.2); json_string refuses it. */
	DOC("\"\\uD800\""), DOC("\"\\uDC00\""), DOC("\"\\uDC00\\uD800\""), DOC("\"\\uD800\\uD800\""),
	DOC("\"\\uD800\\n\""), DOC("\"\\uDADAx\""), DOC("{\"\\uDFAA\":0}"),
	/* the service's replies */
	DOC("{\"count\":1352696,\"name\":\"peter\",\"gender\":\"male\",\"probability\":1.0}"),
	DOC("{\"name\":\"\",\"gender\":null,\"probability\":0.0,\"count\":0}"),
	DOC("[{\"name\":\"a\",\"gender\":null},{\"name\":\"b\",\"probability\":\"0.99\"}]\n"),
	DOC("{\"error\":\"Request limit reached\"}")};

static const struct doc empty[] = {DOC(""), DOC(" "), DOC("\n"), DOC(" \t\r\n \t\r\n")};

static const struct doc cut_short[] = {DOC("["), DOC("{"), DOC(" [ "), DOC("[["), DOC("[{"), DOC("[\n1"),
	DOC("[1,"), DOC("[1,\n1\n,1"), DOC("[[],"), DOC("[[]"), DOC("[\"\""), DOC("[\"a"), DOC("{\""),
	DOC("{\"a"), DOC("{\"a\""), DOC("{\"a\" "), DOC("{\"a\":"), DOC("{\"a\": "), DOC("{\"a\":1"),
	DOC("{\"a\":1,"), DOC("{\"a\":{}"), DOC("{\"a\":[1"), DOC("{\"a\":[1]"), DOC("\""), DOC("\"a"),
	DOC("\"\\"), DOC("\"\\\""), DOC("\"\\u"), DOC("\"\\u00A"), DOC("\"\\uD834\\uDd"), DOC("\"\\uD800\\"),
	DOC("\"\\uD800\\u"), DOC("\"\\\\\\\""), DOC("-"), DOC("1."), DOC("1e"), DOC("1e+"), DOC("[-"),
	DOC("0E-"), DOC("{\"a\":\"a"), DOC("[\"a\",\n4\n,1,"), DOC("[{}")};

static const struct doc unexpected[] = {
	/* literals are spelled one way */
	DOC("nul"), DOC("tru"), DOC("fals"), DOC("[nul]"), DOC("[tru]"), DOC("[fals]"), DOC("True"),
	DOC("NULL"), DOC("[truth]"), DOC("[nan]"), DOC("NaN"), DOC("Infinity"), DOC("-Infinity"),
	DOC("[Inf]"), DOC("[-NaN]"), DOC("undefined"), DOC("None"), DOC("[a]"), DOC("[\xc3\xa9]"),
	DOC("\xc3\xa5"), DOC("\xff"), DOC("*"), DOC("<.>"), DOC("[<null>]"), DOC("a\xc3\xa5"), DOC("[nullx]"),
	DOC("[true1]"), DOC("[truefalse]"), DOC("[null\x00]"),
	/* white space is four characters, and nothing else is skipped */
	DOC("\f[]"), DOC("[\v]"), DOC("[\v1]"), DOC("[\f]"), DOC("[\"a\",\f1]"), DOC("\x00"), DOC("[\x00]"),
	DOC("[1\x00]"), DOC("{\x00}"),
	DOC("{\"a\":\x00"
	    "9}"),
	DOC("\xef\xbb"), DOC("\xef"), DOC("\xe2\x81\xa0[]"),
	DOC("[\xe2\x81\xa0]"), DOC("\xc2\xa0[]"), DOC("[\xc2\x85]"), DOC("\x7f"), DOC("\\n[]"),
	DOC("// a\n1"), DOC("/**/1"), DOC("[1/**/]"), DOC("[1//\n]"), DOC("{\"a\":/*c*/\"b\"}"), DOC("{#\n}"),
	DOC("#"), DOC("\xff\xfe[\x00]\x00"), DOC("\x00[\x00]"), DOC("[\x00]\x00"),
	/* arrays */
	DOC("[1 2]"), DOC("[1 true]"), DOC("[3[4]]"), DOC("[[][]]"), DOC("[\"a\" \"b\"]"), DOC("[1:2]"),
	DOC("[\"\":1]"), DOC("[1;2]"), DOC("[,]"), DOC("[,1]"), DOC("[ , \"\"]"), DOC("[1,]"), DOC("[1,,]"),
	DOC("[1,,2]"), DOC("[1,\n]"), DOC("[\"\",]"), DOC("[1}"), DOC("[}"), DOC("[{]"), DOC("[{}}"),
	DOC("[{\"a\":1]"), DOC("[(1)]"), DOC("[*]"), DOC("]"), DOC("}"), DOC(","), DOC(":"), DOC("[:]"),
	DOC("[1:1:1:1:1]"), DOC("[\"a\":1:1]"), DOC("['"), DOC("[a"),
	/* objects */
	DOC("{]"), DOC("{,}"), DOC("{:}"), DOC("{1}"), DOC("{\"a\"}"), DOC("{\"a\",1}"), DOC("{\"a\",\"b\"}"),
	DOC("{\"a\" 1}"), DOC("{\"a\" \"b\"}"), DOC("{\"gender\" \"male\"}"), DOC("{\"a\"::1}"),
	DOC("{\"a\":}"), DOC("{\"a\":,}"), DOC("{\"a\":1,}"), DOC("{\"a\":1,,}"), DOC("{\"a\":1,,\"b\":2}"),
	DOC("{,\"a\":1}"), DOC("{\"a\":1 \"b\":2}"), DOC("{\"a\":1;\"b\":2}"), DOC("{\"a\":1 2}"),
	DOC("{\"a\":1,2}"), DOC("{\"a\":1:2}"), DOC("{\"a\":\"b\":\"c\"}"), DOC("{1:1}"), DOC("{null:1}"),
	DOC("{null:null,null:null}"), DOC("{[]:1}"), DOC("{[:\"x\"}"), DOC("{{}:1}"), DOC("{a:1}"),
	DOC("{'a':1}"), DOC("{\"a\":'b'}"), DOC("{\"a\":b}"), DOC("{:1}"), DOC("{\"a\"=1}"),
	DOC("{\"a\"=>1}"), DOC("{\"a\":1]"), DOC("{\"a\":[}"), DOC("{\"a\":{]"), DOC("{\"a\":\"b\"#}"),
	DOC("{\"a\":\"b\",\"c\"}"), DOC("{\"a\":\"b\",[]}"), DOC("{\"a\":1,true}"), DOC("{\xf0\x9f\x87\xa8}"),
	DOC("{9999E9999:1}"), DOC("{\"a\":\"a\" 123}"), DOC("{\xb9:\"0\",}"),
	/* numbers */
	DOC("+1"), DOC("++1"), DOC("[+1]"), DOC("[+]"), DOC(".5"), DOC("[.5]"), DOC("-.5"), DOC("[-.5]"),
	DOC("[.-1]"), DOC("[1.]"), DOC("[-1.]"), DOC("[1.e1]"), DOC("[2.e+3]"), DOC("[2.e-3]"), DOC("[0.e1]"),
	DOC("[1.0e]"), DOC("[1e]"), DOC("[1e+]"), DOC("[1E-]"), DOC("[0.3e]"), DOC("[0.3e+]"), DOC("[1.0e-]"),
	DOC("[1ee2]"), DOC("[1eE2]"), DOC("[1e2e3]"), DOC("[1e1.5]"), DOC("[1e+-2]"), DOC("[1e-+2]"),
	DOC("[-]"), DOC("[--1]"), DOC("[- 1]"), DOC("[-+1]"), DOC("[+-1]"), DOC("[01]"), DOC("[-01]"),
	DOC("[00]"), DOC("[-00]"), DOC("[012]"), DOC("[-012]"), DOC("[00.0]"), DOC("[00e0]"), DOC("[-00.0]"),
	DOC("[-00e0]"), DOC("[0x1]"), DOC("[0x1F]"), DOC("[0b1]"), DOC("[0o7]"), DOC("[1_000]"),
	DOC("[1 000.0]"), DOC("[1,000]"), DOC("[1+2]"), DOC("[1-2]"), DOC("[0.1.2]"), DOC("[1.2.3]"),
	DOC("[1a]"), DOC("[1.2a-3]"), DOC("[1.8011670033376514H-308]"), DOC("[1f]"), DOC("[1L]"),
	DOC("[1e1x]"), DOC("[-1x]"), DOC("[-foo]"), DOC("[1%]"), DOC("[\xef\xbc\x91]"), DOC("[1\xe5]"),
	DOC("[1e1\xe5]"), DOC("[0\xe5]\n"), DOC("[123\xe5]"), DOC("[\xd9\xa1]"), DOC("[-\xd9\xa1]"),
	DOC("[1\xc2\xa0]")};

static const struct doc trailing[] = {DOC("1 2"), DOC("01"), DOC("-01"), DOC("0 x"), DOC("0x1"), DOC("1.0.0"),
	DOC("123\x00"), DOC("2@"), DOC("1,"), DOC("truefalse"), DOC("nullnull"), DOC("trueX"), DOC("null,"),
	DOC("\"\"x"), DOC("\"a\"\"b\""), DOC("\"\" \"\""), DOC("[]]"), DOC("[1]x"), DOC("[1]]"), DOC("[],"),
	DOC("[][]"), DOC("[] []"), DOC("{}}"), DOC("{}x"), DOC("{} {}"), DOC("{}#"), DOC("{}/**/"),
	DOC("{}//"), DOC("{},{}"), DOC("{\"a\":1}#{}"), DOC("[]\x00"), DOC("{}\x00"), DOC("[]\f"),
	DOC("[]\xef\xbb\xbf"), DOC("1\n2"), DOC("[1]true"), DOC("\"x\":1"), DOC("1:1"), DOC("{\"a\":1}}"),
	DOC("0\xc2\xa0")};

/* N5 */
static const struct doc marked[] = {DOC("\xef\xbb\xbf{}"), DOC("\xef\xbb\xbf"), DOC("\xef\xbb\xbf 1 2")};

static const struct doc bad_escape[] = {DOC("\"\\a\""), DOC("\"\\x00\""), DOC("\"\\x\""), DOC("\"\\v\""),
	DOC("\"\\0\""), DOC("\"\\101\""), DOC("\"\\'\""), DOC("\"\\\x00\""), DOC("\"\\\n\""), DOC("\"\\\t\""),
	DOC("\"\\ \""), DOC("\"\\N\""), DOC("\"\\U0041\""), DOC("\"\\\xf0\x9f\x8c\x80\""), DOC("\"\\\xe5\""),
	DOC("\"\\u\""), DOC("\"\\u0\""), DOC("\"\\u00\""), DOC("\"\\u004\""), DOC("\"\\u00g0\""),
	DOC("\"\\uqqqq\""), DOC("\"\\u-041\""), DOC("\"\\u 041\""), DOC("\"\\u{41}\""), DOC("\"\\u004\xe5\""),
	DOC("\"\\u\xef\xbc\x90"
	    "041\""),
	DOC("\"\\uD800\\u\""), DOC("\"\\uD800\\u1\""), DOC("\"\\uD800\\u1x\""), DOC("\"\\u00A\\u0041\""),
	DOC("\"\\uD834\\x\""), DOC("{\"\\a\":1}"), DOC("\"\\\\\\a\"")};

static const struct doc bad_control[] = {DOC("\"\x00\""),
	DOC("\"a\x00"
	    "a\""),
	DOC("\"\x01\""), DOC("\"\t\""), DOC("\"\n\""), DOC("\"\r\""), DOC("\"\b\""), DOC("\"\f\""),
	DOC("\"\x1b\""), DOC("\"\x1f\""), DOC("{\"a\tb\":1}"), DOC("[\"new\nline\"]"), DOC("\"a\r\n")};

/* Section 8.1; the table of bad forms follows RFC 3629 section 4, line by line. */
static const struct doc bad_utf8[] = {DOC("\"\x80\""), DOC("\"\xbf\""), DOC("\"\xc0\x80\""),
	DOC("\"\xc0\xaf\""), DOC("\"\xc1\xbf\""), DOC("\"\xc2\""), DOC("\"\xc2\x7f\""), DOC("\"\xc2\xc0\""),
	DOC("\"\xdf\""), DOC("\"\xe0\x80\x80\""), DOC("\"\xe0\x9f\xbf\""), DOC("\"\xe0\xa0\""),
	DOC("\"\xe1\x80\""), DOC("\"\xe1\x80\x7f\""), DOC("\"\xe1\x80\xc0\""), DOC("\"\xe1\xc0\x80\""),
	DOC("\"\xed\xa0\x80\""), DOC("\"\xed\xbf\xbf\""), DOC("\"\xed\xa0\xbd\xed\xb8\x80\""),
	DOC("\"\xef\xbf\""), DOC("\"\xf0\x80\x80\x80\""), DOC("\"\xf0\x8f\xbf\xbf\""),
	DOC("\"\xf0\x9f\x98\""), DOC("\"\xf1\x80\x80\xc0\""), DOC("\"\xf1\x80\xc0\x80\""),
	DOC("\"\xf4\x90\x80\x80\""), DOC("\"\xf5\x80\x80\x80\""), DOC("\"\xf7\xbf\xbf\xbf\""),
	DOC("\"\xf8\x88\x80\x80\x80\""), DOC("\"\xfc\x84\x80\x80\x80\x80\""), DOC("\"\xfe\""),
	DOC("\"\xff\""), DOC("\"\xe9\""), DOC("\"Jos\xe9\""), DOC("{\"\xb9\":\"0\",}"),
	DOC("\"\\u0041\xe5\""), DOC("\"\xe6\x97\xa5\xd1\""), DOC("\"\xf0\x9f"), DOC("\"\xe2"),
	DOC("[\"\xc2\",\"\xa9\"]")};

static void assert_all(const struct doc *docs, size_t count, enum json_error wanted)
{
	for (size_t i = 0; i < count; i++) {
		char *copy = guard_copy(docs[i].at, docs[i].len);
		struct json json;
		enum json_error error = json_parse(&json, (struct slice){copy, docs[i].len});

		if (error != wanted)
			fail_msg("document %zu, %s: %s, at byte %zu", i, docs[i].at, json_error_text(error),
				json.error_at);
		assert_int_equal(json.count > 0, wanted == JSON_OK);
		assert_int_equal(json_type(&json, 0) != JSON_MISSING, wanted == JSON_OK);
		json_close(&json);
		guard_free(copy, docs[i].len);
	}
}

#define ASSERT_ALL(docs, error) assert_all(docs, sizeof(docs) / sizeof((docs)[0]), error)

static void accepts_what_the_grammar_accepts(void **state)
{
	(void)state;
	ASSERT_ALL(accepted, JSON_OK);
}

static void refuses_all_else_and_says_why(void **state)
{
	(void)state;
	ASSERT_ALL(empty, JSON_EMPTY);
	ASSERT_ALL(cut_short, JSON_CUT_SHORT);
	ASSERT_ALL(unexpected, JSON_UNEXPECTED);
	ASSERT_ALL(trailing, JSON_TRAILING);
	ASSERT_ALL(marked, JSON_BOM);
	ASSERT_ALL(bad_escape, JSON_BAD_ESCAPE);
	ASSERT_ALL(bad_control, JSON_BAD_CONTROL);
	ASSERT_ALL(bad_utf8, JSON_BAD_UTF8);
}

/* The offset in a message is where a person has to look. */
static void says_where(void **state)
{
	static const struct {
		const char *text;
		size_t at;
	} cases[] = {
		{"", 0},
		{"[1,]", 3},
		{"[1 2]", 3},
		{"{\"a\" 1}", 5},
		{"[1", 2},
		{" x", 1},
		{"1 2", 2},
		{"[\"a\nb\"]", 3},
		{"[\"a\xff\"]", 3},
		{"[-x]", 2},
		{"[01]", 2},
		{"<html>", 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct json json;

		assert_int_not_equal(json_parse(&json, slice_of(cases[i].text)), JSON_OK);
		assert_int_equal(json.error_at, cases[i].at);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(accepts_what_the_grammar_accepts),
		cmocka_unit_test(refuses_all_else_and_says_why),
		cmocka_unit_test(says_where),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
