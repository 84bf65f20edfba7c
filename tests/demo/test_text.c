/* test_text.c - whatever bytes come in, no control character and no broken UTF-8 reaches a terminal; and a
 * table stays in line. */
#include "demo/text.h"
#include "tests/lib/guard.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static const struct {
	const char *text, *shown;
	int columns;
} cases[] = {
	{"", "", 0},
	{"Bob", "Bob", 3},
	{"José", "José", 4},
	{"Jose\xCC\x81", "Jose\xCC\x81", 4}, /* the accent as a combining mark */
	{"山田", "山田", 4},
	{"Ｂｏｂ", "Ｂｏｂ", 6},
	{"김", "김", 2},
	{"\u1112\u1161\u11AB", "\u1112\u1161\u11AB", 2}, /* the same kind of syllable, as three letters, jamo */
	{"ｱ", "ｱ", 1},                             /* half a column's width of Japanese */
	{"مُحَمَّد", "مُحَمَّد", 4},                     /* Arabic with its vowels */
	{"प्रीति", "प्रीति", 5},                        /* Devanagari: two of its signs have a column of their own */
	{"ที่", "ที่", 1},                             /* Thai: a vowel and a tone above one letter */
	{"שָׁלוֹם", "שָׁלוֹם", 4},                       /* pointed Hebrew */
	{"Nguye\u0302\u0303n", "Nguye\u0302\u0303n", 6}, /* two marks on one letter */
	{"\u270C", "\u270C", 1},                       /* a sign, as text … */
	{"\u270C\uFE0F", "\u270C\uFE0F", 2},           /* … and as a picture */
	{"😀\uFE0F", "😀\uFE0F", 2},                   /* which this one is anyway */
	{"\u231A", "\u231A", 2},
	{"🇩🇪", "🇩🇪", 2},
	{"👨\u200D👩", "👨\u200D👩", 4},
	{"\u0378", "\\xCD\\xB8", 8}, /* no character yet */
	{"Зоя", "Зоя", 3},
	{"😀", "😀", 2},
	{"a\\b", "a\\b", 3},
	/* control characters: ESC, a new line, a tab, DEL, and CSI as one character */
	{"\033[2J", "\\x1B[2J", 7},
	{"a\nb", "a\\x0Ab", 6},
	{"\t", "\\x09", 4},
	{"\x7F", "\\x7F", 4},
	{"\xC2\x9B"
	 "31m",
		"\\xC2\\x9B31m", 11},
	{"\xC2\x80", "\\xC2\\x80", 8},
	{"\xC2\xA0", "\xC2\xA0", 1},
	/* marks that let a text be read backwards (U+202E, U+2066), a line separator, a byte order mark */
	{"\xE2\x80\xAEx", "\\xE2\\x80\\xAEx", 13},
	{"\xE2\x81\xA6", "\\xE2\\x81\\xA6", 12},
	{"\xE2\x80\xA8", "\\xE2\\x80\\xA8", 12},
	{"\xEF\xBB\xBF", "\\xEF\\xBB\\xBF", 12},
	{"\xEF\xBF\xBF", "\\xEF\\xBF\\xBF", 12},
	/* not UTF-8: Latin-1, a stray continuation, cut, too long a form, a surrogate, beyond Unicode */
	{"Jos\xE9", "Jos\\xE9", 7},
	{"\x80", "\\x80", 4},
	{"\xC3", "\\xC3", 4},
	{"\xC3(", "\\xC3(", 5},
	{"\xE5\xB1", "\\xE5\\xB1", 8},
	{"\xF0\x9F\x98", "\\xF0\\x9F\\x98", 12},
	{"\xC0\xAF", "\\xC0\\xAF", 8},
	{"\xE0\x80\xAF", "\\xE0\\x80\\xAF", 12},
	{"\xF0\x80\x80\xAF", "\\xF0\\x80\\x80\\xAF", 16},
	{"\xED\xA0\x80", "\\xED\\xA0\\x80", 12},
	{"\xF4\x90\x80\x80", "\\xF4\\x90\\x80\\x80", 16},
	{"\xF5\x80\x80\x80", "\\xF5\\x80\\x80\\x80", 16},
	{"\xF8\x88\x80\x80\x80", "\\xF8\\x88\\x80\\x80\\x80", 20},
	{"\xFF", "\\xFF", 4},
	/* the first and the last of each length */
	{"\xC2\xA1", "\xC2\xA1", 1},
	{"\xDF\xBF", "\xDF\xBF", 1},
	{"\xE0\xA0\x80", "\xE0\xA0\x80", 1},
	{"\xF0\x90\x80\x80", "\xF0\x90\x80\x80", 1},
	{"\xF4\x8F\xBF\xBD", "\xF4\x8F\xBF\xBD", 1},
};

static char *shown(struct slice text, int *columns)
{
	char *line = NULL;
	size_t size;
	FILE *out = open_memstream(&line, &size);

	*columns = text_print(out, text);
	assert_int_equal(fclose(out), 0);
	return line;
}

static void s7_each_character_has_its_columns(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int columns;
		char *line = shown(slice_of(cases[i].text), &columns);
		assert_string_equal(line, cases[i].shown);
		assert_int_equal(columns, cases[i].columns);
		assert_int_equal(text_print(NULL, slice_of(cases[i].text)), columns);
		free(line);
	}
}

