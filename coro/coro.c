/* coro.c - which task runs, and where the next frame is hooked in. */
#include "coro/coro.h"

struct task *task_running;
const struct site *task_from;

struct coro *coro_nowhere = &(struct coro){0};
struct coro **coro_next = &coro_nowhere;
bool coro_resuming;
