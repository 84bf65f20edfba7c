/* shared.h - waits for a descriptor that other programs share, such as a pipe or a terminal.
 *
 * Its flags belong to all of them, so it is not made non-blocking: poll() tells before each read or write
 * whether it would block. */
#ifndef DEMO_SHARED_H
#define DEMO_SHARED_H

#include "coro/io.h"

/* Can fd be read (bits: LOOP_READ) or written (LOOP_WRITE) without blocking? wait_ms: how long to wait for
 * that; -1: without a bound. Also true if a signal or an error has ended the wait. */
bool shared_can(int fd, unsigned bits, int wait_ms);

/* For ASYNC_WITH. io's fd is -1 afterwards if fd is (then there is nothing to wait for), or if it is a
 * regular file, which is always ready. The second one may be called again. */
enum status shared_watch(struct io *io, int fd);
enum status shared_unwatch(struct io *io);

/* Waits until shared_can of io's fd, while other tasks run; if that is -1, not at all. For reading bits are
 * LOOP_READ | LOOP_HUP. */
async shared_ready(struct io *io, unsigned bits);

#endif
