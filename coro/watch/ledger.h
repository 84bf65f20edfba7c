/* ledger.h - what was begun and must be ended, counted by the line that began it. What is left when async_run
 * ends was forgotten, and is reported. */
#ifndef CORO_WATCH_LEDGER_H
#define CORO_WATCH_LEDGER_H

#include "coro/coro.h"

#include <stdint.h>
#include <stdio.h>

/* One more, one less. what and detail are static strings ("session not closed", ""). task: whose error it is,
 * or 0: the way of the latest is printed below its line, if it was not looked at. */
void ledger_add(const char *what, const char *detail, const struct site *made, uint32_t task);
void ledger_remove(const char *what, const char *detail, const struct site *made, uint32_t task);

/* Prints a line for each entry that is not zero (out NULL: none), and forgets all. Returns how many things
 * that were. */
unsigned ledger_close(FILE *out);

#endif
