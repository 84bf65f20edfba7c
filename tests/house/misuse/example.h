/* example.h - the main of each mistake: it runs one coroutine.
 *
 * A file of this folder holds one mistake and, under FIXED, the right way. Its head says who finds it, and with which
 * words: "// gcc:" and "// clang:" under `make`, "// lint:" under `make lint`, "// check:" under `make check`,
 * "// aborts:" when the program runs, and "// says:" when it has run to its end. The lines that must be named end in
 * a "here", for all of them or for one: "here: gcc". Two more heads say what nobody finds: "// right:" what may look
 * like a mistake and is none, "// not caught:" what is one; coro.h lists these. The tests test_misuse_gallery.c and
 * test_misuse_check.c prove all of it. */
#ifndef TESTS_HOUSE_MISUSE_EXAMPLE_H
#define TESTS_HOUSE_MISUSE_EXAMPLE_H

#include "coro/run.h"
#include "coro/sleep.h"

#include <stdio.h>

#define EXAMPLE(fn)                                                                                          \
	ASYNC_ENTRY(fn);                                                                                     \
	int main(void)                                                                                       \
	{                                                                                                    \
		return (int)async_run(fn);                                                                   \
	}                                                                                                    \
	struct coro /* swallows the semicolon */

#endif
