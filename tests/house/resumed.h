/* resumed.h - included by check.sh before all else: gcc takes each resume for a return from setjmp, and so names the
 * variables that are changed before an await and read after it. */
#ifndef TESTS_HOUSE_RESUMED_H
#define TESTS_HOUSE_RESUMED_H

int coro_resumed(void) __attribute__((returns_twice));
#define CORO_RESUMED coro_resumed();

#endif
