/* sleep.h - asyncio.sleep. */
#ifndef CORO_SLEEP_H
#define CORO_SLEEP_H

#include "coro/task.h"

/* Suspends the task for ns (rounded up to what the backend can wait for); ns <= 0 lets each task that is
 * ready run once. ASYNC_CANCELLED is the only error. */
async sleep_for(int64_t ns);

#endif
