/* chart.c - draws times as bars made of parts, on the terminal.
 *
 *     chart [--title TITLE] <TABLE
 *
 * All bars share one axis that begins at 0, and a time above 0 gets at least one character. Bars that are too
 * short to show their parts are drawn again, on an axis of their own. Exit status: 0; 1 if the chart could
 * not be written; 2 after wrong usage. */
#include "demo/chart/chart.h"
#include "demo/arguments.h"

enum { STEPS_MAX = 6 };   /* an axis has room for that many numbers besides 0 */
enum { INSET_TIMES = 8 }; /* a bar is short if the axis is longer than 8 such bars */

static bool set_title(const struct option *option, const char *value, void *field)
{
	return option_text(option, value, field) && text_print(NULL, slice_of(value)) <= TITLE_MAX;
}

#define OWNER struct chart

static const struct option table[] = {
	{"--title TITLE", NULL, OWN(const char *, title, set_title, "a title of up to 76 columns")},
	OPTION_HELP,
};

static const struct arguments arguments = {
	.help = "[--title TITLE] <TABLE\n"
		"TABLE has columns separated by tabs: a line of names, then up to 32 lines of a\n"
		"label of up to 24 columns and up to 8 times, in seconds, up to 99999 in all.\n"
		"A bar is drawn for each line, made of its times.\n",
	.options = table,
};

/* Ticks stand at round numbers of seconds, 1, 2 or 5 times a power of ten, as close as the width allows. The
 * axis never ends below 0.01 s: shorter times are all printed as 0.00. */
static void choose_axis(struct chart *self)
{
	static const double factor[] = {2, 2.5, 2}; /* from 1 to 2, to 5, to 10 */
	double most = 0.01;

	for (int i = 0; i < self->count; i++)
		most = self->bars[i].seconds > most ? self->bars[i].seconds : most;
	self->step = 0.001;
	self->steps = 0;
	for (int i = 0; self->step * STEPS_MAX < most; i++)
		self->step *= factor[i % 3];
	/* The products above are rounded, so the end of the axis is compared with a tolerance. */
	while (self->steps * self->step < most * 0.999999)
		self->steps++;
}

/* Makes a chart of the bars whose parts are too short to be seen beside the others. False: there are none. */
static bool make_inset(const struct chart *self, struct chart *inset)
{
	*inset = *self;
	inset->count = 0;
	for (int i = 0; i < self->count; i++)
		if (self->bars[i].seconds > 0 && self->bars[i].seconds * INSET_TIMES < self->steps * self->step)
			inset->bars[inset->count++] = self->bars[i];
	choose_axis(inset);
	return inset->count > 0 && inset->steps * inset->step < self->steps * self->step;
}

/* ---- on the terminal ---- */

static char mark_of(int n)
{
	return "#=o:+*%."[n];
}

/* Each part ends at the sum so far, so the whole bar has its true length. A part that is too short for a cell
 * is not drawn; the legend has its number. A bar that would be empty shows its largest part. */
static void print_parts(const struct chart *self, const struct bar *bar, double per_second)
{
	double sum = 0;
	int used = 0, largest = 0;

	for (int part = 0; part < self->nparts; part++) {
		sum += bar->parts[part];
		largest = bar->parts[part] > bar->parts[largest] ? part : largest;
		for (; used < (int)(sum * per_second + 0.5); used++)
			putchar(mark_of(part));
	}
	if (used == 0 && sum > 0)
		putchar(mark_of(largest));
}

/* Prints each part's character and name, and its seconds in each bar. */
static void print_legend(const struct chart *self)
{
	for (int part = 0; part < self->nparts; part++) {
		printf("%c ", mark_of(part));
		text_print(stdout, self->parts[part]);
		for (int i = 0; i < self->count; i++)
			printf("%s %.3f", i ? "," : ":", self->bars[i].parts[part]);
		puts(" s");
	}
}

/* Prints the line with its ticks, and each tick's number below it. Ticks stand at the end of a cell, so a bar
 * that fills the cell touches the tick. */
static void print_axis(const struct chart *self, int left, int width)
{
	int column = 0, cells = width / self->steps;

	printf("%*s  ", left - 2, "seconds");
	for (int cell = 0; cell <= width; cell++)
		putchar(cell % cells == 0 ? '+' : '-');
	printf("\n%*s", left, "");
	for (int tick = 0; tick <= self->steps; tick++)
		column += printf("%*s%g", tick * cells - column, "", tick * self->step);
	puts("");
}

static void print_bars(const struct chart *self)
{
	int left = self->label_columns + 2 + VALUE + 2, width = SCREEN - left - 6;

	width -= width % self->steps; /* so the ticks are equally far apart */
	for (int i = 0; i < self->count; i++) {
		const struct bar *bar = &self->bars[i];

		text_cell(stdout, bar->label, self->label_columns + 2);
		printf("%*.2f s  ", VALUE - 2, bar->seconds);
		print_parts(self, bar, width / (self->steps * self->step));
		puts("");
	}
	print_axis(self, left, width);
}

/* Prints how much less time the last bar takes than the first. Rounding must not turn 99.96 % into 100 %. */
static void print_gain(const struct chart *self)
{
	const struct bar *first = &self->bars[0], *last = &self->bars[self->count - 1];
	double percent = first->seconds > 0 ? (1 - last->seconds / first->seconds) * 100 : 0;

	if (percent < 0.05)
		return;
	text_print(stdout, last->label);
	printf(": %.1f %% less time than ", percent > 99.9 && last->seconds > 0 ? 99.9 : percent);
	text_print(stdout, first->label);
	puts(".");
}

static void print_chart(const struct chart *self)
{
	struct chart inset;

	text_print(stdout, slice_of(self->title));
	puts("");
	print_bars(self);
	if (make_inset(self, &inset)) {
		printf("The short ones, %.4g times as wide:\n", self->steps * self->step / (inset.steps * inset.step));
		print_bars(&inset);
	}
	print_legend(self);
	print_gain(self);
}

int main(int argc, char **argv)
{
	static struct chart chart = {.title = "Time taken", .label_columns = sizeof "seconds" - 1};
	int status = arguments_read(&arguments, &chart, &argc, argv), line;
	char why[64];

	if (status != ARGUMENTS_RUN)
		return status;
	line = chart_read_table(&chart, stdin);
	if (line) {
		snprintf(why, sizeof why, "line %d is no line of a table", line);
		arguments_complain("standard input", why);
		return ARGUMENTS_WRONG;
	}
	choose_axis(&chart);
	print_chart(&chart);
	return 0; /* streams.c checks that it was written */
}
