/* remote.h - reads the memory of another process, and the names of its functions and variables; one process
 * at a time.
 *
 * You may read processes of your own; only child processes if /proc/sys/kernel/yama/ptrace_scope is 1
 * (ptrace(2)). */
#ifndef DEMO_TASKS_REMOTE_H
#define DEMO_TASKS_REMOTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { REMOTE_TEXT = 128 };

extern bool remote_torn; /* a read failed: the process has changed a pointer meanwhile */

/* Opens the process; if it cannot be read, says why and ends this program. remote_fail: ends it with another
 * reason. */
void remote_open(const char *pid);
_Noreturn void remote_fail(const char *pid, const char *why);

/* Copies `size` bytes from the address `at` in that process into new memory, which is never freed. If they
 * cannot be read, remote_torn becomes true; what is missing are zeros. remote_text: a string, of which
 * REMOTE_TEXT - 1 bytes are read. */
void *remote_copy(const void *at, size_t size);
char *remote_text(const char *at);

/* The address of a function or variable; NULL: there is none. remote_is: has this function that name? */
const void *remote_address(const char *name);
bool remote_is(uintptr_t function, const char *name);

#endif
