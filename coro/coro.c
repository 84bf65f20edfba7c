/* coro.c - who runs, and where the next frame is hooked in. */
#include "coro/coro.h"

struct task *task_running;

static struct coro none;
struct coro *coro_nowhere = &none;
struct coro **coro_next = &coro_nowhere;
bool coro_resuming;
