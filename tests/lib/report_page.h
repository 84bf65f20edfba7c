/* report_page.h - a report that writes to two files, of which one stands in for stderr, and answers for it. */
#ifndef TESTS_LIB_REPORT_PAGE_H
#define TESTS_LIB_REPORT_PAGE_H

#include "demo/genderize/report.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

enum { PAGE_MAX = 1 << 20 }; /* bytes of rows, or of messages, followed by zeros */
enum { OUT_TTY = 1, ERR_TTY = 2, ORDERED = 4 };

struct page {
	struct report report;
	FILE *out_file, *err_file;
	char *out; /* a mapping of out_file: what has been printed so far */
	char *err; /* the same for err */
};

static int real_stderr = -1; /* while a page is open */

/* The csv row of an answer: the shortest format to compare with. */
#define ROW(name) name ",male,0.5,1\n"
#define HEADER    "name,gender,probability,count\n"

static inline char *map_page(FILE *file)
{
	char *text;

	assert_non_null(file);
	assert_int_equal(ftruncate(fileno(file), PAGE_MAX), 0);
	text = mmap(NULL, PAGE_MAX, PROT_READ, MAP_SHARED, fileno(file), 0);
	assert_true(text != MAP_FAILED);
	return text;
}

/* Messages begin with the name of the program whose command line was read. */
static inline void name_program(void)
{
	static const struct option help = OPTION_HELP;
	static char name[] = "genderize";
	char *argv[] = {name, NULL};
	int argc = 1;

	assert_int_equal(arguments_read(&(struct arguments){.options = &help}, NULL, &argc, argv), ARGUMENTS_RUN);
}

static inline void open_page(struct page *page, enum format format, int how)
{
	struct options options = {.format = format, .ordered = how & ORDERED};

	memset(page, 0, sizeof *page);
	page->out_file = tmpfile();
	page->err_file = tmpfile();
	page->out = map_page(page->out_file);
	page->err = map_page(page->err_file);
	name_program();
	real_stderr = dup(STDERR_FILENO);
	assert_int_equal(dup2(fileno(page->err_file), STDERR_FILENO), STDERR_FILENO);
	report_open(&page->report, &options, fileno(page->out_file), how & OUT_TTY, how & ERR_TTY);
}

/* The teardown of each test: what an assertion says goes to the real stderr again. */
static inline int return_stderr(void **state)
{
	(void)state;
	if (real_stderr >= 0) {
		dup2(real_stderr, STDERR_FILENO);
		close(real_stderr);
	}
	real_stderr = -1;
	return 0;
}

static inline void close_page(struct page *page)
{
	return_stderr(NULL);
	assert_null(page->report.ring);
	munmap(page->out, PAGE_MAX);
	munmap(page->err, PAGE_MAX);
	fclose(page->out_file);
	fclose(page->err_file);
}

#define PAGE_TEST(test) cmocka_unit_test_teardown(test, return_stderr)

static inline void answer(struct page *page, long index, const char *name)
{
	report_answer(&page->report, index, &(struct answer){name, "male", 0.5, 1});
}

#endif
