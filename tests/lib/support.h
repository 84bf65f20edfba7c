/* support.h - what the tests of loop/ and coro/ share: a fresh loop for each test that must be left empty,
 * a log of what happened in words, a worker that naps, and children that may abort. */
#ifndef TESTS_LIB_SUPPORT_H
#define TESTS_LIB_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "coro/sleep.h"
#include "coro/task.h"

/* ---- a fresh loop ---- */

/* A test on a loop of its own, whose clock is virtual and begins at 0. Afterwards nothing may be left: no
 * task, no timer, no wait, no watched or open fd. */
#define FRESH(test) cmocka_unit_test_setup_teardown(test, open_virtual, close_empty)
/* The same on the monotonic clock: for what is about that clock itself. */
#define FRESH_REAL(test) cmocka_unit_test_setup_teardown(test, open_real, close_empty)
/* A test that opens and closes its loops itself. */
#define CLOSED(test) cmocka_unit_test_setup_teardown(test, open_none, close_empty)

int open_virtual(void **state);
int open_real(void **state);
int open_none(void **state);
int close_empty(void **state);

/* What LOOP_DEBUG=1, which is on under FRESH, has reported so far. A test fails if a step was slow or a ring of
 * waits closed; one that means to do that sets debug_mode.on to false. (A wait that nobody can end is no fault here: the
 * test itself is outside of all tasks, and may end it.) */
const char *reports(void);

/* How many fds this process has open. */
int count_open_fds(void);

/* ---- the log ---- */

/* Appends one entry, formatted as by printf; entries are separated by a blank. FRESH and CLOSED begin an
 * empty log. */
__attribute__((format(printf, 1, 2))) void say(const char *format, ...);

/* Forgets what was said. */
void say_nothing(void);

/* Copies what was said, and forgets it. */
void take_said(char *text, size_t room);

/* Fails unless just these entries were said. The log is forgotten then. */
#define assert_said(expected) assert_said_at((expected), __FILE__, __LINE__)
void assert_said_at(const char *expected, const char *file, int line);

/* The time of the loop's clock, in ms. */
int now_ms(void);

/* ---- workers ---- */

/* Runs the loop until nothing can happen any more. */
void drive(void);

struct napper {
	const char *name;    /* what it says when it ends, with a ! behind it if it was cancelled */
	int ms, cleanup_ms;  /* how long it naps, and how long its cleanup takes after a cancel */
	enum status outcome; /* how it ends if it is not cancelled */
	bool swallows;       /* a cancel does not become its outcome */
};

/* Naps, says its name and ends. Who makes tasks of it writes ASYNC_ENTRY(nap, const struct napper *) in his
 * own file. */
async nap(const struct napper *self);

struct canceller { /* lives until it fired */
	struct timer timer;
	struct task *task;
};

/* Cancels t at this time, from outside of all tasks; before those who are woken at the same time and were
 * not yet in their wait when this was called. */
void cancel_at(struct canceller *self, struct task *t, int ms);

/* ---- children ---- */

struct child_end {
	int status; /* as waitpid tells it */
	char text[4096];
};

/* Runs fn in a forked child, whose exit status is what fn returns; takes what it writes to stderr. To be
 * called while no loop is open: see CLOSED. */
void in_child(int (*fn)(void), struct child_end *end);

/* Fails unless fn, in a child, aborts after a message with each of these words; the last one is NULL. */
void assert_aborts(int (*fn)(void), const char *const words[]);

#endif