/* A character that does not fit is left out whole, and blanks fill up. */
static void s7_a_cell_has_its_columns(void **state)
{
	static const struct {
		const char *text, *shown;
	} cells[] = {{"", "     "}, {"Zoë", "Zoë  "}, {"Annabel", "Annab"}, {"日本人", "日本 "},
		{"Zoe\xCC\x88la: x", "Zoe\xCC\x88la"}, {"ab\x1b", "ab   "}, {"\xFF!", "\\xFF!"}};

	(void)state;
	for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
		char *got = NULL;
		size_t len;
		FILE *out = open_memstream(&got, &len);

		assert_non_null(out);
		text_cell(out, slice_of(cells[i].text), 5);
		fclose(out);
		assert_string_equal(got, cells[i].shown);
		free(got);
	}
}

/* A character that is cut off by the end of the text must not be read to its own end. */
static void test_never_reads_past_the_end(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		for (size_t len = 1; len <= strlen(cases[i].text); len++) {
			char *bytes = guard_copy(cases[i].text, len);
			assert_true(text_print(NULL, (struct slice){bytes, len}) >= 0);
			guard_free(bytes, len);
		}
}

/* All pairs of bytes: printed twice, the text does not change any more. */
static void test_printed_text_is_printable(void **state)
{
	(void)state;
	for (unsigned pair = 0; pair < 0x10000; pair++) {
		char bytes[2] = {(char)(pair >> 8), (char)pair};
		int columns, again;
		char *once = shown((struct slice){bytes, 2}, &columns),
		     *twice = shown(slice_of(once), &again);
		assert_string_equal(once, twice);
		assert_int_equal(columns, again);
		free(once);
		free(twice);
	}
}

static void test_number(void **state)
{
	static const char *const good[] = {"0", "7", "007", "0.5", "30", "86400", "12.125", "86400.0"};
	static const double values[] = {0, 7, 7, 0.5, 30, 86400, 12.125, 86400};
	static const char *const bad[] = {"", "x", "0x", "0x10", "1e3", "inf", "nan", "+1", "-1", " 1", "1 ",
		".5", "5.", ".", "1.2.3", "1,5", "86401", "86400.5", "99999999999999999999999999", "1\n"};
	double value = 42;

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(text_number(bad[i], 0, 86400, &value));
	assert_true(value == 42);
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		assert_true(text_number(good[i], 0, 86400, &value));
		assert_true(value == values[i]);
	}
	assert_false(text_number("0.0009", 0.001, 1, &value));
	assert_true(text_number("0.001", 0.001, 1, &value));
}

/* What stands behind the number is left to the caller, but for what would be another number with it. */
static void test_number_end(void **state)
{
	static const char *const good[] = {"5s", "5", "5/2", "1.5-3", "5ms", "5e", "5x"};
	static const char *const ends[] = {"s", "", "/2", "-3", "ms", "e", "x"};
	static const char *const bad[] = {"", "s", "-5", "5.", "5.s", ".5s", "5e3s", "0x10s", "1.2.3", "8s"};
	double value = 42;

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_null(text_number_end(bad[i], 1, 7, &value));
	assert_true(value == 42);
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		assert_string_equal(text_number_end(good[i], 1, 7, &value), ends[i]);
		assert_true(value == (good[i][1] == '.' ? 1.5 : 5));
	}
}

/* In a process for each, since the locale is looked at once. */
static void s7_the_locale_decides(void **state)
{
	static const struct {
		const char *all, *ctype, *lang;
		bool ascii;
	} said[] = {
		{"", "", "", false}, /* nothing said: as Python does */
		{"C", "", "", true},
		{"POSIX", "", "", true},
		{"", "", "C", true},
		{"", "", "C.UTF-8", false},
		{"", "C", "C.UTF-8", true},
		{"", "C.UTF-8", "C", false},
		{"C", "C.UTF-8", "C.UTF-8", true},
		{"C.UTF-8", "C", "C", false},
		{"xx_YY.UTF-8", "", "", false}, /* not installed */
	};
	static const char accent[] = "Zo\xC3\xAB", shown_in_ascii[] = "Zo\\xC3\\xAB";

	(void)state;
	for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
		pid_t child = fork();
		int status, columns;

		if (child == 0) {
			setenv("LC_ALL", said[i].all, 1);
			setenv("LC_CTYPE", said[i].ctype, 1);
			setenv("LANG", said[i].lang, 1);
			_exit(text_ascii() != said[i].ascii ||
				strcmp(shown(slice_of(accent), &columns), said[i].ascii ? shown_in_ascii : accent) != 0 ||
				columns != (said[i].ascii ? 10 : 3));
		}
		assert_int_equal(waitpid(child, &status, 0), child);
		if (status != 0)
			fail_msg("case %zu", i);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(s7_the_locale_decides), /* before the locale is known */
		cmocka_unit_test(s7_each_character_has_its_columns),
		cmocka_unit_test(s7_a_cell_has_its_columns),
		cmocka_unit_test(test_never_reads_past_the_end),
		cmocka_unit_test(test_printed_text_is_printable),
		cmocka_unit_test(test_number),
		cmocka_unit_test(test_number_end),
	};

	setenv("LC_ALL", "C.UTF-8", 1);
	return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
