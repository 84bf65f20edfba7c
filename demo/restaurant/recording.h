/* recording.h - a lunch as a moving picture for a page: the live view at so many moments, in one SVG. */
#ifndef DEMO_RESTAURANT_RECORDING_H
#define DEMO_RESTAURANT_RECORDING_H

#include "demo/restaurant/view.h"

/* Writes the SVG: frames that follow each other by CSS alone, in colours for light and for dark pages, and a
 * text that says what there is to see. Who wants no motion sees the last frame. The same records make the
 * same bytes. False: no memory. Errors of out stay in it. */
bool recording_print(FILE *out, const struct view *view);

#endif
