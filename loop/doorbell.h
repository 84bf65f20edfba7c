/* doorbell.h - how signal handlers and helper threads wake a sleeping loop: the self-pipe trick.
 *
 * A byte written to a pipe that the loop watches ends its sleep; all real work is done later, on the
 * loop's thread. */
#ifndef LOOP_DOORBELL_H
#define LOOP_DOORBELL_H

/* Opens the pipe and watches it; a ring makes the loop call answer, in one of its turns. 0 or -errno. */
int doorbell_open(void (*answer)(void));
void doorbell_close(void);

/* Rings: loop.rung is true until the bell is answered. Async-signal-safe and thread-safe, never blocks, keeps
 * errno. If write(2) fails because memory is short, it is tried a few times more. If the byte stays
 * unwritten, the loop hears the ring in its next turn, or the next ring writes it. */
void doorbell_ring(void);

/* Once a turn: hears a ring that could not be written. */
void doorbell_listen(void);

#endif
