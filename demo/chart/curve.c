/* curve.c - time against a number, for several ways of doing it. Both axes are logarithmic: what takes
 * n times as long for n times as many is a straight slope, and what takes no longer is level. */
#include "demo/chart/chart.h"

#include <math.h>

enum { CELL = 14 };                                              /* columns of the table */
enum { PLOT_LEFT = 90, PLOT_WIDTH = 520, PLOT_HEIGHT = 300 };    /* the picture's units */
enum { DECADE_MIN = -6, DECADE_MAX = 7, NUMBER_MAX = 10000000 }; /* of what can be drawn */

/* The decades that an axis spans: from 10^low to 10^high. */
struct axis {
	int low, high;
};

static double number_of(const struct bar *row)
{
	double number = 0;

	return text_number(row->label.at, 1, NUMBER_MAX, &number) ? number : 0;
}

/* A logarithm needs numbers above 0. */
bool curve_is_drawable(const struct chart *self)
{
	for (int i = 0; i < self->count; i++) {
		if (number_of(&self->bars[i]) < 1)
			return false;
		for (int part = 0; part < self->nparts; part++)
			if (self->bars[i].parts[part] < 1e-6)
				return false;
	}
	return true;
}

static void widen(struct axis *axis, double value)
{
	double log = log10(value); /* of a power of ten, but for rounding, a whole number */
	int below = (int)floor(log + 1e-6), above = (int)ceil(log - 1e-6);

	axis->low = below < axis->low ? below : axis->low;
	axis->high = above > axis->high ? above : axis->high;
}

static void find_axes(const struct chart *self, struct axis *x, struct axis *y)
{
	*x = *y = (struct axis){DECADE_MAX, DECADE_MIN};
	for (int i = 0; i < self->count; i++) {
		widen(x, number_of(&self->bars[i]));
		for (int part = 0; part < self->nparts; part++)
			widen(y, self->bars[i].parts[part]);
	}
	x->high += x->high == x->low;
	y->high += y->high == y->low;
}

/* From 0 at the axis' low end to 1 at its high end. */
static double place(struct axis axis, double value)
{
	return (log10(value) - axis.low) / (axis.high - axis.low);
}

/* -------------------------------------------------------------------- the terminal */

static void print_cell(struct slice text)
{
	int columns = text_print(NULL, text);

	printf("%*s", columns < CELL ? CELL - columns : 1, "");
	text_print(stdout, text);
}

/* What the picture shows, exactly. */
void curve_print(const struct chart *self)
{
	text_print(stdout, slice_of(self->title));
	puts("");
	print_cell(self->across);
	for (int part = 0; part < self->nparts; part++)
		print_cell(self->parts[part]);
	for (int i = 0; i < self->count; i++) {
		printf("\n%*g", CELL, number_of(&self->bars[i]));
		for (int part = 0; part < self->nparts; part++)
			printf("%*.3f s", CELL - 2, self->bars[i].parts[part]);
	}
	puts("");
}

/* --------------------------------------------------------------------- the picture */

static void describe(FILE *out, const struct chart *self)
{
	svg_text(out, "Time in seconds against ", self->across, ".");
	for (int part = 0; part < self->nparts; part++) {
		svg_text(out, " ", self->parts[part], ":");
		for (int i = 0; i < self->count; i++)
			fprintf(out, "%s %g: %.3g", i ? "," : "", number_of(&self->bars[i]),
				self->bars[i].parts[part]);
		fputs(".", out);
	}
}

static void draw_axes(FILE *out, const struct chart *self, struct axis x, struct axis y)
{
	int bottom = SVG_TOP + PLOT_HEIGHT;

	for (int i = 0; i <= y.high - y.low; i++) {
		int at = bottom - i * PLOT_HEIGHT / (y.high - y.low);
		fprintf(out, "<path class=\"grid\" d=\"M%d %dh%d\"/>", PLOT_LEFT, at, PLOT_WIDTH);
		fprintf(out, "<text class=\"tick\" x=\"%d\" y=\"%d\" text-anchor=\"end\">%g s</text>\n",
			PLOT_LEFT - 10, at + 5, pow(10, y.low + i));
	}
	for (int i = 0; i <= x.high - x.low; i++) {
		int at = PLOT_LEFT + i * PLOT_WIDTH / (x.high - x.low);
		fprintf(out, "<path class=\"grid\" d=\"M%d %dv%d\"/>", at, SVG_TOP, PLOT_HEIGHT);
		fprintf(out, "<text class=\"tick\" x=\"%d\" y=\"%d\" text-anchor=\"middle\">%g</text>\n", at,
			bottom + 20, pow(10, x.low + i));
	}
	fprintf(out, "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">", PLOT_LEFT + PLOT_WIDTH / 2,
		bottom + 46);
	svg_text(out, "", self->across, "</text>\n");
}

/* A line, told from the others by its dashes, and named at its end. */
static void draw_line(FILE *out, const struct chart *self, int part, struct axis x, struct axis y)
{
	static const char *const dashes[PARTS_MAX] = {
		"", "9 4", "2 4", "12 4 2 4", "5 5", "1 6", "16 6", "3 2"};
	double right = 0, down = 0;

	fprintf(out, "<path class=\"line l%d\" stroke-dasharray=\"%s\" d=\"", part, dashes[part]);
	for (int i = 0; i < self->count; i++) {
		right = PLOT_LEFT + place(x, number_of(&self->bars[i])) * PLOT_WIDTH;
		down = SVG_TOP + (1 - place(y, self->bars[i].parts[part])) * PLOT_HEIGHT;
		fprintf(out, "%c%.1f %.1f", i ? 'L' : 'M', right, down);
	}
	fprintf(out, "\"/><text x=\"%.1f\" y=\"%.1f\">", right + 10, down + 5);
	svg_text(out, "", self->parts[part], "</text>\n");
}

void curve_draw(FILE *out, const struct chart *self)
{
	int height = SVG_TOP + PLOT_HEIGHT + 66;
	struct axis x, y;

	find_axes(self, &x, &y);
	svg_begin(out, self, height);
	describe(out, self);
	svg_ground(out, self, height);
	svg_patterns(out, self->nparts);
	draw_axes(out, self, x, y);
	for (int part = 0; part < self->nparts; part++)
		draw_line(out, self, part, x, y);
}
