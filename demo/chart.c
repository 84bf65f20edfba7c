/* chart.c - two times, or a few, as bars: in the terminal, and as a picture for a page.
 *
 *     chart [--title TITLE] [--svg FILE] [--ascii] LABEL=SECONDS...
 *
 * All bars share one axis that begins at 0, and a time above 0 is never drawn as nothing. The reduction is
 * computed from the first and the last time. Exit status: 0, 1 when something could not be written, 2 wrong
 * usage. */
#include "demo/text.h"
#include <stdlib.h>
#include <unistd.h>

enum { BARS_MAX = 32, SECONDS_MAX = 99999 };
enum { SCREEN = 80, LABEL_MAX = 24, TITLE_MAX = 76, VALUE = 10 };     /* columns; a value: "99999.00 s" */
enum { STEPS_MAX = 6 };                                               /* room for so many numbers, and 0 */
enum { SVG_WIDTH = 800, SVG_ROW = 40, SVG_TOP = 64, SVG_LETTER = 9 }; /* the picture's own units */

struct bar {
	struct slice label;
	double seconds;
};

/* What was asked for, and then the scale that was chosen for it. */
struct chart {
	const char *title, *svg; /* svg NULL: no picture */
	bool ascii, color;
	struct bar bars[BARS_MAX];
	int count;
	int label_columns; /* of the widest label */
	double step;       /* seconds between two ticks of the axis */
	int steps;         /* the axis ends at steps * step */
};

static const char usage[] = "Usage: chart [--title TITLE] [--svg FILE] [--ascii] LABEL=SECONDS...\n"
			    "SECONDS is a number up to 99999, such as 10.42. There is room for 32 bars,\n"
			    "24 columns of LABEL and 76 of TITLE.\n";

/* The label may hold a '=' too: the last one counts. A misspelt option is no label. */
static bool read_bar(struct chart *self, const char *argument)
{
	const char *equals = strrchr(argument, '=');
	struct bar *bar = &self->bars[self->count];
	int columns;

	if (!equals || strncmp(argument, "--", 2) == 0 || self->count == BARS_MAX)
		return false;
	if (!text_number(equals + 1, 0, SECONDS_MAX, &bar->seconds))
		return false;
	bar->label = (struct slice){argument, (size_t)(equals - argument)};
	columns = text_print(NULL, bar->label);
	if (columns > self->label_columns)
		self->label_columns = columns;
	self->count++;
	return columns <= LABEL_MAX;
}

/* The program is called by a Makefile: a table of options, as genderize has one, would be too much here. */
static bool read_arguments(struct chart *self, char **argv)
{
	bool good = true;

	while (good && *++argv) {
		if (strcmp(*argv, "--ascii") == 0)
			self->ascii = true;
		else if (strcmp(*argv, "--title") == 0 && argv[1])
			self->title = *++argv;
		else if (strcmp(*argv, "--svg") == 0 && argv[1])
			self->svg = *++argv;
		else
			good = read_bar(self, *argv);
	}
	return good && self->count > 0 && text_print(NULL, slice_of(self->title)) <= TITLE_MAX;
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
static void print_reduction(FILE *out, const struct chart *self)
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
		print_bar(self, bar->seconds / (self->steps * self->step) * width);
		puts(self->color ? "\033[0m" : "");
	}
	print_axis(self, left, width);
	print_reduction(stdout, self);
}

/* --------------------------------------------------------------------- the picture */

/* Colours for a light page and for a dark one; with a ground of its own the picture can be read on any. A stroke
 * of the ground's colour keeps the lines of the axis out of the letters. */
static const char style[] =
	"<style>text{font:15px system-ui,-apple-system,'Segoe UI',sans-serif;fill:#1b2733;stroke:#fff;"
	"stroke-width:4px;paint-order:stroke}.page{fill:#fff}.grid{stroke:#d4dbe2}.bar{fill:#2b6cb0}"
	".title{font-size:18px;font-weight:600}.tick{font-size:13px;fill:#51606f}"
	"@media(prefers-color-scheme:dark){text{fill:#e7ecf1;stroke:#15202b}.page{fill:#15202b}"
	".grid{stroke:#344350}.bar{fill:#63a9ee}.tick{fill:#9db0c1}}</style>\n";

/* Markup is escaped, and what XML has no way to write (control characters, bytes that are not UTF-8)
 * replaced. */
