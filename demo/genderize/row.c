/* row.c - prints one answer as one line, in three formats.
 *
 * Errors of the printing functions stay in the stream; row_make checks it once, at the end. */
#include "demo/genderize/row.h"
#include "demo/text.h"
#include "http/parse/json.h"
#include <assert.h>
#include <float.h>
#include <stdlib.h>

enum { NAME_COLUMNS = 12, GENDER_COLUMNS = 7, NUMBER_SIZE = 32 };
enum { QUOTED_SIZE = 6 * OPTIONS_NAME_MAX + 3 }; /* each byte as \u00NN, between quotes, and the NUL */

/* A text that is wider than its column is not cut: it moves the rest of its row. */
static void print_column(FILE *out, const char *text, int columns)
{
	int pad = columns - text_print(out, slice_of(text));

	fprintf(out, "%*s  ", pad > 0 ? pad : 0, "");
}

/* The service's probabilities have two decimals; aligned numbers are easy to compare. */
static void print_table(FILE *out, const struct answer *answer)
{
	print_column(out, answer->name, NAME_COLUMNS);
	print_column(out, answer->gender ? answer->gender : "unknown", GENDER_COLUMNS);
	fprintf(out, "%11.2f  %9lld\n", answer->probability, answer->count);
}

/* For programs: the shortest decimal that reads back as the same double, so that they get what the service
 * sent. 0.99 stays 0.99, and 1.0 keeps its point. LC_NUMERIC is never set, so the decimal point is a point
 * (C11 7.11.1.1). */
static const char *number_text(char buf[NUMBER_SIZE], double value)
{
	for (int digits = 1; digits <= DBL_DECIMAL_DIG; digits++) {
		snprintf(buf, NUMBER_SIZE, "%.*g", digits, value);
		if (strtod(buf, NULL) == value)
			break;
	}
	return strpbrk(buf, ".e") ? buf : strcat(buf, ".0");
}

/* The order of the keys is fixed, so that rows can be compared as text; the service's order varies. */
static void print_jsonl(FILE *out, const struct answer *answer)
{
	char name[QUOTED_SIZE], gender[QUOTED_SIZE] = "null", number[NUMBER_SIZE];

	json_quote(name, sizeof name, slice_of(answer->name));
	if (answer->gender)
		json_quote(gender, sizeof gender, slice_of(answer->gender));
	fprintf(out, "{\"name\":%s,\"gender\":%s,\"probability\":%s,\"count\":%lld}\n", name, gender,
		number_text(number, answer->probability), answer->count);
}

/* RFC 4180 section 2, rules 5 to 7: a field with a comma, a quote or a line break is quoted, and its quotes
 * are doubled. */
static void print_field(FILE *out, const char *text)
{
	const char *quote = strpbrk(text, ",\"\r\n") ? "\"" : "";

	fputs(quote, out);
	for (; *text; text++)
		fprintf(out, *text == '"' ? "\"\"" : "%c", *text);
	fprintf(out, "%s,", quote);
}

static void print_csv(FILE *out, const struct answer *answer)
{
	char number[NUMBER_SIZE];

	print_field(out, answer->name);
	print_field(out, answer->gender ? answer->gender : "");
	fprintf(out, "%s,%lld\n", number_text(number, answer->probability), answer->count);
}

/* A format has a header and a function that prints a row. FORMAT_AUTO has neither: report_open replaces
 * it. */
static const struct {
	const char *header;
	void (*print)(FILE *out, const struct answer *answer);
} formats[] = {
	[FORMAT_TABLE] = {"name          gender   probability      count\n", print_table},
	[FORMAT_JSONL] = {"", print_jsonl},
	[FORMAT_CSV] = {"name,gender,probability,count\n", print_csv},
};

const char *row_header(enum format format)
{
	return formats[format].header;
}

/* open_memstream makes a FILE that writes into memory. fclose completes `line`, and fails if memory ran
 * out. */
char *row_make(enum format format, const struct answer *answer)
{
	char *line = NULL;
	size_t size;
	FILE *memory = open_memstream(&line, &size);

	/* A longer text would be cut in JSON, without its closing quote. */
	assert(strlen(answer->name) <= OPTIONS_NAME_MAX);
	assert(!answer->gender || strlen(answer->gender) <= OPTIONS_NAME_MAX);
	if (!memory)
		return NULL;
	formats[format].print(memory, answer);
	if (fclose(memory) == 0)
		return line;
	free(line);
	return NULL;
}
