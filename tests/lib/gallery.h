/* gallery.h - the mistakes of tests/house/misuse/, as the tests that show them to somebody see them (misuse/example.h). */
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
extern struct child_end end;     /* how the last command ended, and what it said on stderr */

/* Reads all the files. program: argv[0]. False, and a word on stderr, if they are not there. */
bool gallery_open(const char *program);

/* The words behind "// key: " in its head; NULL: it promises nothing of that kind. Valid until the next call. */
const char *promised(const struct exhibit *x, const char *key);

/* Fails if the head promises nothing, or something that nobody keeps. */
void assert_promises(const struct exhibit *x);

/* Fails unless text names each line that is marked for all, or for this key; there must be one. */
void assert_marks_named(const struct exhibit *x, const char *key, const char *text);

/* Runs the command and leaves in `end` how that ended. */
__attribute__((format(printf, 1, 2))) void shell(const char *format, ...);

/* Fails unless the last command succeeded and said nothing. */
void assert_silent_success(const char *about);

/* How the tree is compiled, which `make test` says in the environment: fails if it does not. */
const char *from_environment(const char *variable);

#endif
