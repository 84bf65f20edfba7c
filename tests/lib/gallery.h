/* gallery.h - the mistakes in tests/house/misuse/, for tests that show them to a compiler or a checker. */
#ifndef TESTS_LIB_GALLERY_H
#define TESTS_LIB_GALLERY_H

#include "tests/lib/support.h"

enum { EXHIBITS_MAX = 96 };

struct exhibit { /* one file */
	char path[96];
	char source[4096];
};

extern struct exhibit exhibits[EXHIBITS_MAX];
extern int exhibits_count;
extern char gallery_folder[512]; /* of this program: for what is made here, and below the library */
extern struct child_end end;     /* how the last command ended, and its stderr */

/* Reads all the files. program: argv[0]. False, explained on stderr: they are not there. */
bool gallery_open(const char *program);

/* The words after "// key: " in its head; NULL: it has no such line. Valid until the next call. */
const char *promised(const struct exhibit *x, const char *key);

/* Fails if the head promises nothing, or something that no test checks. */
void assert_promises(const struct exhibit *x);

/* Fails unless text names each line that is marked for all keys or for this one; there must be at least
 * one. */
void assert_marks_named(const struct exhibit *x, const char *key, const char *text);

/* Runs the command, and stores in `end` how it ended. */
__attribute__((format(printf, 1, 2))) void shell(const char *format, ...);

/* Fails unless the last command succeeded and printed nothing. */
void assert_silent_success(const char *about);

/* How the tree is compiled. `make test` puts it into the environment; fails if it is missing. */
const char *from_environment(const char *variable);

#endif
