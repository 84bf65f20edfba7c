/* signal.h - signals as events of the loop: the handler notes and rings, the loop's own thread acts. */
#ifndef LOOP_SIGNAL_H
#define LOOP_SIGNAL_H

/* Calls fn(signo) on the loop's thread, in a turn after each arrival (several in quick succession may become
 * one); NULL puts the former action back. For SIGINT, SIGTERM and SIGQUIT. The second SIGINT or SIGTERM that
 * comes before fn could run ends the process as if nobody had asked: a blocked loop stays
 * interruptible. Aborts where the number is larger than theirs. */
void loop_on_signal(int signo, void (*fn)(int signo));

/* Calls fn(signo) besides, in the signal's handler itself and so in the middle of whatever runs: fn makes
 * only calls that are async-signal-safe, and keeps errno. Until the next loop_on_signal for this signal. */
void loop_on_signal_at_once(int signo, void (*fn)(int signo));

/* For loop.c: after SIGCONT the time for which the process was stopped does not count (loop.clock_offset);
 * all actions are put back on close. */
void signal_open(void);
void signal_close(void);

/* Runs the callbacks of the signals that came. */
void signal_deliver(void);

#endif
