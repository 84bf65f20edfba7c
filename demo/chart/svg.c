/* svg.c - the bars as a picture. */
#include "demo/chart/chart.h"

enum { SVG_ROW = 40, AXIS = 48, INSET_TITLE = 36, LEGEND_COLUMNS = 4, LEGEND_ROW = 26 };

/* Colours for a light page and for a dark one; with a ground of its own the picture can be read on any. A
 * stroke of the ground's colour keeps the lines of the axis out of the letters. */
static const char style[] =
	"<style>text{font:15px system-ui,-apple-system,'Segoe UI',sans-serif;fill:#1b2733;stroke:#fff;"
	"stroke-width:4px;paint-order:stroke}.page{fill:#fff}.grid{stroke:#d4dbe2}"
	".title{font-size:18px;font-weight:600}.tick{font-size:13px;fill:#51606f}"
	"@media(prefers-color-scheme:dark){text{fill:#e7ecf1;stroke:#15202b}.page{fill:#15202b}"
	".grid{stroke:#344350}.tick{fill:#9db0c1}}</style>\n";

/* Text as XML has it: markup escaped, and what XML has no way to write (control characters, bytes that are
 * not UTF-8) replaced by '?'. */
static void svg_text(FILE *out, const char *before, struct slice text, const char *after)
{
	uint32_t point;

	fputs(before, out);
	for (size_t size; text.len > 0; text.at += size, text.len -= size) {
		size = text_char(text, &point);
		if (point == TEXT_HARMFUL)
			fputc('?', out);
		else
			fprintf(out, strchr("&<>\"'", *text.at) || point > 0x7F ? "&#%u;" : "%c",
				(unsigned)point);
	}
	fputs(after, out);
}

/* The words for who cannot see the picture. */
static void describe(FILE *out, const struct chart *self)
{
	fputs("Bars of time.", out);
	for (int i = 0; i < self->count; i++) {
		const struct bar *bar = &self->bars[i];

		svg_text(out, " ", bar->label, ": ");
		fprintf(out, "%.2f seconds", bar->seconds);
		for (int part = 0; part < self->nparts; part++) {
			svg_text(out, part ? ", " : ": ", self->parts[part], "");
			fprintf(out, " %.3f", bar->parts[part]);
		}
		fputs(".", out);
	}
}

/* Its begin, with words for who cannot see it, and its ground. */
static void draw_page(FILE *out, const struct chart *self, int height)
{
	fputs("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-labelledby=\"t d\" ", out);
	fprintf(out, "viewBox=\"0 0 %d %d\">\n", SVG_WIDTH, height);
	svg_text(out, "<title id=\"t\">", slice_of(self->title), "</title>\n<desc id=\"d\">");
	describe(out, self);
	fprintf(out, "</desc>\n%s<rect class=\"page\" width=\"%d\" height=\"%d\" rx=\"8\"/>\n", style,
		SVG_WIDTH, height);
	svg_text(out, "<text class=\"title\" x=\"24\" y=\"36\">", slice_of(self->title), "</text>\n");
}

/* Tiles of 8 by 8; the first part is solid, the last an empty outline. The colours can be told from both
 * grounds; the patterns, from each other without them. */
static void draw_patterns(FILE *out, int count)
{
	static const struct {
		const char *color, *lines;
	} looks[PARTS_MAX] = {
		{"#3d7fc4", "M0 4h8"},
		{"#c86a2b", "M-2 2l4-4M0 8l8-8M6 10l4-4"},
		{"#35936a", "M4 0v8"},
		{"#c24f90", "M-2 6l4 4M0 0l8 8M6-2l4 4"},
		{"#8a6fd1", "M0 4h8M4 0v8"},
		{"#a9852a", "M3 4h2"},
		{"#2f9a9a", "M0 2h8"},
		{"#7b8794", ""},
	};

	fputs("<defs>", out);
	for (int i = 0; i < count; i++) {
		fprintf(out, "<pattern id=\"p%d\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\">",
			i);
		fprintf(out, "<path d=\"%s\" stroke=\"%s\" stroke-width=\"%d\"/></pattern>", looks[i].lines,
			looks[i].color, i == 0 ? 8 : 2);
		fprintf(out, "<style>.s%d{fill:url(#p%d);stroke:%s}</style>", i, i, looks[i].color);
	}
	fputs("</defs>\n", out);
}

