/* view.h - the ways to show two records: pictures, a table, numbers, and the live view. */
#ifndef DEMO_RESTAURANT_VIEW_H
#define DEMO_RESTAURANT_VIEW_H

#include "demo/restaurant/lunch.h"
#include "demo/restaurant/scene.h"

/* Of a picture: its columns, unless the screen's are known; its rows without legend and guests' lanes. */
enum { PICTURE_COLUMNS = 79, PICTURE_ROWS = 19, LEGEND_ROWS = 2 };

static inline double seconds(int64_t ns)
{
	return (double)ns / 1e9;
}

struct look { /* of a stage: its sign, its words, and a short one for the table's narrow columns */
	const char *sign, *ascii, *color;
	const char *words[2], *cell[2]; /* the restaurant's, the field's */
};

extern const struct look looks[STAGES];

struct view { /* both records, and how to show them */
	struct events runs[WAYS];
	struct scene ends[WAYS]; /* what each run adds up to: only the numbers, see view_sum */
	bool field, ascii, color;
	int rows, columns; /* of the screen; rows 0: as many as needed */
	long chefs;        /* 0: not known */
};

/* Prints both ways, one below the other, at t (ns). It fits a screen of 60 columns and 19 rows or more;
 * further rows show the guests' lanes. `end` is written at the end of each row. False: out of memory. */
bool picture_print(FILE *out, const struct view *view, int64_t t, const char *end);

/* Prints one sentence on what happens in a scene; at the end of its run, caption_sum. Without a newline. */
void caption_print(FILE *out, const struct view *view, const struct scene *scene);

/* Prints text and fills in its signs: @ is the worker, % the worker's dish, $ how long that takes. NULL:
 * prints nothing. */
void caption_text(FILE *out, const struct view *view, const struct scene *scene, const char *text, int worker);

/* Prints the waiter's time as a sum, "20 × 1 s + 5 s = 25 s", and how long he stood and waited. */
void caption_sum(FILE *out, const struct view *view, const struct scene *end);

/* Adds up both runs. False: out of memory. */
bool view_sum(struct view *view);

/* Prints the contrast in two lines: caption_sum for each way, after view_sum. */
void contrast_print(FILE *out, const struct view *view);

/* Prints a table for each way: a column for each guest, a row for each tick (ns; a longer tick if there were
 * more than 1,000 rows). False: out of memory. */
bool picture_table(FILE *out, const struct view *view, int64_t tick);

/* Prints a moving picture for a page as one SVG: CSS alone changes the frames. It has colours for light and
 * for dark pages, and a text that describes it. A reader who prefers no motion sees the last frame. The same
 * records give the same bytes. False: out of memory. Errors of out stay in it. */
bool recording_print(FILE *out, const struct view *view);

/* Prints the total, how busy the waiter was, the longest wait, how much sooner the last guest eats; then what
 * the scene shows. After view_sum. */
void picture_totals(FILE *out, const struct view *view, enum scene_kind scene);

/* Asks before each turn of the asynchronous waiter whom he will turn to, reads the answer, says whether it is
 * right and why. It ends with the record, with the answers, or with "q". False: out of memory. */
bool predict_play(FILE *in, FILE *out, const struct view *view);

/* When both runs have ended, ns. */
int64_t view_end(const struct view *view);

/* Shows the live view on the terminal, which is standard input and output, until its end or until q is
 * pressed. Returns false if the terminal cannot be used for it, or after Ctrl-C. The terminal is always
 * restored, even after a crash. It may change view->field. */
bool live_show(struct view *view);

#endif
