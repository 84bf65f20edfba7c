/* test_lines.c - names out of texts as people's programs write them. */
#include "demo/genderize/lines.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define BOM "\xEF\xBB\xBF"

static const char *told(const char *text, size_t len)
{
	static char names[1024];
	struct lines lines = {0};
	size_t used = 0;

	names[0] = '\0';
	for (size_t i = 0; i <= len; i++)
		if (lines_take(&lines, i < len ? (unsigned char)text[i] : EOF))
			used += (size_t)snprintf(names + used, sizeof names - used, "%s|", lines.name);
	return names;
}

static void s2_what_windows_and_spreadsheets_write_is_read(void **state)
{
	static const char *const cases[][2] = {
		{"", ""},
		{"Bob", "Bob|"},
		{"Bob\n", "Bob|"},
		{"Ann\nBob\n\n\nCem", "Ann|Bob|Cem|"},
		{"Ann\r\nBob\r\n", "Ann|Bob|"},
		{"Ann\rBob\r\rCem", "Ann|Bob|Cem|"},
		{"\n\r\r\n", ""},
		/* blanks around a name, and in it */
		{" \t Ann \t\nMary Ann\n \n\t", "Ann|Mary Ann|"},
		{"Ann\tBob\n", "Ann\tBob|"}, /* has a control character in it, name_problem says */
		/* the byte order mark, which is one only at the beginning */
		{BOM "Bob\r\n", "Bob|"},
		{BOM, ""},
		{BOM "\n" BOM "Bob", BOM "Bob|"},
		{" " BOM "Bob", "Bob|"},
		{"Bob" BOM, "Bob" BOM "|"},
		{"\n" BOM "Bob", BOM "Bob|"},
		{"\xEF\xBB" "Bob", "\xEF\xBB" "Bob|"},
		{BOM BOM "Bob", BOM "Bob|"},
		/* a spreadsheet's quotes */
		{"\"Bob\"\n", "Bob|"},
		{"\"O\"\"Neil\"\t\r\n", "O\"Neil|"},
		{"\"\"\"\"", "\"|"},
		{"\"\"\"\"\"\"", "\"\"|"},
		{"\"\"", ""},
		{"\"", "\"|"},
		{"\"Bob", "\"Bob|"},
		{"Bob\"", "Bob\"|"},
		{"O\"Neil", "O\"Neil|"},
		/* separators of cells that are empty, on either side; one between two names is not for us to
		 * judge */
		{"Ann;\r\nBob;;\r\n;\r\n;;;", "Ann|Bob|"},
		{"Ann,\r\n,Bob,,\r\n,,\r\n", "Ann|Bob|"},
		{"\"Ann\";\r\n;\"Bob\",\r\n", "Ann|Bob|"},
		{"\" Ann \"\n", "Ann|"},
		{"\"\";\n\" \"\n", ""},
		{"King, Martin\n", "King, Martin|"},
		/* DOS's end of a text */
		{"Ann\r\nBob\x1A", "Ann|Bob|"},
		{"Ann\r\n\x1A", "Ann|"},
		{"A\x1Ann\n", "A\x1Ann|"},
		/* blanks of a page */
		{"\xC2\xA0 Ann\xC2\xA0\xC2\xA0\n", "Ann|"},
		{"\xC2\xA0\n \xC2\xA0 \n", ""},
		{"Mary\xC2\xA0" "Ann\n", "Mary\xC2\xA0" "Ann|"},
		{"\xC3\xA0\n", "\xC3\xA0|"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		if (strcmp(told(cases[i][0], strlen(cases[i][0])), cases[i][1]) != 0)
			fail_msg("case %zu: %s", i, told(cases[i][0], strlen(cases[i][0])));
	assert_string_equal(told("a\0b", 3), "a\1b|"); /* a control character all the same */
}

static void s2_a_text_of_utf16_says_what_it_is(void **state)
{
	static const char *const texts[] = {"\377\376A\0\n\0B\0\n", "\376\377\0A\0\n\0B\0"};
	struct lines lines = {0};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		assert_string_equal(told(texts[i], 9), "");
		for (size_t at = 0; at < 2; at++)
			assert_false(lines_take(&lines, (unsigned char)texts[i][at]));
		assert_string_equal(lines.problem, "is UTF-16: save it as UTF-8");
		lines = (struct lines){0};
	}
	assert_string_equal(told("A\n\xFF\xFE\n", 5), "A|\xFF\xFE|"); /* only at the beginning */
}

/* What is cut can be seen to be too long, whatever stands around it; blanks alone make nothing so. */
static void s2_a_line_of_any_length_is_judged_by_its_name(void **state)
{
	static const struct {
		int before, letters, between, more, after;
		bool good;
	} cases[] = {
		{0, 255, 0, 0, 0, true},
		{0, 256, 0, 0, 0, false},
		{0, 9999, 0, 0, 0, false},
		{999, 255, 0, 0, 999, true},
		{0, 3, 999, 0, 0, true},
		{0, 3, 999, 1, 0, false},
		{0, 3, 300, 1, 999, false},
		{0, 255, 2, 1, 0, false},
		{999, 256, 0, 0, 999, false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		static char text[16384];
		struct lines lines = {0};
		int len = snprintf(text, sizeof text, "%*s", cases[i].before, "");
		bool taken = false;

		memset(text + len, 'x', (size_t)cases[i].letters);
		len += cases[i].letters;
		len += sprintf(text + len, "%*s%.*s%*s\n", cases[i].between, "", cases[i].more, "x", cases[i].after, "");
		for (int at = 0; at < len; at++)
			taken = lines_take(&lines, text[at]);
		assert_true(taken);
		assert_int_equal(name_problem(lines.name) == NULL, cases[i].good);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(s2_what_windows_and_spreadsheets_write_is_read),
		cmocka_unit_test(s2_a_text_of_utf16_says_what_it_is),
		cmocka_unit_test(s2_a_line_of_any_length_is_judged_by_its_name),
	};

	return cmocka_run_group_tests_name("lines", tests, NULL, NULL);
}
