/* report_page.h - a report that writes to a file and to a stream in memory, and answers for it. */
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

enum { PAGE_MAX = 1 << 20 }; /* bytes of rows, followed by zeros */
enum { OUT_TTY = 1, ERR_TTY = 2, ORDERED = 4 };

struct page {
	struct report report;
	struct output to;
	FILE *out_file, *err_file;
	char *out; /* a mapping of out_file: what has been printed so far */
	char *err; /* the same for err; moves when more is printed */
	size_t err_size;
};

/* The csv row of an answer: the shortest format to compare with. */
#define ROW(name) name ",male,0.5,1\n"
#define HEADER    "name,gender,probability,count\n"

static inline void open_page(struct page *page, enum format format, int how)
{
	struct options options = {.program = "genderize", .format = format, .ordered = how & ORDERED};

	memset(page, 0, sizeof *page);
	page->out_file = tmpfile();
	page->err_file = open_memstream(&page->err, &page->err_size);
	assert_true(page->out_file && page->err_file);
	fflush(page->err_file);
	assert_int_equal(ftruncate(fileno(page->out_file), PAGE_MAX), 0);
	page->out = mmap(NULL, PAGE_MAX, PROT_READ, MAP_SHARED, fileno(page->out_file), 0);
	assert_true(page->out != MAP_FAILED);
	output_open(&page->to, fileno(page->out_file));
	report_open(&page->report, &options, &page->to, how & OUT_TTY, page->err_file, how & ERR_TTY);
}

static inline void close_page(struct page *page)
{
	assert_null(page->report.ring);
	munmap(page->out, PAGE_MAX);
	fclose(page->out_file);
	fclose(page->err_file);
	free(page->err);
}

static inline void answer(struct page *page, long index, const char *name)
{
	report_answer(&page->report, index, &(struct answer){name, "male", 0.5, 1});
}

#endif