/* A line through all bars at each tick, its number below, and the unit where the labels stand. */
static void draw_axis(FILE *out, const struct chart *self, int left, int width, int top)
{
	int bottom = top + self->count * SVG_ROW;

	fprintf(out, "<text class=\"tick\" x=\"%d\" y=\"%d\" text-anchor=\"end\">seconds</text>\n", left - 12,
		bottom + 24);
	for (int i = 0; i <= self->steps; i++) {
		int x = left + i * width / self->steps;

		fprintf(out, "<path class=\"grid\" d=\"M%d %dV%d\"/>", x, top, bottom + 6);
		fprintf(out, "<text class=\"tick\" x=\"%d\" y=\"%d\" text-anchor=\"middle\">%g</text>\n", x,
			bottom + 24, i * self->step);
	}
}

/* The number stands behind the bar and not inside, where a short bar would have no room for it. */
static void draw_bar(
	FILE *out, const struct chart *self, const struct bar *bar, double per_second, int left, int y)
{
	double end = left;

	fprintf(out, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">", left - 12, y + 25);
	svg_text(out, "", bar->label, "</text>");
	for (int part = 0; part < self->nparts; part++) {
		double length = bar->parts[part] * per_second;

		if (length <= 0)
			continue;
		length = length < 0.1 ? 0.1 : length; /* what takes time at all is never drawn as nothing */
		fprintf(out, "<rect class=\"s%d\" x=\"%.6g\" y=\"%d\" width=\"%.1f\" height=\"28\"/>", part,
			end, y + 6, length);
		end += length;
	}
	fprintf(out, "<text x=\"%.1f\" y=\"%d\">%.2f s</text>\n", end + 8, y + 25, bar->seconds);
}

static void draw_legend(FILE *out, const struct chart *self, int top)
{
	for (int part = 0; part < self->nparts; part++) {
		int x = 24 + part % LEGEND_COLUMNS * (SVG_WIDTH - 48) / LEGEND_COLUMNS;
		int y = top + part / LEGEND_COLUMNS * LEGEND_ROW;

		fprintf(out, "<rect class=\"s%d\" x=\"%d\" y=\"%d\" width=\"28\" height=\"16\"/>", part, x,
			y);
		fprintf(out, "<text x=\"%d\" y=\"%d\">", x + 36, y + 13);
		svg_text(out, "", self->parts[part], "</text>\n");
	}
}

/* Bars from top on, and their axis. Sizes are reckoned with SVG_LETTER for every column, more than most fonts take: the
 * picture is drawn without knowing which font it will be shown in. */
static void draw_bars(FILE *out, const struct chart *self, int top)
{
	int left = 36 + self->label_columns * SVG_LETTER, width = SVG_WIDTH - left - VALUE * SVG_LETTER - 32;

	draw_axis(out, self, left, width, top);
	for (int i = 0; i < self->count; i++)
		draw_bar(out, self, &self->bars[i], width / (self->steps * self->step), left,
			top + i * SVG_ROW);
}

static void draw_gain(FILE *out, const struct chart *self, int y)
{
	if (chart_gain(self) <= 0)
		return;
	fprintf(out, "<text x=\"24\" y=\"%d\">", y);
	svg_text(out, "", self->bars[self->count - 1].label, "");
	fprintf(out, ": %.1f %% less time than ", chart_gain(self));
	svg_text(out, "", self->bars[0].label, ".</text>\n");
}

void bars_draw(FILE *out, const struct chart *self)
{
	struct chart inset;
	bool has_inset = chart_inset(self, &inset);
	int below = SVG_TOP + self->count * SVG_ROW + AXIS;
	int bottom = has_inset ? below + INSET_TITLE + inset.count * SVG_ROW + AXIS : below;
	int legend = (self->nparts + LEGEND_COLUMNS - 1) / LEGEND_COLUMNS * LEGEND_ROW;

	draw_page(out, self, bottom + legend + 32);
	draw_patterns(out, self->nparts);
	draw_bars(out, self, SVG_TOP);
	if (has_inset) {
		fprintf(out, "<text x=\"24\" y=\"%d\">The short ones, %.4g times as wide:</text>\n", below + 22,
			chart_widened(self, &inset));
		draw_bars(out, &inset, below + INSET_TITLE);
	}
	draw_legend(out, self, bottom);
	draw_gain(out, self, bottom + legend + 14);
}
