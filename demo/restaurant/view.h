/* view.h - the ways of showing two records: pictures, a table, numbers, and the live view. */
#ifndef DEMO_RESTAURANT_VIEW_H
#define DEMO_RESTAURANT_VIEW_H

#include "demo/restaurant/lunch.h"
#include "demo/restaurant/scene.h"

enum { GUEST_COLUMNS = 12 }; /* more of a name is not shown in a row of others */

static inline double seconds(int64_t ns)
{
	return (double)ns / 1e9;
}

struct view { /* what is shown: both records, and how */
	struct events runs[WAYS];
	bool field, ascii, color;
	int rows, columns; /* of the screen; 0: as many as are needed, and 79 */
	long chefs;        /* 0: nobody knows */
};

/* Both ways, one below the other, at t (ns). From 60 columns on no row is longer than the screen; from 19 rows on all
 * are there, and with more, the lanes of guests, too. Where a row ends, `end` is written. False: no memory. */
bool picture_print(FILE *out, const struct view *view, int64_t t, const char *end);

/* One sentence on what happens in a scene; at the end of its run, the sum below. Without a newline. */
void caption_print(FILE *out, const struct view *view, const struct scene *scene);

/* Prints text, with its signs filled in: @ is who this worker is, % who it is and what it eats, $ how long that takes. NULL: there
 * is nothing to say. */
void caption_text(FILE *out, const struct view *view, const struct scene *scene, const char *text, int worker);

/* What the waiter's time was spent for, as a sum: "20 × 1 s + 5 s = 25 s", and whether he stood and waited. */
void caption_sum(FILE *out, const struct view *view, const struct scene *end);

/* The contrast in two lines: for each way, caption_sum. False: no memory. */
bool contrast_print(FILE *out, const struct view *view);

/* A column for each guest and a row for each tick (ns; longer if that made more than 1,000 rows), one way
 * after the other. */
bool picture_table(FILE *out, const struct view *view, int64_t tick);

/* A moving picture for a page, in one SVG: frames that follow each other by CSS alone, in colours for light and for
 * dark pages, and a text that says what there is to see. Who wants no motion sees the last frame. The same records make
 * the same bytes. False: no memory. Errors of out stay in it. */
bool recording_print(FILE *out, const struct view *view);

/* Total, how busy the waiter was, the longest wait, how much sooner the last guest eats; then what the scene
 * shows. */
bool picture_totals(FILE *out, const struct view *view, enum scene_kind scene);

/* Asks before each turn of the asynchronous waiter whom he turns to, reads the answer, and says whether, and why; until
 * the record, the answers or q is at its end. False: no memory. */
bool predict_play(FILE *in, FILE *out, const struct view *view);

/* When both have ended. */
int64_t view_end(const struct view *view);

/* The live view, on the terminal that is standard input and output, until it has been shown or q is pressed.
 * Returns false if the terminal cannot be used so, or after Ctrl-C. It is restored in any case, also by a
 * crash. view->field may be changed. */
bool live_show(struct view *view);

#endif
