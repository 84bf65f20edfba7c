// in: coro/sleep.c

/* Yours: coro/sleep.h says what it does. As it is here, everybody sleeps for one turn. */
async sleep_for(int64_t ns)
{
	ASYNC(struct nap nap);
	(void)ns;
	(void)wake_sleeper;
	(void)waits_for_timer;
	AWAIT(task_suspend_turn(&my->nap.wait));
	ASYNC_END;
}
