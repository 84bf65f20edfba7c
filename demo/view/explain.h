/* explain.h - tells a record in words: the field's, and the restaurant's.
 *
 * Both sentences of an event come from the same row of one table, and the same two words are filled in. So
 * the restaurant's sentence says the same as the field's, and nothing more. */
#ifndef DEMO_VIEW_EXPLAIN_H
#define DEMO_VIEW_EXPLAIN_H

#include "demo/view/events.h"
#include "http/parse/slice.h"

/* The field's words, the restaurant's words, or both together with the source. */
enum explain { EXPLAIN_FIELD, EXPLAIN_RESTAURANT, EXPLAIN_ALL };

/* EXPLAIN_FIELD, EXPLAIN_RESTAURANT: a log with one line for each event that has a sentence: its time, then
 * that. Of the main task, the door, it tells only the beginning, the end, and the wait for the other tasks.
 *
 * EXPLAIN_ALL: three lines for each event, and all events of the door: the source line (with its text, if the
 * file can be read below this folder), what the loop did, what happened in the restaurant. At most 100
 * columns, except for long names. Returns false if memory ran out; errors of out stay in it. */
bool explain_print(FILE *out, const struct events *run, enum explain how);

/* The person in a worker's name: "Bob" of "Bob: soup". */
struct slice explain_person(const struct worker *worker);

#endif
