/* quit.h - Ctrl-\ (SIGQUIT) asks a program what all of its workers do. It answers and lives on. */
#ifndef CORO_WATCH_QUIT_H
#define CORO_WATCH_QUIT_H

/* From now until loop_close, or loop_on_signal(SIGQUIT, NULL): SIGQUIT prints task_ps and task_dump on
 * stderr, from the loop. If a worker runs just then, the signal's handler names it at once: it may be the one
 * that does not let the loop have its turn. To be called while the loop is open. */
void quit_open(void);

#endif
