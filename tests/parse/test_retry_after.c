/* test_retry_after.c - how long a server asks us to wait: both forms of Retry-After, with the three of a
 * date, and the time at which a quota is renewed. */
#include "http/parse/retry_after.h"
#include "tests/lib/support.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define MOMENT   INT64_C(784111777) /* Sun, 06 Nov 1994 08:49:37 GMT, RFC 9110's own example */
#define IN_2026  INT64_C(1790000000)
#define DAY      INT64_C(86400)
#define NOTHING  INT64_C(0)
#define FOR_EVER INT64_MAX

struct sample {
	const char *fields;
	int64_t now_s, wait;
	int status; /* 0: 503 */
};

static int64_t read_wait(const struct sample *sample)
{
	char reply[1024];
	struct head head = {0};
	int len = snprintf(reply, sizeof reply, "HTTP/1.1 %d No\r\nContent-Length: 0\r\n%s\r\n",
		sample->status ? sample->status : 503, sample->fields);

	assert_int_equal(head_parse_response(&head, reply, (size_t)len, false), PARSE_OK);
	return retry_after(&head, sample->now_s);
}

static void assert_waits(const struct sample samples[], size_t count)
{
	for (size_t i = 0; i < count; i++) {
		int64_t wait = read_wait(&samples[i]);

		if (wait != samples[i].wait)
			fail_msg("%s at %" PRId64 ": %" PRId64 " s, not %" PRId64, samples[i].fields,
				samples[i].now_s, wait, samples[i].wait);
	}
}

#define ASSERT_WAITS(samples) assert_waits(samples, sizeof(samples) / sizeof *(samples))

static void test_seconds(void **state)
{
	static const struct sample samples[] = {
		{.fields = ""},
		{.fields = "Retry-After: 0\r\n"},
		{.fields = "Retry-After: 1\r\n", .wait = 1},
		{.fields = "retry-AFTER:\t86400 \r\n", .wait = DAY},
		{.fields = "Retry-After: 007\r\n", .wait = 7},
		{.fields = "Retry-After: 9223372036854775807\r\n", .wait = FOR_EVER},
		{.fields = "Retry-After: 9223372036854775808\r\n", .wait = FOR_EVER},
		{.fields = "Retry-After: 99999999999999999999999999999999999999999999999999999999999999999999"
			   "99999999999999999999999999999999999999999999\r\n",
			.wait = FOR_EVER},
		{.fields = "Retry-After:\r\n"},
		{.fields = "Retry-After: -1\r\n"},
		{.fields = "Retry-After: +1\r\n"},
		{.fields = "Retry-After: 1.5\r\n"},
		{.fields = "Retry-After: 1 2\r\n"},
		{.fields = "Retry-After: 0x10\r\n"},
		{.fields = "Retry-After: 5s\r\n"},
		{.fields = "Retry-After: soon\r\n"},
		{.fields = "Retry-After: %d%n%s\r\n"},
		{.fields = "Retry-After: 5\r\nRetry-After: 9\r\n", .wait = 5},
	};

	(void)state;
	ASSERT_WAITS(samples);
}

static void test_dates(void **state)
{
	static const struct sample samples[] = {
		{"Retry-After: Sun, 06 Nov 1994 08:49:37 GMT\r\n", MOMENT - 100, 100, 0},
		{"Retry-After: Sunday, 06-Nov-94 08:49:37 GMT\r\n", MOMENT - 100, 100, 0},
		{"Retry-After: Sun Nov  6 08:49:37 1994\r\n", MOMENT - 100, 100, 0},
		{"Retry-After: Sun Nov 16 08:49:37 1994\r\n", MOMENT, 10 * DAY, 0},
		{"Retry-After: Wednesday, 09-Nov-94 08:49:37 GMT\r\n", MOMENT, 3 * DAY, 0},
		{"Retry-After: Sun, 06 Nov 1994 08:49:37 GMT\r\n", MOMENT, NOTHING, 0},
		{"Retry-After: Sun, 06 Nov 1994 08:49:37 GMT\r\n", IN_2026, NOTHING, 0},
		{"Retry-After: Mon, 31 Dec 9999 23:59:59 GMT\r\n", 0, INT64_C(253402300799), 0},
		{"Retry-After: Thu, 01 Jan 1970 00:00:00 GMT\r\n", -5, 5, 0},
		{"Retry-After: Sat, 31 Dec 2016 23:59:60 GMT\r\n", 1483228799, 1, 0}, /* a leap second */
		/* none of the three */
		{"Retry-After: Sun, 06 Nov 1994 08:49:37\r\n", 0, NOTHING, 0},
		{"Retry-After: Sun, 06 Nov 1994 08:49:37 CET\r\n", 0, NOTHING, 0},
		{"Retry-After: Sun, 06 Nov 1994 08:49:37 GMT+1\r\n", 0, NOTHING, 0},
		{"Retry-After: Sun, 06 Nov 1994 08:49 GMT\r\n", 0, NOTHING, 0},
		{"Retry-After: Sun, 06 Nov 1994\r\n", 0, NOTHING, 0},
		{"Retry-After: 06 Nov 1994 08:49:37 GMT\r\n", 0, NOTHING, 0},
		{"Retry-After: 1994-11-06T08:49:37Z\r\n", 0, NOTHING, 0},
		{"Retry-After: Sun, 00 Nov 1994 08:49:37 GMT\r\n", 0, NOTHING, 0},
		{"Retry-After: Sun, 32 Nov 1994 08:49:37 GMT\r\n", 0, NOTHING, 0},
		{"Retry-After: Sun, -6 Nov 1994 08:49:37 GMT\r\n", 0, NOTHING, 0},
		{"Retry-After: Sun, 06 Nov 1994 24:49:37 GMT\r\n", 0, NOTHING, 0},
		{"Retry-After: Sun, 06 Nov 1994 -8:49:37 GMT\r\n", 0, NOTHING, 0},
		{"Retry-After: Sun, 06 Nov 1994 08:60:37 GMT\r\n", 0, NOTHING, 0},
		{"Retry-After: Sun, 06 Nov 1994 08:49:61 GMT\r\n", 0, NOTHING, 0},
		{"Retry-After: Sun, 06 nov 1994 08:49:37 GMT\r\n", 0, NOTHING, 0},
		{"Retry-After: Sun, 06 anF 1994 08:49:37 GMT\r\n", 0, NOTHING, 0},
		{"Retry-After: Sun, 06 N 1994 08:49:37 GMT\r\n", 0, NOTHING, 0},
		{"Retry-After: Sun Nov  6 08:49:37 1994 GMT\r\n", 0, NOTHING, 0},
		{"Retry-After: Sun Nov 32 08:49:37 1994\r\n", 0, NOTHING, 0},
		{"Retry-After: Sun, 06 Nov 1994 08:49:37 GMT                                       x\r\n", 0,
			NOTHING, 0},
	};

	(void)state;
	ASSERT_WAITS(samples);
}

