/* timeout.h - asyncio.timeout: a block that may not last longer than …
 *
 *     ASYNC_WITH(timeout_enter(&my->timeout, 5 * NS_PER_S)) {
 *             AWAIT(slow());
 *     } ASYNC_EXIT(timeout_exit(&my->timeout, ASYNC_RAISED));
 *
 * When the time is up the task is cancelled, and the exit turns that cancellation into ASYNC_TIMEOUT: only
 * if the block did end by it, and no other cancel came too (then it stays a cancellation). So timeouts nest,
 * and the one that expired reports. */
#ifndef CORO_TIMEOUT_H
#define CORO_TIMEOUT_H

#include "coro/owner.h"

struct timeout {
	struct timer timer;
	struct handle at_once; /* in place of the timer, if no time is left; queued while run is set */
	struct task *task;
	bool expired; /* also true if the block swallowed the cancel and went on */
	int before;   /* the task's cancel requests when the block began */
	struct hold hold; /* of the frame it lies in, until the exit */
};

/* None suspends, and enter never fails; what self held before does not matter. enter takes ns from now on, or
 * a deadline on the loop's clock. If that has passed the block begins all the same, and is cancelled in the
 * next turn, before all that becomes ready from here on (asyncio: call_soon). */
async timeout_enter(struct timeout *self, int64_t ns);
async timeout_enter_at(struct timeout *self, int64_t deadline);
async timeout_exit(struct timeout *self, enum status raised);

/* asyncio's Timeout.reschedule: another deadline, sooner or later, on the loop's clock: clock_after(ns) is ns
 * from now on. One that has passed cancels the block in the next turn; TIMEOUT_NEVER: it has all the time
 * there is. ASYNC_E_INVALID: it has expired, or is not in its block (RuntimeError). Its `expired` is
 * Timeout.expired(). */
#define TIMEOUT_NEVER INT64_MAX
enum status timeout_reschedule(struct timeout *self, int64_t deadline);

/* What timeout_exit does, as a plain call, for an exit of one's own. */
enum status timeout_end(struct timeout *self, enum status raised);

/* The task that this timer bounds, if it is a timeout's; or NULL. */
const struct task *timeout_task(const struct timer *timer);

/* asyncio.wait_for(fn(…), …): wait_for(ns, fn, arguments …) awaits it for at most ns. ASYNC_TIMEOUT comes
 * when fn, cancelled, has cleaned up; ns <= 0: fn never starts. It needs ASYNC_ENTRY(fn, …). */
#define wait_for(ns, ...)            CORO_WAIT_FOR(ns, CORO_FIRST(__VA_ARGS__, ), __VA_ARGS__)
#define CORO_WAIT_FOR(ns, fn, ...)   CORO_WAIT_FOR_(ns, fn, __VA_ARGS__)
#define CORO_WAIT_FOR_(ns, fn_, ...) wait_for_entry((ns), fn_##_task, &(struct fn_##_args){__VA_ARGS__})
async wait_for_entry(int64_t ns, coro_fn *fn, void *args);

#endif
