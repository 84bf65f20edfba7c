/* explained.h - what the tests of explain share: they compare the words for a run with a golden file, and
 * each sentence in the restaurant's words with its sentence in the field's words. */
#ifndef TESTS_LIB_EXPLAINED_H
#define TESTS_LIB_EXPLAINED_H

#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "demo/view/explain.h"

enum { EXPLAINED_MAX = 65536, PAIRS_MAX = 2000, TIME_COLUMNS = 13 };

/* All sentences of all runs of this program so far, in the field's words and in the restaurant's. */
static struct {
	char *field, *restaurant;
} pairs[PAIRS_MAX];
static int npairs;

static inline void check_pair(const char *field, const char *restaurant)
{
	for (int i = 0; i < npairs; i++)
		if (strcmp(pairs[i].field, field) == 0) {
			assert_string_equal(pairs[i].restaurant, restaurant);
			return;
		}
	assert_in_range(npairs, 0, PAIRS_MAX - 1);
	pairs[npairs].field = strdup(field);
	pairs[npairs++].restaurant = strdup(restaurant);
}

static inline void forget_pairs(void)
{
	while (npairs > 0) {
		free(pairs[--npairs].field);
		free(pairs[npairs].restaurant);
	}
}

/* The log of a run in the chosen words; to be freed. */
static inline char *log_of(const struct events *run, bool restaurant)
{
	static char *text;
	static size_t len;
	FILE *out = open_memstream(&text, &len);

	assert_non_null(out);
	assert_true(explain_print(out, run, restaurant ? EXPLAIN_RESTAURANT : EXPLAIN_FIELD));
	fclose(out);
	return text;
}

/* The restaurant's sentence adds nothing: if two of the field's sentences are equal, so are the
 * restaurant's. */
static inline void check_pairs(const struct events *run)
{
	char *texts[2] = {log_of(run, false), log_of(run, true)}, *rest[2] = {texts[0], texts[1]};

	for (char *f, *r; (f = strtok_r(rest[0], "\n", &rest[0]));) {
		r = strtok_r(rest[1], "\n", &rest[1]);
		assert_non_null(r);
		check_pair(f + TIME_COLUMNS, r + TIME_COLUMNS);
	}
	assert_null(strtok_r(rest[1], "\n", &rest[1]));
	free(texts[0]);
	free(texts[1]);
}

/* The lines of one event: those that begin with blanks only belong to it. A line behind the source says whose
 * it is. */
static inline bool is_about(const char *event, const char *name)
{
	int field = -1;

	sscanf(strstr(event, "  task ") ? strstr(event, "  task ") : "", "  task %*u %n", &field);
	return field > 0 && strncmp(strstr(event, "  task ") + field, name, strlen(name)) == 0;
}

static inline char *end_of_event(char *event)
{
	static const char more[] = "\n             ";
	char *end = strchr(event, '\n');

	while (end && strncmp(end, more, strlen(more)) == 0)
		end = strchr(end + 1, '\n');
	return end;
}

/* Line numbers of the source change with every edit, and a file that a test has included is called ./demo/…:
 * both are left out, and so is what is told of tasks with this name. No line is longer than 100 columns. */
static inline void mask(char *text, const char *without)
{
	char *begin = text, *to = text;

	for (char *event = text, *end; event && *event; event = end ? end + 1 : NULL) {
		end = end_of_event(event);
		if (end)
			*end = '\0';
		if (without && is_about(event, without))
			continue;
		for (char *c = event; *c;) {
			c += strncmp(c, "./", 2) == 0 ? 2 : 0;
			*to++ = *c++;
			if (to - 3 < begin || strncmp(to - 3, ".c:", 3) != 0)
				continue;
			c += strspn(c, "0123456789"); /* at least one digit is skipped, so there is room */
			*to++ = 'N';
		}
		*to++ = '\n';
	}
	*to = '\0';
	for (char *line = begin; *line; line += strcspn(line, "\n") + 1)
		assert_in_range(strcspn(line, "\n"), 0, 100);
}

/* Explains the run, and compares with the file. GOLDEN=1 in the environment writes the file instead. */
static inline void assert_explained(const struct events *run, const char *name, const char *without)
{
	static char golden[EXPLAINED_MAX], *text;
	size_t len;
	FILE *out = open_memstream(&text, &len), *file;

	assert_non_null(out);
	assert_true(explain_print(out, run, EXPLAIN_ALL));
	fclose(out);
	mask(text, without);
	snprintf(golden, sizeof golden, "tests/house/golden/explain-%s.txt", name);
	file = fopen(golden, getenv("GOLDEN") ? "w+" : "r");
	assert_non_null(file);
	if (getenv("GOLDEN"))
		fputs(text, file);
	rewind(file);
	golden[fread(golden, 1, sizeof golden - 1, file)] = '\0';
	fclose(file);
	assert_string_equal(text, golden);
	free(text);
	check_pairs(run);
}

#endif
