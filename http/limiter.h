/* limiter.h - a token bucket: so many starts in so much time, and not one more.
 *
 *     limiter_init(&limiter, 10, NS_PER_S, 5);              10 a second, 5 of them at once
 *     AWAIT(limiter_take(&limiter));                        before each request
 *
 * The bucket holds up to `burst` tokens, is full at first, and gains one in each interval. In any window of
 * T seconds, wherever it begins, at most burst + rate * T workers go on. With a burst of 1 that means that
 * any two are a whole interval apart, so each late start delays all that follow; with a larger one the
 * bucket makes up for it. How many are in progress at a time is another matter: a semaphore's. */
#ifndef HTTP_LIMITER_H
#define HTTP_LIMITER_H

#include "coro/many/wait_queue.h"

/* No tokens are counted, since one moment says it all: the one from which on the next worker may start. Each
 * start moves it on by an interval; while the bucket rests it falls behind the clock, up to `depth`. That is
 * the Generic Cell Rate Algorithm (ITU-T I.371) in its form as a virtual schedule. */
struct limiter {
	int64_t interval;   /* ns for one token */
	int64_t depth;      /* ns for burst - 1 of them */
	int64_t due;        /* when the next token is, or was, there */
	struct timer timer; /* runs until then, for the first in line */
	struct list line;   /* places, FIFO */
};

/* `tokens` in each period_ns, so 2.5 a second are 25 in 10 * NS_PER_S. The interval is rounded up to a whole
 * ns: that costs a ns a token at most, and the promise is kept. No tokens: no limit; burst 0 is 1. Nothing
 * has to be closed, but no task may stand in line when *l goes. */
void limiter_init(struct limiter *l, uint32_t tokens, int64_t period_ns, uint32_t burst);

/* Takes a token, without a pause if one is there and the line is empty; otherwise waits, in order of arrival.
 * Each task is woken once, when its token is there. ASYNC_CANCELLED: none was taken. */
async limiter_take(struct limiter *l);

/* Ends the wait of the first in line, as if its token were there: for a task that has nothing more to
 * send. */
void limiter_let_go(struct limiter *l);

#endif
