/* remote.h - the memory of another process, and the names of its functions and variables. One process at a time.
 *
 * One may read one's own processes; and only one's children, if /proc/sys/kernel/yama/ptrace_scope is 1 (ptrace(2)). */
#ifndef DEMO_TASKS_REMOTE_H
#define DEMO_TASKS_REMOTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { REMOTE_TEXT = 128 };

extern bool remote_torn; /* something was not there to be read: a pointer had changed in between */

/* Ends this program if it cannot be read, and says why. remote_fail: the same for a reason of one's own. */
void remote_open(const char *pid);
_Noreturn void remote_fail(const char *pid, const char *why);

/* What lies at this address there; zeros, and remote_torn, if nothing does. Returns to. */
void *remote_fetch(uintptr_t at, void *to, size_t size);

/* The same into memory that is never freed: who uses this ends soon. remote_text: REMOTE_TEXT - 1 bytes at most. */
void *remote_copy(const void *at, size_t size);
char *remote_text(const char *at);

/* Of a function or variable; 0: there is none. remote_is: is this function called so? */
uintptr_t remote_address(const char *name);
bool remote_is(uintptr_t function, const char *name);

#endif
