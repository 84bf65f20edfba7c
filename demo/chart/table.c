/* table.c - reads the table of a chart: a line of names, then lines of numbers. */
#include "demo/chart/chart.h"
#include "http/parse/take.h"

enum { TABLE_SIZE = 16384 };

static bool read_names(struct chart *self, struct slice line)
{
	take_to(&line, '\t'); /* the name of the label column is not shown */
	while (self->nparts < PARTS_MAX && take_any(&line, "\t"))
		self->parts[self->nparts++] = take_to(&line, '\t');
	return line.len == 0 && self->nparts > 0;
}

/* A number, after the tab before it; up to the next tab, or to the line's end. */
static bool read_seconds(struct slice *line, double *out)
{
	bool good = take_any(line, "\t");
	struct slice cell = take_to(line, '\t');

	return good && text_number_end(cell.at, 0, SECONDS_MAX, out) == cell.at + cell.len;
}

static bool read_row(struct chart *self, struct slice line)
{
	struct bar *bar = &self->bars[self->count];
	int columns;

	if (self->count == BARS_MAX)
		return false;
	bar->label = take_to(&line, '\t');
	columns = text_print(NULL, bar->label);
	if (columns > self->label_columns)
		self->label_columns = columns;
	for (int i = 0; i < self->nparts; i++) {
		if (!read_seconds(&line, &bar->parts[i]))
			return false;
		bar->seconds += bar->parts[i];
	}
	self->count++;
	return line.len == 0 && columns <= LABEL_MAX && bar->seconds <= SECONDS_MAX;
}

int chart_read_table(struct chart *self, FILE *in)
{
	static char text[TABLE_SIZE];
	struct slice rest = {text, fread(text, 1, sizeof text - 1, in)};
	int number = 1;

	text[rest.len] = '\0';
	if (rest.len == sizeof text - 1 || strlen(text) != rest.len)
		return number;
	for (; rest.len > 0; number++) {
		struct slice line = take_past(&rest, '\n');

		if (!(number == 1 ? read_names(self, line) : read_row(self, line)))
			return number;
	}
	return self->count > 0 ? 0 : number;
}
