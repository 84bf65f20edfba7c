/* retry_after.c - seconds, or a date in one of the three forms that HTTP has had. */
#include "http/parse/retry_after.h"

#include <stdio.h>
#include <stdlib.h>

enum { VALUE_MAX = 64, SECONDS_A_DAY = 86400, SECONDS_A_YEAR = 31556952 };

/* delay-seconds = 1*DIGIT. One that is too large to count comes out as the largest there is. */
static bool read_seconds(const char *text, int64_t *seconds)
{
	char *end;

	*seconds = strtoll(text, &end, 10);
	return text[0] >= '0' && text[0] <= '9' && !*end;
}

/* Seconds since 1970 in the Gregorian calendar; month 0 is January. Days are counted in years that begin in
 * March, so that a leap day is the last; then the months' lengths repeat after five, which have 153 days. */
static int64_t count_seconds(int year, int month, int day, int seconds)
{
	int64_t y = year - (month < 2), days = 365 * y + y / 4 - y / 100 + y / 400;

	days += (153 * ((month + 10) % 12) + 2) / 5 + day - 719469;
	return days * SECONDS_A_DAY + seconds;
}

/* HTTP-date (RFC 9110 section 5.6.7). Nobody may send the last two forms any more, but everybody has to
 * understand them:
 *     Sun, 06 Nov 1994 08:49:37 GMT
 *     Sunday, 06-Nov-94 08:49:37 GMT
 *     Sun Nov  6 08:49:37 1994
 * A year of two digits is the last of those that end so and are not more than 50 years ahead. */
static bool read_date(const char *text, int64_t now_s, int64_t *at)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	int year, day, hour, minute, second, end = 0, latest = (int)(now_s / SECONDS_A_YEAR) + 1970 + 50;
	char month[4] = "";
	const char *found;

	sscanf(text, "%*[A-Za-z], %2d%*1[ -]%3s%*1[ -]%4d %2d:%2d:%2d GMT%n", &day, month, &year, &hour,
		&minute, &second, &end);
	if (!end)
		sscanf(text, "%*[A-Za-z] %3s %2d %2d:%2d:%2d %4d%n", month, &day, &hour, &minute, &second,
			&year, &end);
	found = strstr(months, month);
	if (!end || text[end] || !month[2] || !found || (found - months) % 3 || day < 1 || day > 31 ||
		(unsigned)hour > 23 || (unsigned)minute > 59 || (unsigned)second > 60)
		return false;
	if (year < 100)
		year = latest - (latest - year) % 100;
	*at = count_seconds(year, (int)(found - months) / 3, day, (hour * 60 + minute) * 60 + second);
	return true;
}

/* The field's value as a string, cut to VALUE_MAX; empty if there is no such field. */
static const char *field_text(const struct head *head, const char *name, char text[VALUE_MAX])
{
	struct slice value;

	head_field(head, name, &value);
	snprintf(text, VALUE_MAX, "%.*s", SLICE_FMT(value));
	return text;
}

int64_t retry_after(const struct head *head, int64_t now_s)
{
	char text[VALUE_MAX];
	int64_t seconds;

	if (read_seconds(field_text(head, "retry-after", text), &seconds))
		return seconds;
	if (read_date(text, now_s, &seconds)) {
		read_date(field_text(head, "date", text), now_s, &now_s);
		return seconds > now_s ? seconds - now_s : 0;
	}
	field_text(head, "x-rate-limit-reset", text);
	return head->status == TOO_MANY_REQUESTS && read_seconds(text, &seconds) ? seconds : 0;
}