static void svg_text(FILE *out, const char *before, struct slice text, const char *after)
{
	int columns;

	fputs(before, out);
	for (size_t size; text.len > 0; text.at += size, text.len -= size) {
		size = text_char(text, &columns);
		if (columns >= 0 && strchr("&<>\"'", *text.at))
			fprintf(out, "&#%d;", *text.at);
		else
			fprintf(out, "%.*s", columns < 0 ? 1 : (int)size, columns < 0 ? "?" : text.at);
	}
	fputs(after, out);
}

/* The words come first, for who cannot see the picture. */
static void svg_head(FILE *out, const struct chart *self, int height)
{
	fputs("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-labelledby=\"t d\" ", out);
	fprintf(out, "viewBox=\"0 0 %d %d\">\n", SVG_WIDTH, height);
	svg_text(out, "<title id=\"t\">", slice_of(self->title), "</title>\n<desc id=\"d\">Bars of time.");
	for (int i = 0; i < self->count; i++) {
		svg_text(out, " ", self->bars[i].label, ": ");
		fprintf(out, "%.2f seconds.", self->bars[i].seconds);
	}
	fprintf(out, "</desc>\n%s<rect class=\"page\" width=\"%d\" height=\"%d\" rx=\"8\"/>\n", style,
		SVG_WIDTH, height);
	svg_text(out, "<text class=\"title\" x=\"24\" y=\"36\">", slice_of(self->title), "</text>\n");
}

/* A line through all bars at each tick, its number below, and the unit where the labels stand. */
static void svg_axis(FILE *out, const struct chart *self, int left, int width, int bottom)
{
	static const char number[] =
		"<text class=\"tick\" x=\"%d\" y=\"%d\" text-anchor=\"middle\">%g</text>\n";

	fprintf(out, "<text class=\"tick\" x=\"%d\" y=\"%d\" text-anchor=\"end\">", left - 12, bottom + 24);
	fputs("seconds</text>\n", out);
	for (int i = 0; i <= self->steps; i++) {
		int x = left + i * width / self->steps;
		fprintf(out, "<path class=\"grid\" d=\"M%d %dV%d\"/>", x, SVG_TOP - 8, bottom + 6);
		fprintf(out, number, x, bottom + 24, i * self->step);
	}
}

/* The number stands behind the bar and not inside, where a short bar would have no room for it. */
static void svg_bar(FILE *out, const struct bar *bar, double length, int left, int y)
{
	if (length > 0 && length < 2)
		length = 2;
	fprintf(out, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">", left - 12, y + 25);
	svg_text(out, "", bar->label, "</text>");
	fprintf(out, "<rect class=\"bar\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"28\"/>", left, y + 6,
		length);
	fprintf(out, "<text x=\"%.1f\" y=\"%d\">%.2f s</text>\n", left + length + 8, y + 25, bar->seconds);
}

/* Sizes are reckoned with SVG_LETTER for every column, more than most fonts take: the picture is drawn
 * without knowing which font it will be shown in. Returns false with errno set. */
static bool write_svg(const struct chart *self)
{
	int left = 36 + self->label_columns * SVG_LETTER, width = SVG_WIDTH - left - VALUE * SVG_LETTER - 32;
	int bottom = SVG_TOP + self->count * SVG_ROW;
	double per_second = width / (self->steps * self->step);
	FILE *out = fopen(self->svg, "w");
	bool good;

	if (!out)
		return false;
	svg_head(out, self, bottom + 76);
	svg_axis(out, self, left, width, bottom);
	for (int i = 0; i < self->count; i++)
		svg_bar(out, &self->bars[i], self->bars[i].seconds * per_second, left, SVG_TOP + i * SVG_ROW);
	fprintf(out, "<text x=\"24\" y=\"%d\">", bottom + 56);
	print_reduction(out, self);
	fputs("</text>\n</svg>\n", out);
	good = !ferror(out);
	return fclose(out) == 0 && good;
}

int main(int argc, char **argv)
{
	const char *no_color = getenv("NO_COLOR");
	struct chart chart = {
		.title = "Time taken", .label_columns = sizeof "seconds" - 1, .ascii = !locale_is_utf8()};

	(void)argc;
	chart.color = isatty(STDOUT_FILENO) && !(no_color && *no_color);
	if (!read_arguments(&chart, argv)) {
		fputs(usage, stderr);
		return 2;
	}
	choose_axis(&chart);
	print_chart(&chart);
	if (fflush(stdout) == 0 && (!chart.svg || write_svg(&chart)))
		return 0;
	perror(ferror(stdout) ? "chart: standard output" : chart.svg);
	return 1;
}
