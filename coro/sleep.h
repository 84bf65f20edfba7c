/* sleep.h - asyncio.sleep. */
#ifndef CORO_SLEEP_H
#define CORO_SLEEP_H

#include "coro/task.h"

struct sleep {
	struct coro coro;
	struct waiter wait;
	struct timer timer;
	int64_t ns;
};

/* Suspends the worker for ns (rounded up to what the backend can wait for); ns <= 0 lets everybody who is
 * ready run once. */
async sleep_for(struct sleep *self, int64_t ns);

#endif
