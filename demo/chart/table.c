/* table.c - reads the table of a chart: a line of names, then lines of numbers. */
#include "demo/chart/chart.h"

enum { TABLE_SIZE = 16384 };

/* Removes the first cell of a line and returns it; NULL: there is none. */
static char *next_cell(char **line)
{
	char *cell = *line;

	if (!cell)
		return NULL;
	*line = strchr(cell, '\t');
	if (*line)
		*(*line)++ = '\0';
	return cell;
}

static bool read_names(struct chart *self, char *line)
{
	char *cell = next_cell(&line); /* the name of the label column is not shown */

	while ((cell = next_cell(&line)) && self->nparts < PARTS_MAX)
		self->parts[self->nparts++] = slice_of(cell);
	return !cell && self->nparts > 0;
}

static bool read_row(struct chart *self, char *line)
{
	struct bar *bar = &self->bars[self->count];
	const char *cell;
	int columns;

	if (self->count == BARS_MAX)
		return false;
	bar->label = slice_of(next_cell(&line));
	columns = text_print(NULL, bar->label);
	if (columns > self->label_columns)
		self->label_columns = columns;
	for (int i = 0; i < self->nparts; i++) {
		cell = next_cell(&line);
		if (!cell || !text_number(cell, 0, SECONDS_MAX, &bar->parts[i]))
			return false;
		bar->seconds += bar->parts[i];
	}
	self->count++;
	return !line && columns <= LABEL_MAX && bar->seconds <= SECONDS_MAX;
}

int chart_read_table(struct chart *self, FILE *in)
{
	static char text[TABLE_SIZE];
	size_t len = fread(text, 1, sizeof text - 1, in);
	int number = 1;

	text[len] = '\0';
	if (len == sizeof text - 1 || strlen(text) != len)
		return number;
	for (char *line = text, *end; *line; line = end, number++) {
		end = line + strcspn(line, "\n");
		if (*end)
			*end++ = '\0';
		if (!(number == 1 ? read_names(self, line) : read_row(self, line)))
			return number;
	}
	return self->count > 0 ? 0 : number;
}
