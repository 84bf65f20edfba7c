/* timeline.h - the template of the page; the Makefile turns it into a C array (page.awk). */
#ifndef DEMO_VIEW_TIMELINE_H
#define DEMO_VIEW_TIMELINE_H

#include <stddef.h>

/* Its lines, each with its newline, then NULL. The records replace the line "@data". */
extern const char *const timeline_page[];

#endif
