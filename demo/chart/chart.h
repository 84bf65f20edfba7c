/* chart.h - the chart to be drawn. */
#ifndef DEMO_CHART_CHART_H
#define DEMO_CHART_CHART_H

#include "demo/text.h"

enum { BARS_MAX = 32, PARTS_MAX = 8, SECONDS_MAX = 99999 };
enum { SCREEN = 80, LABEL_MAX = 24, TITLE_MAX = 76, VALUE = 10 }; /* columns; a value: "99999.00 s" */

struct bar { /* the row of a table */
	struct slice label;
	double seconds;          /* of the whole bar */
	double parts[PARTS_MAX]; /* one for each of the chart's parts */
};

/* The table that was read, and then the scale that was chosen for it. */
struct chart {
	const char *title;
	struct bar bars[BARS_MAX];
	int count;
	struct slice parts[PARTS_MAX]; /* names of the columns, without the first */
	int nparts;
	int label_columns; /* of the widest label */
	double step;       /* seconds between two ticks of the axis */
	int steps;         /* the axis ends at steps * step */
};

/* Reads a table: columns separated by tabs; the first line has their names, the first column has the labels.
 * Numbers are seconds, from 0 to SECONDS_MAX. The text is kept until the program ends. Returns 0, or the
 * number of the first wrong line. */
int chart_read_table(struct chart *self, FILE *in);

#endif
