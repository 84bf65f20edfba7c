/* measure.c - see measure.h. */
#include "tests/house/bench/measure.h"
#include "loop/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAMES = 16, URL_MAX = 512, MOST = 100000000 };

static const char *const names[NAMES] = {"Alice", "Bob", "Charlie", "Diana", "Eve", "Frank", "Grace", "Heidi",
	"Ivan", "Judy", "Kim", "Laura", "Mallory", "Niaj", "Olivia", "Peggy"};
static char urls[NAMES][URL_MAX];

static const char *const modes[] = {[MEASURE_KEEP] = "keep",
	[MEASURE_KEEP_FULL] = "keep-full",
	[MEASURE_CLOSE] = "close",
	[MEASURE_CLOSE_RESUME] = "close-resume",
	[MEASURE_COLD] = "cold",
	[MEASURE_WARM] = "warm"};

static bool complain(const char *what)
{
	fprintf(stderr, "%s\nusage: URL CAFILE N C keep|keep-full|close|close-resume|cold|warm\n", what);
	return false;
}

static bool make_urls(const char *base)
{
	for (int i = 0; i < NAMES; i++)
		if (snprintf(urls[i], URL_MAX, "%s%cname=%s", base, strchr(base, '?') ? '&' : '?',
			    names[i]) >= URL_MAX)
			return complain("the URL is too long");
	return true;
}

static long number(const char *text)
{
	char *end;
	long value = strtol(text, &end, 10);

	return *text && !*end && value <= MOST ? value : 0;
}

bool measure_order(struct measure_order *self, char **argv)
{
	int given = 0;
	unsigned mode = 0;

	while (argv[given])
		given++;
	if (given != 6)
		return complain("five arguments are needed");
	*self = (struct measure_order){argv[1], argv[2], number(argv[3]), number(argv[4]), MEASURE_KEEP};
	while (mode < sizeof modes / sizeof *modes && strcmp(argv[5], modes[mode]) != 0)
		mode++;
	if (mode == sizeof modes / sizeof *modes)
		return complain("unknown mode");
	if (self->n < 1 || self->c < 1)
		return complain("N and C are whole numbers from 1 on");
	self->mode = (enum measure_mode)mode;
	if (self->mode == MEASURE_WARM)
		self->n = self->c;
	return make_urls(self->url);
}

bool measure_opens_first(const struct measure_order *order)
{
	return order->mode == MEASURE_KEEP || order->mode == MEASURE_KEEP_FULL || order->mode == MEASURE_WARM;
}

const char *measure_name(long index)
{
	return names[index % NAMES];
}

const char *measure_url(long index)
{
	return urls[index % NAMES];
}

/* A figure of /proc/self/status, such as "VmRSS:" in KB; 0: not told here. */
static long status_kb(const char *field)
{
	FILE *status = fopen("/proc/self/status", "r");
	char line[256];
	long kb = 0;

	while (status && fgets(line, sizeof line, status))
		if (strncmp(line, field, strlen(field)) == 0)
			kb = strtol(line + strlen(field), NULL, 10);
	if (status)
		fclose(status);
	return kb;
}

/* "5" sets the high-water mark back to what is resident now. */
static void reset_peak(void)
{
	FILE *refs = fopen("/proc/self/clear_refs", "w");

	if (!refs)
		return;
	fputs("5", refs);
	fclose(refs);
}

void measure_begin(struct measure *self)
{
	reset_peak();
	self->rss0_kb = status_kb("VmRSS:");
	getrusage(RUSAGE_SELF, &self->before);
	self->start = clock_monotonic();
}

void measure_end(struct measure *self)
{
	self->wall_ns = clock_monotonic() - self->start;
	getrusage(RUSAGE_SELF, &self->after);
	self->peak_kb = status_kb("VmHWM:");
}

static double seconds(struct timeval after, struct timeval before)
{
	return (double)(after.tv_sec - before.tv_sec) + (double)(after.tv_usec - before.tv_usec) / 1e6;
}

void measure_print(const struct measure *self, const struct measure_order *order, long errors)
{
	printf("{\"n\":%ld,\"c\":%ld,\"wall_s\":%.6f,\"user_s\":%.6f,\"sys_s\":%.6f,\"rss0_kb\":%ld,"
	       "\"peak_kb\":%ld,\"errors\":%ld}\n",
		order->n, order->c, (double)self->wall_ns / NS_PER_S,
		seconds(self->after.ru_utime, self->before.ru_utime),
		seconds(self->after.ru_stime, self->before.ru_stime), self->rss0_kb, self->peak_kb, errors);
	fflush(stdout);
}
