/* timeout.c - asyncio/timeouts.py in C: a timer that cancels the task, and a count of cancels that came from
 * others. */
#include "coro/timeout.h"
#include "coro/error.h"

static void expire(struct timeout *self)
{
	self->expired = self->task->timed_out = true;
	task_cancel(self->task); /* who runs next: the task, cancelled, in a later step */
}

static void time_is_up(struct timer *timer)
{
	expire(container_of(timer, struct timeout, timer));
}

static void there_is_no_time(struct handle *h)
{
	h->run = NULL; /* the loop has taken it out of the ready queue */
	expire(container_of(h, struct timeout, at_once));
}

const struct task *timeout_task(const struct timer *timer)
{
	return timer->fire == time_is_up ? container_of(timer, const struct timeout, timer)->task : NULL;
}

static void stop(struct timeout *self)
{
	timer_cancel(&self->timer);
	if (self->at_once.run)
		loop_call_off(&self->at_once);
	self->at_once.run = NULL;
}

enum status timeout_reschedule(struct timeout *self, int64_t deadline)
{
	if (!self->task || self->expired)
		return ASYNC_E_INVALID;
	stop(self);
	if (deadline <= clock_now()) {
		self->at_once.run = there_is_no_time;
		loop_call_soon(&self->at_once); /* the block begins; its first pause ends cancelled */
	} else if (deadline != TIMEOUT_NEVER) {
		timer_start(&self->timer, deadline, time_is_up);
	}
	return ASYNC_OK;
}

async timeout_enter_at(struct timeout *self, int64_t deadline)
{
	*self = (struct timeout){.task = task_running, .before = task_running->cancelling};
	owner_hold(&self->hold, self, "the timeout", NULL);
	return timeout_reschedule(self, deadline);
}

async timeout_enter(struct timeout *self, int64_t ns)
{
	return timeout_enter_at(self, clock_after(ns));
}

enum status timeout_end(struct timeout *self, enum status raised)
{
	bool is_mine = self->expired && task_uncancel(self->task) <= self->before && raised == ASYNC_CANCELLED;

	owner_let_go(&self->hold);
	stop(self);
	if (is_mine) {
		self->task->timed_out = false;
		error_take(self->task->id, ASYNC_CANCELLED, ASYNC_TIMEOUT);
	}
	self->task = NULL; /* it is over, and cannot be rescheduled */
	return is_mine ? ASYNC_TIMEOUT : ASYNC_OK;
}

async timeout_exit(struct timeout *self, enum status raised)
{
	return timeout_end(self, raised);
}

async wait_for_entry(int64_t ns, coro_fn *fn, void *args)
{
	ASYNC(struct timeout timeout);
	if (ns <= 0)
		ASYNC_RAISE(ASYNC_TIMEOUT);
	ASYNC_WITH(timeout_enter(&my->timeout, ns)) { /* this does not wait; it starts the timer */
		AWAIT(fn(args)); /* others run whenever fn waits; time_is_up may cancel it */
	} ASYNC_EXIT(timeout_exit(&my->timeout, ASYNC_RAISED)); /* turns our own cancel into ASYNC_TIMEOUT */
	ASYNC_END;
}