/* Against the C library's own calendar, through 800 years: two whole turns of the Gregorian one. */
static void test_calendar(void **state)
{
	(void)state;
	for (int64_t day = 0; day < 2 * 146097; day += 1 + day % 3) {
		time_t at = (time_t)(day * DAY + day % DAY);
		struct sample sample = {.now_s = at - 7, .wait = 7};
		char fields[64];
		struct tm t;

		assert_non_null(gmtime_r(&at, &t));
		strftime(fields, sizeof fields,
			day % 2 ? "Retry-After: %a, %d %b %Y %H:%M:%S GMT\r\n"
				: "Retry-After: %a %b %e %H:%M:%S %Y\r\n",
			&t);
		sample.fields = fields;
		assert_waits(&sample, 1);
	}
}

/* RFC 9110 section 5.6.7: one that seems to lie more than 50 years ahead is the last one that ended so. The
 * years around the border, seen from each year of a century. */
static void test_two_digits(void **state)
{
	(void)state;
	for (int year = 2000; year < 2100; year++)
		for (int ahead = -49; ahead <= 50; ahead++) {
			/* Midsummer, since "this year" is told by the average length of one. */
			int64_t now = (int64_t)((year - 1970 + 0.5) * 365.2425 * DAY), wait;
			struct sample sample = {.now_s = now};
			char fields[64];

			snprintf(fields, sizeof fields, "Retry-After: Monday, 01-Jul-%02d 00:00:00 GMT\r\n",
				(year + ahead) % 100);
			sample.fields = fields;
			wait = read_wait(&sample);
			if (ahead > 0)
				assert_int_equal(
					(wait + 5 * DAY) * 10000 / (3652425 * DAY), (int64_t)ahead);
			else
				assert_true(wait < 5 * DAY);
		}
}

/* A date is compared with the server's own clock, if it tells it. */
static void test_servers_clock(void **state)
{
#define AT   "Retry-After: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
#define DATE "Date: Sun, 06 Nov 1994 08:48:37 GMT\r\n"
	static const struct sample samples[] = {
		{AT DATE, 0, 60, 0},
		{DATE AT, MOMENT - 5, 60, 0},
		{AT DATE, IN_2026, 60, 0},
		{AT "Date: Sun, 06 Nov 1994 08:50:37 GMT\r\n", 0, NOTHING, 0},
		{AT "Date: today\r\n", MOMENT - 5, 5, 0},
		{AT "Date: \r\n", MOMENT - 5, 5, 0},
		{"Retry-After: 30\r\n" DATE, IN_2026, 30, 0},
	};

	(void)state;
	ASSERT_WAITS(samples);
}

/* The seconds until the quota is renewed are told in every reply: only a 429 means them as a wait. */
static void test_quota(void **state)
{
	static const struct sample samples[] = {
		{"X-Rate-Limit-Reset: 86400\r\n", 0, DAY, 429},
		{"x-rate-limit-reset: 86400\r\nX-Rate-Limit-Remaining: 0\r\n", 0, DAY, 429},
		{"X-Rate-Limit-Reset: 86400\r\n", 0, NOTHING, 500},
		{"X-Rate-Limit-Reset: 86400\r\n", 0, NOTHING, 503},
		{"X-Rate-Limit-Reset: tomorrow\r\n", 0, NOTHING, 429},
		{"X-Rate-Limit-Reset: 86400\r\nRetry-After: 5\r\n", 0, 5, 429},
		{"X-Rate-Limit-Reset: 86400\r\nRetry-After: soon\r\n", 0, DAY, 429},
		{"Retry-After: 5\r\n", 0, 5, 404},
	};

	(void)state;
	ASSERT_WAITS(samples);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_seconds),
		cmocka_unit_test(test_dates),
		cmocka_unit_test(test_calendar),
		cmocka_unit_test(test_two_digits),
		cmocka_unit_test(test_servers_clock),
		cmocka_unit_test(test_quota),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
