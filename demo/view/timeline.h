/* timeline.h - the template of the page, made into C by the Makefile (page.awk). */
#ifndef DEMO_VIEW_TIMELINE_H
#define DEMO_VIEW_TIMELINE_H

#include <stddef.h>

/* Its lines, each with its newline, then NULL. The line "@data" stands where the records go. */
extern const char *const timeline_page[];

#endif
