/* support.h - what the tests of loop/ and coro/ share: a fresh loop for each test, which must be empty at the
 * end, a log of what happened in words, a worker that naps, and child processes that may abort. */
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

/* A test on a loop of its own, with the virtual clock, which begins at 0. At its end nothing may be left: no
 * task, no timer, no wait, no watched or open fd. */
#define FRESH(test) cmocka_unit_test_setup_teardown(test, open_virtual, close_empty)
/* The same on the monotonic clock, for tests of that clock. */
#define FRESH_REAL(test) cmocka_unit_test_setup_teardown(test, open_real, close_empty)
/* A test that opens and closes its loops itself. */
#define CLOSED(test) cmocka_unit_test_setup_teardown(test, open_none, close_empty)

int open_virtual(void **state);
int open_real(void **state);
int open_none(void **state);
int close_empty(void **state);

/* What LOOP_DEBUG=1, which FRESH turns on, has reported so far. A test fails if a step was slow or if waits
 * form a cycle; a test that does so on purpose sets debug_mode.on to false. (A wait that no task can end is
 * no fault here: the test itself, outside of all tasks, may end it.) */
const char *reports(void);

/* How many fds this process has open. */
int count_open_fds(void);

/* ---- the log ---- */

/* Appends an entry, formatted as by printf; a blank separates entries. FRESH and CLOSED begin with an
 * empty log. */
__attribute__((format(printf, 1, 2))) void say(const char *format, ...);

/* Empties the log. */
void say_nothing(void);

/* Copies the log, and empties it. */
void take_said(char *text, size_t room);

/* Fails unless the log has exactly these entries. Empties it. */
#define assert_said(expected) assert_said_at((expected), __FILE__, __LINE__)
void assert_said_at(const char *expected, const char *file, int line);

/* The time of the loop's clock, in ms. */
int now_ms(void);

/* When the next timer is due; INT64_MAX: there is none. */
int64_t next_due(void);

/* ---- workers ---- */

/* Runs the loop until nothing more can happen. */
void drive(void);

struct napper {
	const char *name;    /* logged when it ends, with a ! after it if it was cancelled */
	int ms, cleanup_ms;  /* how long it naps, and how long its cleanup takes after a cancel */
	enum status outcome; /* how it ends if it is not cancelled */
	bool swallows;       /* a cancel does not become its outcome */
};

/* Naps, logs its name and ends. A file that makes tasks of it needs ASYNC_ENTRY(nap, const struct napper *)
 * of its own. */
async nap(const struct napper *self);

struct canceller { /* must live until it has fired */
	struct timer timer;
	struct task *task;
};

/* Cancels t at this time, from outside of all tasks. It comes before the wake of a task that is due at the
 * same time, if that task began to wait after this call. */
void cancel_at(struct canceller *self, struct task *t, int ms);

/* ---- children ---- */

struct child_end {
	int status; /* as from waitpid */
	char text[4096];
};

/* Runs fn in a forked child, whose exit status is fn's result, and captures its stderr. No loop may be
 * open: see CLOSED. */
void in_child(int (*fn)(void), struct child_end *end);

/* Fails unless fn, in a child, aborts with a message that has each of these words; the last one is NULL. */
void assert_aborts(int (*fn)(void), const char *const words[]);

#endif
