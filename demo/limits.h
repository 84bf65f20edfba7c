/* limits.h - what the system allows a process. */
#ifndef DEMO_LIMITS_H
#define DEMO_LIMITS_H

/* Each connection is an open file. The soft limit, often 1024, is the program's own to raise, up to the
 * hard one (setrlimit(2)). */
void limits_raise_files(void);

#endif
