/* Mistake: the sleeper who is cancelled leaves its timer in the heap, and the frame that it lies in ends. */
// in: coro/sleep.c
// says: the timer lies in the frame that ends, and must be stopped first

async sleep_for(int64_t ns)
{
	ASYNC(struct nap nap);
	if (ns <= 0) {
		AWAIT(task_suspend_turn(&my->nap.wait));
		ASYNC_RETURN();
	}
	my->nap.ns = ns;
	timer_start(&my->nap.timer, clock_after(ns), wake_sleeper);
	AWAIT(task_suspend(&my->nap.wait, &waits_for_timer));
	ASYNC_END;
}
