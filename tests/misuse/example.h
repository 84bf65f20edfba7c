/* example.h - the main of each mistake: it runs one coroutine, whose frame begins as zeros.
 *
 * A file of this folder holds one mistake and, under FIXED, the right way. Its head says who finds it, and
 * with which words: "// gcc:" and "// clang:" under `make`, "// lint:" under `make lint`, "// aborts:" when
 * the program runs. The lines that must be named end in a "here". test_misuse_gallery.c proves all of it. */
#ifndef TESTS_MISUSE_EXAMPLE_H
#define TESTS_MISUSE_EXAMPLE_H

#include "coro/run.h"
#include "coro/sleep.h"

#define EXAMPLE(fn)                                                                                          \
	ASYNC_TASK(fn);                                                                                      \
	int main(void)                                                                                       \
	{                                                                                                    \
		static struct fn frame;                                                                      \
                                                                                                             \
		return (int)run(fn, &frame);                                                                 \
	}                                                                                                    \
	struct coro /* swallows the semicolon */

#endif
