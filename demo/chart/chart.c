/* chart.c - two times, or a few, as bars: in the terminal, and as a picture for a page.
 *
 *     chart [--title TITLE] [--svg FILE] [--ascii] LABEL=SECONDS...
 *     chart [the same options] --stacked|--curve <TABLE
 *
 * All bars share one axis that begins at 0, and a time above 0 is never drawn as nothing. The reduction is
 * computed from the first and the last time. Exit status: 0, 1 when something could not be written, 2 wrong
 * usage. */
#include "demo/chart/chart.h"
#include "demo/arguments.h"
#include "loop/watch/record.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

enum { STEPS_MAX = 6 }; /* an axis has room for so many numbers, and 0 */

/* The label may hold a '=' too: the last one counts. */
static bool read_bar(struct chart *self, const char *argument)
{
	const char *equals = strrchr(argument, '=');
	struct bar *bar = &self->bars[self->count];
	int columns;

	if (!equals || !text_number(equals + 1, 0, SECONDS_MAX, &bar->seconds))
		return false;
	bar->label = (struct slice){argument, (size_t)(equals - argument)};
	columns = text_print(NULL, bar->label);
	if (columns > self->label_columns)
		self->label_columns = columns;
	self->count++;
	return columns <= LABEL_MAX;
}

static bool set_title(const struct option *option, const char *value, void *field)
{
	return option_text(option, value, field) && text_print(NULL, slice_of(value)) <= TITLE_MAX;
}

#define OWNER struct chart

static const struct option table[] = {
	{"--title TITLE", NULL, OWN(const char *, title, set_title, "a title of up to 76 columns")},
	{"--svg FILE", NULL, PATH(svg)},
	{"--ascii", NULL, SWITCH(ascii)},
	{"--stacked", NULL, SWITCH(stacked)},
	{"--curve", NULL, SWITCH(curve)},
	OPTION_HELP,
};

/* Returns ARGUMENTS_RUN, or the status to exit with. */
static int read_arguments(struct chart *self, int argc, char **argv)
{
	static const struct arguments allowed = {
		.help = "[--title TITLE] [--svg FILE] [--ascii] LABEL=SECONDS...\n"
		"       chart [the same options] --stacked|--curve <TABLE\n"
		"SECONDS is a number up to 99999, such as 10.42. There is room for 32 bars,\n"
		"24 columns of LABEL and 76 of TITLE. TABLE has columns separated by tabs: a line\n"
		"of names, then up to 32 lines of a label and up to 8 times. --stacked draws a bar\n"
		"for each line, made of its times; --curve a line for each column, against the\n"
		"labels, which are numbers from 1.\n",
		.options = table, .most = BARS_MAX,
	};
	const struct slice bar = SLICE("LABEL=SECONDS");
	int status = arguments_read(&allowed, self, &argc, argv);

	self->kind = self->curve ? CHART_CURVE : self->stacked ? CHART_STACKED : CHART_BARS;
	for (int i = 1; i < argc && status == ARGUMENTS_RUN; i++)
		if (self->kind != CHART_BARS)
			status = arguments_refuse("chart", bar, slice_of(argv[i]), "wanted beside a table");
		else if (!read_bar(self, argv[i]))
			status = arguments_refuse("chart", bar, slice_of(argv[i]),
				"a label of up to 24 columns, =, and a number from 0 to 99999");
	if (status == ARGUMENTS_RUN && self->kind == CHART_BARS && argc == 1)
		status = arguments_refuse("chart", SLICE("missing argument"), bar, NULL);
	return status;
}

/* The first of the three that is set decides (POSIX, XBD 8.2). */
static bool locale_is_utf8(void)
{
	static const char *const variables[] = {"LC_ALL", "LC_CTYPE", "LANG"};
	const char *value = NULL;

	for (int i = 0; i < 3 && !(value && *value); i++)
		value = getenv(variables[i]);
	return value && (strstr(value, "UTF-8") || strstr(value, "utf8") || strstr(value, "utf-8"));
}

/* Ticks at a round number of seconds, 1, 2 or 5 times a power of ten, as close as there is room for. The
 * axis never ends below a hundredth: where all times are shown as 0.00 there is nothing to compare. */
static void choose_axis(struct chart *self)
{
	static const double factor[] = {2, 2.5, 2}; /* from 1 to 2, to 5, to 10 */
	double most = 0.01;

	for (int i = 0; i < self->count; i++)
		most = self->bars[i].seconds > most ? self->bars[i].seconds : most;
	self->step = 0.001;
	for (int i = 0; self->step * STEPS_MAX < most; i++)
		self->step *= factor[i % 3];
	/* The products above are not exact: an end that is reached but for rounding is reached. */
	while (self->steps * self->step < most * 0.999999)
		self->steps++;
}

/* Nothing to print for one bar, or for a first time of 0. Rounding must not claim that nothing is left of a
 * time, nor write a small loss as "-0.0". */
void chart_print_reduction(FILE *out, const struct chart *self)
{
	double first = self->bars[0].seconds, last = self->bars[self->count - 1].seconds;
	double percent = first > 0 ? (first - last) / first * 100 : 0;

	if (percent > 99.9 && last > 0)
		percent = 99.9;
	if (percent < 0 && percent > -0.05)
		percent = 0;
	if (self->count > 1 && first > 0)
		fprintf(out, "reduction: %.1f %%\n", percent);
}

