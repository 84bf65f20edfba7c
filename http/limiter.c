/* limiter.c - one moment, and a line of tasks that wait for it to come near enough. */
#include "http/limiter.h"

static const struct wait_kind waits_for_token = {.what = "its turn under the rate limit"};

void limiter_init(struct limiter *l, uint32_t tokens, int64_t period_ns, uint32_t burst)
{
	int64_t more = burst > 0 ? (int64_t)burst - 1 : 0;

	*l = (struct limiter){.interval = tokens > 0 ? (period_ns + tokens - 1) / tokens : 0};
	/* A bucket never remembers more than 70 years: sums of such times are far from an overflow. */
	l->depth = more > INT64_MAX / 4 / (l->interval + 1) ? INT64_MAX / 4 : more * l->interval;
	l->due = -l->depth; /* the bucket is full: no clock of ours begins before 0 */
}

/* Counted from the moment at which the task really goes on. It may be late, since others ran before it; if it
 * were counted from the moment at which its token came, the next one would follow too closely. */
static void take_token(struct limiter *l)
{
	int64_t full = clock_now() - l->depth; /* so far behind the clock is a bucket that is full */

	l->due = (l->due > full ? l->due : full) + l->interval;
}

/* The first task stays in line until it runs: so none that comes meanwhile can overtake it. */
void limiter_let_go(struct limiter *l)
{
	if (!list_empty(&l->line))
		/* It goes on in the next turn. */
		task_wake(&container_of(l->line.next, struct wait_place, link)->wait);
}

static void token_is_there(struct timer *t)
{
	limiter_let_go(container_of(t, struct limiter, timer));
}

/* The one timer is for the first in line. It is set anew when the line or the due moment may have changed. */
static void await_token(struct limiter *l)
{
	timer_cancel(&l->timer);
	if (!list_empty(&l->line))
		timer_start(&l->timer, l->due, token_is_there);
}

async limiter_take(struct limiter *l)
{
	enum status err = ASYNC_OK;

	ASYNC(struct wait_place place);
	if (!list_empty(&l->line) || clock_now() < l->due) {
		list_append(&l->line, &my->place.link);
		await_token(l);
		AWAIT_CATCH_ALL(err, task_suspend(&my->place.wait, &waits_for_token)); /* others run */
		list_remove(&my->place.link);
	}
	if (!err)
		take_token(l);
	await_token(l); /* for the next in line: also if this one was cancelled when its token was there */
	ASYNC_RAISE(err);
	ASYNC_END;
}
