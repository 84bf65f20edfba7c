/* test_report_order.c - with --ordered rows wait for their turn, and for nothing else. */
#include "tests/lib/report_page.h"
#include "tests/lib/sanitized.h"

#include <errno.h>
#include <limits.h>

enum { PLACES = 5 };

/* What must stand on out when the places in settled are settled and those in failed have failed: the rows
 * up to the first gap. */
static void expect(char *text, unsigned settled, unsigned failed)
{
	*text = '\0';
	for (int i = 0; i < PLACES && (settled >> i & 1); i++)
		if (!(failed >> i & 1))
			sprintf(text + strlen(text), "%s" ROW("%d"), *text ? "" : HEADER, i);
}

/* Settles the places in this order and looks at out after each. */
static void settle_in_order(const int *order, unsigned failed)
{
	struct page page;
	unsigned settled = 0;
	char name[2] = "", expected[256];

	open_page(&page, FORMAT_CSV, ORDERED);
	for (int i = 0; i < PLACES; i++) {
		*name = (char)('0' + order[i]);
		if (failed >> order[i] & 1)
			report_failure(&page.report, order[i], name, "no");
		else
			answer(&page, order[i], name);
		settled |= 1u << order[i];
		expect(expected, settled, failed);
		assert_string_equal(page.out, expected);
	}
	assert_int_equal(report_close(&page.report, 0), failed ? 1 : 0);
	assert_int_equal(page.report.answered + page.report.failed, PLACES);
	close_page(&page);
}

/* Every order of five, each with every set of failures among them: 120 times 32. */
static void test_every_order(void **state)
{
	(void)state;
	for (int number = 0; number < 120; number++) {
		int left[PLACES] = {0, 1, 2, 3, 4}, order[PLACES];
		for (int i = 0, code = number; i < PLACES; code /= PLACES - i++) {
			int pick = code % (PLACES - i);
			order[i] = left[pick];
			left[pick] = left[PLACES - i - 1];
		}
		for (unsigned failed = 0; failed < 1 << PLACES; failed++)
			settle_in_order(order, failed);
	}
}

/* The same names, once as they come and once with the order asked for. */
static void test_unordered_waits_for_nobody(void **state)
{
	struct page page;

	(void)state;
	open_page(&page, FORMAT_CSV, 0);
	answer(&page, LONG_MAX, "last");
	answer(&page, 0, "first");
	assert_string_equal(page.out, HEADER ROW("last") ROW("first"));
	report_close(&page.report, 0);
	close_page(&page);
}

/* Memory follows the distance between the slowest and the fastest, not the number of names. */
static void test_memory_follows_the_distance(void **state)
{
	struct page page;

	(void)state;
	open_page(&page, FORMAT_CSV, ORDERED);
	for (long i = 0; i < 16000; i += 16)
		for (long k = 15; k >= 0; k--)
			answer(&page, i + k, "x");
	assert_int_equal(page.report.capacity, 16);
	assert_int_equal(page.report.next, 16000);
	answer(&page, 16016, "x");
	assert_int_equal(page.report.capacity, 32);
	report_close(&page.report, 0);
	close_page(&page);
}

/* The ring grows while rows stand in it on both sides of its seam. */
static void test_growing_keeps_every_row(void **state)
{
	enum { START = 11, COUNT = 1000 };
	struct page page;
	char *at;

	(void)state;
	open_page(&page, FORMAT_CSV, ORDERED);
	for (long i = 0; i < START; i++)
		report_failure(&page.report, i, "x", "no");
	for (long i = START + 1; i < START + COUNT; i++) {
		char name[16];
		snprintf(name, sizeof name, "%ld", i);
		answer(&page, i, name);
		memset(name, 'x', sizeof name); /* the report keeps a copy */
	}
	assert_string_equal(page.out, "");
	report_failure(&page.report, START, "x", "no");
	at = page.out + strlen(HEADER);
	for (long i = START + 1; i < START + COUNT; i++) {
		char row[64];
		int len = snprintf(row, sizeof row, ROW("%ld"), i);
		assert_memory_equal(at, row, (size_t)len);
		at += len;
	}
	assert_int_equal(*at, '\0');
	report_close(&page.report, 0);
	close_page(&page);
}

/* After Ctrl-C: what was answered is printed, in order, with the gaps left out. */
static void test_close_prints_what_was_held(void **state)
{
	struct page page;

	(void)state;
	open_page(&page, FORMAT_CSV, ORDERED);
	answer(&page, 0, "0");
	answer(&page, 40, "40");
	answer(&page, 7, "7");
	report_failure(&page.report, 9, "9", "no");
	answer(&page, 2, "2");
	assert_string_equal(page.out, HEADER ROW("0"));
	assert_int_equal(report_close(&page.report, 0), 1);
	assert_string_equal(page.out, HEADER ROW("0") ROW("2") ROW("7") ROW("40"));
	close_page(&page);
}

static void test_no_memory_for_the_ring(void **state)
{
	struct page page;

	(void)state;
#if SANITIZED
	skip(); /* it has an opinion of its own about such a request */
#endif
	if (sizeof(long) < 8)
		skip();
	open_page(&page, FORMAT_CSV, ORDERED);
	answer(&page, 1, "1");
	answer(&page, LONG_MAX >> 20, "far");
	assert_int_equal(page.report.error, ENOMEM);
	answer(&page, 0, "0");
	assert_string_equal(page.err, "genderize: cannot write: Cannot allocate memory\n");
	assert_int_equal(report_close(&page.report, 0), 1);
	close_page(&page);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		PAGE_TEST(test_every_order),
		PAGE_TEST(test_unordered_waits_for_nobody),
		PAGE_TEST(test_memory_follows_the_distance),
		PAGE_TEST(test_growing_keeps_every_row),
		PAGE_TEST(test_close_prints_what_was_held),
		PAGE_TEST(test_no_memory_for_the_ring),
	};

	return cmocka_run_group_tests_name("report order", tests, NULL, NULL);
}