/* -------------------------------------------------------------------- the terminal */

char chart_mark(int n)
{
	return "#=o:+*%."[n];
}

/* A block character fills its cell from the left in eighths; '#' is all or nothing. */
static void print_bar(const struct chart *self, double cells)
{
	static const char *const eighths[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
	int parts = self->ascii ? 1 : 8, filled = (int)(cells * parts + 0.5);

	if (filled == 0 && cells > 0)
		filled = 1;
	for (int i = 0; i < filled / parts; i++)
		fputs(self->ascii ? "#" : "█", stdout);
	fputs(eighths[filled % parts], stdout);
}

/* Each part ends where the sum so far ends, so that the whole has its true length; one too short for a cell
 * of its own is not seen here, but below in numbers. Only a whole bar is never nothing: its largest part. */
static void print_parts(const struct chart *self, const struct bar *bar, double per_second)
{
	double sum = 0;
	int used = 0, largest = 0;

	for (int part = 0; part < self->nparts; part++) {
		sum += bar->parts[part];
		largest = bar->parts[part] > bar->parts[largest] ? part : largest;
		for (; used < (int)(sum * per_second + 0.5); used++)
			putchar(chart_mark(part));
	}
	if (used == 0 && sum > 0)
		putchar(chart_mark(largest));
}

/* A character for each part, and in numbers what the bars are made of. */
static void print_legend(const struct chart *self)
{
	for (int part = 0; part < self->nparts; part++) {
		printf("%c ", chart_mark(part));
		text_print(stdout, self->parts[part]);
		for (int i = 0; i < self->count; i++)
			printf("%s %.3f", i ? "," : ":", self->bars[i].parts[part]);
		puts(" s");
	}
}

/* The line with its ticks, and under each tick its number. */
static void print_axis(const struct chart *self, int left, int width)
{
	int tick = 0, column = 0;

	/* Ticks stand where the bars' cells end, so a bar that fills its cell touches its tick. */
	printf("%*s  ", left - 2, "seconds");
	for (int cell = 0; cell <= width; cell++) {
		bool here = cell == tick * width / self->steps;
		fputs(self->ascii ? here ? "+" : "-" : here ? "┬" : "─", stdout);
		tick += here;
	}
	printf("\n%*s", left, "");
	for (tick = 0; tick <= self->steps; tick++)
		column += printf("%*s%g", tick * width / self->steps - column, "", tick * self->step);
	puts("");
}

/* Colour only makes the bars easier to see; nothing is told by it alone. */
static void print_chart(const struct chart *self)
{
	int left = self->label_columns + 2 + VALUE + 2, width = SCREEN - left - 6;

	width -= width % self->steps; /* so that all ticks are the same number of columns apart */
	text_print(stdout, slice_of(self->title));
	puts("");
	for (int i = 0; i < self->count; i++) {
		const struct bar *bar = &self->bars[i];
		int pad = self->label_columns + 2 - text_print(stdout, bar->label);
		printf("%*s%*.2f s  %s", pad, "", VALUE - 2, bar->seconds, self->color ? "\033[36m" : "");
		if (self->kind == CHART_STACKED)
			print_parts(self, bar, width / (self->steps * self->step));
		else
			print_bar(self, bar->seconds / (self->steps * self->step) * width);
		puts(self->color ? "\033[0m" : "");
	}
	print_axis(self, left, width);
	print_legend(self);
	chart_print_reduction(stdout, self);
}

/* Returns false with errno set. */
static bool write_svg(const struct chart *self)
{
	FILE *out = record_create(self->svg, "w");
	bool good;

	if (!out)
		return false;
	if (self->kind == CHART_CURVE)
		curve_draw(out, self);
	else
		bars_draw(out, self);
	fputs("</svg>\n", out);
	good = !ferror(out);
	return fclose(out) == 0 && good;
}

/* Returns false when standard input holds no table, and says why. */
static bool read_table(struct chart *self)
{
	int line = chart_read_table(self, stdin);

	if (line > 0)
		fprintf(stderr, "chart: standard input: line %d is no line of a table\n", line);
	else if (self->kind != CHART_CURVE || curve_is_drawable(self))
		return true;
	else
		fputs("chart: standard input: a curve needs labels from 1 and times above 0\n", stderr);
	return false;
}

int main(int argc, char **argv)
{
	const char *no_color = getenv("NO_COLOR");
	struct chart chart = {
		.title = "Time taken", .label_columns = sizeof "seconds" - 1, .ascii = !locale_is_utf8()};
	int status;

	status = read_arguments(&chart, argc, argv);
	if (status != ARGUMENTS_RUN)
		return status;
	chart.color = isatty(STDOUT_FILENO) && !(no_color && *no_color);
	if (chart.kind != CHART_BARS && !read_table(&chart))
		return 2;
	choose_axis(&chart);
	if (chart.kind == CHART_CURVE)
		curve_print(&chart);
	else
		print_chart(&chart);
	if (fflush(stdout) == 0 && (!chart.svg || write_svg(&chart)))
		return 0;
	fprintf(stderr, "chart: %s: %s\n", ferror(stdout) ? "standard output" : chart.svg, strerror(errno));
	return 1;
}
