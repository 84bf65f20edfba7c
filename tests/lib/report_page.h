/* report_page.h - a report on two streams in memory, and answers to put in. */
#ifndef TESTS_LIB_REPORT_PAGE_H
#define TESTS_LIB_REPORT_PAGE_H

#include "demo/genderize/report.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { OUT_TTY = 1, ERR_TTY = 2, ORDERED = 4 };

struct page {
	struct report report;
	FILE *out_file, *err_file;
	char *out, *err; /* what has been printed so far; moves when more is printed */
	size_t out_size, err_size;
};

/* A csv row as answer gives it: the shortest to compare with. */
#define ROW(name) name ",male,0.5,1\n"
#define HEADER    "name,gender,probability,count\n"

static inline void open_page(struct page *page, enum format format, int how)
{
	struct options options = {.program = "genderize", .format = format, .ordered = how & ORDERED};

	memset(page, 0, sizeof *page);
	page->out_file = open_memstream(&page->out, &page->out_size);
	page->err_file = open_memstream(&page->err, &page->err_size);
	assert_true(page->out_file && page->err_file);
	fflush(page->out_file);
	fflush(page->err_file);
	report_open(&page->report, &options, page->out_file, how & OUT_TTY, page->err_file, how & ERR_TTY);
}

static inline void close_page(struct page *page)
{
	assert_null(page->report.ring);
	fclose(page->out_file);
	fclose(page->err_file);
	free(page->out);
	free(page->err);
}

static inline void answer(struct page *page, long index, const char *name)
{
	report_answer(&page->report, index, &(struct answer){name, "male", 0.5, 1});
}

#endif
