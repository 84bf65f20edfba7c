/* test_row.c - one answer as a line of a table, of JSON and of csv, to the byte. */
#include "demo/genderize/row.h"
#include "http/parse/json.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static const struct {
	struct answer answer;
	const char *table, *jsonl, *csv;
} cases[] = {
	{{"Bob", "male", 0.99, 1352696}, "Bob           male            0.99    1352696\n",
		"{\"name\":\"Bob\",\"gender\":\"male\",\"probability\":0.99,\"count\":1352696}\n",
		"Bob,male,0.99,1352696\n"},
	{{"Eve", "female", 1.0, 1}, "Eve           female          1.00          1\n",
		"{\"name\":\"Eve\",\"gender\":\"female\",\"probability\":1.0,\"count\":1}\n",
		"Eve,female,1.0,1\n"},
	/* not known: an answer, and each format's own word for it */
	{{"Xq", NULL, 0, 0}, "Xq            unknown         0.00          0\n",
		"{\"name\":\"Xq\",\"gender\":null,\"probability\":0.0,\"count\":0}\n", "Xq,,0.0,0\n"},
	{{"", NULL, 0, 0}, "              unknown         0.00          0\n",
		"{\"name\":\"\",\"gender\":null,\"probability\":0.0,\"count\":0}\n", ",,0.0,0\n"},
	/* the columns stand whatever the script is; what is too wide pushes */
	{{"José", "male", 0.5, 7}, "José          male            0.50          7\n",
		"{\"name\":\"José\",\"gender\":\"male\",\"probability\":0.5,\"count\":7}\n",
		"José,male,0.5,7\n"},
	{{"山田", "male", 0.5, 7}, "山田          male            0.50          7\n",
		"{\"name\":\"山田\",\"gender\":\"male\",\"probability\":0.5,\"count\":7}\n",
		"山田,male,0.5,7\n"},
	{{"Twelve chars", "male", 0.5, 7}, "Twelve chars  male            0.50          7\n",
		"{\"name\":\"Twelve chars\",\"gender\":\"male\",\"probability\":0.5,\"count\":7}\n",
		"Twelve chars,male,0.5,7\n"},
	{{"Wolfeschlegel", "nonbinary", 0.5, 12345678901},
		"Wolfeschlegel  nonbinary         0.50  12345678901\n",
		"{\"name\":\"Wolfeschlegel\",\"gender\":\"nonbinary\",\"probability\":0.5,\"count\":"
		"12345678901}\n",
		"Wolfeschlegel,nonbinary,0.5,12345678901\n"},
	/* what each format must quote; a spreadsheet's formula is left as it is */
	{{"O\"Hara, Jr", "male", 0.5, 7}, "O\"Hara, Jr    male            0.50          7\n",
		"{\"name\":\"O\\\"Hara, Jr\",\"gender\":\"male\",\"probability\":0.5,\"count\":7}\n",
		"\"O\"\"Hara, Jr\",male,0.5,7\n"},
	{{"=1+1", "male", 0.5, 7}, "=1+1          male            0.50          7\n",
		"{\"name\":\"=1+1\",\"gender\":\"male\",\"probability\":0.5,\"count\":7}\n",
		"=1+1,male,0.5,7\n"},
	{{"a\\b", "ma\rle", 0.5, 7}, "a\\b           ma\\x0Dle         0.50          7\n",
		"{\"name\":\"a\\\\b\",\"gender\":\"ma\\rle\",\"probability\":0.5,\"count\":7}\n",
		"a\\b,\"ma\rle\",0.5,7\n"},
	/* a terminal's commands, and Latin-1 where UTF-8 should be */
	{{"B", "\033[2J", 0.5, 7}, "B             \\x1B[2J         0.50          7\n",
		"{\"name\":\"B\",\"gender\":\"\\u001b[2J\",\"probability\":0.5,\"count\":7}\n",
		"B,\033[2J,0.5,7\n"},
	{{"Jos\xE9", "male", 0.5, 7}, "Jos\\xE9       male            0.50          7\n",
		"{\"name\":\"Jos\xEF\xBF\xBD\",\"gender\":\"male\",\"probability\":0.5,\"count\":7}\n",
		"Jos\xE9,male,0.5,7\n"},
};

static void check(enum format format, const struct answer *answer, const char *expected)
{
	char *line = row_make(format, answer);

	assert_non_null(line);
	assert_string_equal(line, expected);
	free(line);
}

static void test_lines(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		check(FORMAT_TABLE, &cases[i].answer, cases[i].table);
		check(FORMAT_JSONL, &cases[i].answer, cases[i].jsonl);
		check(FORMAT_CSV, &cases[i].answer, cases[i].csv);
	}
}

static void test_headers_fit_their_rows(void **state)
{
	const char *header = row_header(FORMAT_TABLE);
	char *line = row_make(FORMAT_TABLE, &cases[0].answer);

	(void)state;
	assert_int_equal(strlen(header), strlen(line));
	assert_ptr_equal(strstr(header, "gender") - header, strstr(line, "male") - line);
	assert_string_equal(row_header(FORMAT_JSONL), "");
	assert_string_equal(row_header(FORMAT_CSV), "name,gender,probability,count\n");
	free(line);
}

/* Whatever the bytes of a name of the greatest length are, the line is one JSON document and one line. */
static void test_longest_names(void **state)
{
	char name[OPTIONS_NAME_MAX + 1];

	(void)state;
	for (int byte = 1; byte < 256; byte++) {
		struct json json;
		char *line;
		memset(name, byte, sizeof name);
		name[OPTIONS_NAME_MAX] = '\0';
		line = row_make(FORMAT_JSONL, &(struct answer){name, name, 0.25, byte});
		assert_int_equal(json_parse(&json, slice_of(line)), JSON_OK);
		assert_int_equal(json_type(&json, json_get(&json, 0, "count")), JSON_NUMBER);
		json_close(&json);
		assert_ptr_equal(strchr(line, '\n'), line + strlen(line) - 1);
		free(line);
	}
}

/* The number in the line, read by the reader of replies, is the number that was put in. */
static void test_probability_comes_back(void **state)
{
	static const double values[] = {
		0, 1, 0.1, 0.3, 0.5, 0.99, 1 / 3.0, 0.1 + 0.2, 1e-5, 1e-300, 5e-324, 0.12345678901234567};
	double probability;

	(void)state;
	for (size_t i = 0; i < sizeof values / sizeof *values + 101; i++) {
		double value = i < 101 ? (double)i / 100 : values[i - 101];
		char *line = row_make(FORMAT_JSONL, &(struct answer){"Bob", "male", value, 1});
		struct json json;
		assert_int_equal(json_parse(&json, slice_of(line)), JSON_OK);
		assert_true(json_number(&json, json_get(&json, 0, "probability"), &probability));
		assert_true(probability == value);
		assert_true(i >= 101 || strlen(strstr(line, "y\":")) <= strlen("y\":0.99,\"count\":1}\n"));
		json_close(&json);
		free(line);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_headers_fit_their_rows),
		cmocka_unit_test(test_longest_names),
		cmocka_unit_test(test_probability_comes_back),
	};

	return cmocka_run_group_tests_name("row", tests, NULL, NULL);
}
