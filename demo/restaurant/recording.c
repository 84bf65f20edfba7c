/* recording.c - turns the rows of characters that picture_print writes into an SVG of paths and texts. Bars
 * and marks are drawn, so they look the same in every font. */
#include "demo/restaurant/view.h"

#include <stdlib.h>
#include <string.h>

enum { COLUMN = 8, ROW = 18, MARGIN = 16, WIDTH = 664 }; /* of the SVG: a character is 8 by 18 */
enum { FRAMES = 32, FRAME_MS = 300, LAST_MS = 2700 };

/* The last frame comes first, since it tells the whole story, and stays nine times as long as any other: 22.5
 * % and 2.5 % of 12 s. A viewer without animation shows this frame only. */
static const char style[] =
	"<style>text{font:13px ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace;white-space:pre;"
	"dominant-baseline:central;fill:#1b2733}.page{fill:#fff}path{fill:none;stroke-width:12}"
	".w{stroke:#1a7f4b}.s{stroke:#a8441a;stroke-dasharray:1.5 2.5}.d{stroke:#b7791f;stroke-dasharray:2.5 1.5}"
	".c{stroke:#2b6cb0;stroke-width:3;stroke-dasharray:3 5}"
	".p{stroke:#c0392b;stroke-width:7;stroke-dasharray:1.5 2.5}"
	".e{stroke:#1a7f4b;stroke-width:2}.g{stroke:#c0392b;stroke-width:2}"
	".f{visibility:hidden}.f.l{visibility:visible}"
	"@keyframes f{0%{visibility:visible}2.5%,to{visibility:hidden}}"
	"@keyframes l{0%{visibility:visible}22.5%,to{visibility:hidden}}"
	"@media(prefers-reduced-motion:no-preference){.f{animation:f 12s step-end infinite}"
	".f.l{visibility:hidden;animation-name:l}}"
	"@media(prefers-color-scheme:dark){text{fill:#e7ecf1}.page{fill:#15202b}"
	".w,.e{stroke:#4cc38a}.s{stroke:#ff9d6b}.d{stroke:#e0b04c}.c{stroke:#63a9ee}.p,.g{stroke:#f0776b}}</style>\n";

enum { LINE_END = 7, WORDS, BLANK };

/* The kinds of text in a picture, and how each is drawn at x, y: signs as long as their run, marks, words. */
static const struct {
	const char *text, *drawn;
	char class;
} kinds[] = {
	{"█", "M%d %dh%d", 'w'}, /* the waiter is there */
	{"═", "M%d %dh%d", 's'}, /* he stands and waits */
	{"▒", "M%d %dh%d", 'd'}, /* the dish is ready */
	{"·", "M%d %dh%d", 'c'}, /* it cooks */
	{"○", "M%d %dh%d", 'p'}, /* no permit */
	{"✓", "M%d %dm1 0l2 4 4-8", 'e'},
	{"✗", "M%d %dm1-3l6 6m0-6l-6 6", 'g'},
	{"\n", NULL, 0},
	[WORDS] = {"", "<text x=\"%d\" y=\"%d\">", 0},
};

struct piece { /* a run of one kind */
	int kind, row, column, columns;
	const char *begin, *end;
};

/* The kind of the text that begins here. A single blank between two words belongs to the words. */
static int kind_at(const char *text)
{
	int kind = 0;

	if (*text == ' ' && (text[1] == ' ' || kind_at(text + 1) != WORDS))
		return BLANK;
	while (strncmp(text, kinds[kind].text, strlen(kinds[kind].text)) != 0)
		kind++;
	return kind;
}

/* Moves on to the next piece. False: there is none. */
static bool next_piece(struct piece *self)
{
	self->row += self->kind == LINE_END;
	self->column = self->kind == LINE_END ? 0 : self->column + self->columns;
	self->begin = self->end;
	self->kind = kind_at(self->begin);
	for (self->columns = 0; *self->end && kind_at(self->end) == self->kind; self->columns++)
		do /* to the next UTF-8 character */
			self->end++;
		while ((*self->end & 0xc0) == 0x80);
	return self->columns > 0;
}

/* Draws all pieces of one kind. fixed: labels and legend, which are the same in all frames; else the
 * others. */
static void put_kind(FILE *out, const char *picture, int kind, bool fixed, int legend)
{
	struct piece piece = {.end = picture};

	if (kind != WORDS)
		fprintf(out, "<path class=\"%c\" d=\"", kinds[kind].class);
	while (next_piece(&piece)) {
		bool is_fixed = piece.row >= legend || (piece.column == 0 && piece.row > 0);

		if (piece.kind != kind || is_fixed != fixed)
			continue;
		fprintf(out, kinds[kind].drawn, MARGIN + piece.column * COLUMN,
			MARGIN + piece.row * ROW + ROW / 2, piece.columns * COLUMN);
		for (const char *c = piece.begin; kind == WORDS && c < piece.end; c++)
			fprintf(out, strchr("<&", *c) ? "&#%d;" : "%c", *c);
		fputs(kind == WORDS ? "</text>" : "", out);
	}
	fputs(kind != WORDS ? "\"/>" : "", out);
}

/* Draws one frame; frame -1: what all frames have in common. */
static bool put_frame(FILE *out, const struct view *view, int frame)
{
	char *picture = NULL;
	size_t len;
	FILE *text = open_memstream(&picture, &len);
	int64_t t = frame < 0 ? 0 : view_end(view) * frame / (FRAMES - 1);
	bool good = text && picture_print(text, view, t, "\n");

	if (text)
		good = fclose(text) == 0 && good;
	if (frame >= 0)
		fprintf(out, "<g class=\"f%s\" style=\"animation-delay:%gs\">",
			frame == FRAMES - 1 ? " l" : "", frame == FRAMES - 1 ? 0 : (LAST_MS + frame * FRAME_MS) / 1e3);
	for (int kind = 0; good && kind <= WORDS; kind++)
		if (kinds[kind].drawn)
			put_kind(out, picture, kind, frame < 0, PICTURE_ROWS + WAYS * (view->runs[0].nworkers - 1));
	fputs(frame >= 0 ? "</g>\n" : "\n", out);
	free(picture);
	return good;
}

bool recording_print(FILE *out, const struct view *view)
{
	int guests = view->runs[0].nworkers - 1,
	    height = (PICTURE_ROWS + WAYS * guests + LEGEND_ROWS) * ROW + 2 * MARGIN;
	bool good = true;

	fprintf(out,
		"<svg xmlns=\"http://www.w3.org/2000/svg\" xml:space=\"preserve\" role=\"img\" "
		"aria-labelledby=\"t d\" viewBox=\"0 0 %d %d\">\n"
		"<title id=\"t\">A lunch of %d guests with one waiter, two ways</title>\n"
		"<desc id=\"d\">Above, the waiter stands and waits for each dish: %.1f s. Below, he serves the "
		"others meanwhile: %.1f s.</desc>\n",
		WIDTH, height, guests, seconds(events_end(&view->runs[SYNCHRONOUS])),
		seconds(events_end(&view->runs[ASYNCHRONOUS])));
	fprintf(out, "%s<rect class=\"page\" width=\"%d\" height=\"%d\" rx=\"8\"/>\n", style, WIDTH, height);
	for (int frame = -1; good && frame < FRAMES; frame++)
		good = put_frame(out, view, frame);
	fputs("</svg>\n", out);
	return good;
}
