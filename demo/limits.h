/* limits.h - what the system allows to a process. */
#ifndef DEMO_LIMITS_H
#define DEMO_LIMITS_H

/* Each connection takes a file descriptor. The soft limit is often 1024; a program may raise it up to the
 * hard limit (setrlimit(2)). */
void limits_raise_files(void);

#endif
