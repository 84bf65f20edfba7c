/* explain.h - a record told in words: those of the field, and those of the restaurant.
 *
 * Both sentences of an event come from one row of one table and are filled in with the same two words, so the
 * restaurant's is a function of the other: it knows nothing more, and tells nothing else. */
#ifndef DEMO_VIEW_EXPLAIN_H
#define DEMO_VIEW_EXPLAIN_H

#include "demo/view/events.h"
#include "http/parse/slice.h"

/* In which words: those of the field, those of the restaurant, or both, and the source. */
enum explain { EXPLAIN_FIELD, EXPLAIN_RESTAURANT, EXPLAIN_ALL };

/* One line for each event that is worth a sentence, for a log: the time, and the sentence in these words or those. The
 * main task, the door, is told of only as it comes and goes, and as it waits for the others.
 *
 * EXPLAIN_ALL: three lines, and all of the door. The line of the source (its text too, if the file can be read from this
 * folder), what the loop did, and what happened in the restaurant. Within 100 columns, but for long names.
 *
 * Returns false when memory ran out; errors of out stay in it. */
bool explain_print(FILE *out, const struct events *run, enum explain how);

/* What of a worker's name names a person: "Bob" of "Bob: soup". */
struct slice explain_person(const struct worker *worker);

#endif
