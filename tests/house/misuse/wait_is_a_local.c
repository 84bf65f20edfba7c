/* Mistake: the wait of a coroutine of one's own is a local variable. The task still points to it when it is
 * gone. */
// check: this await is given the address of 'wait'
#include "tests/house/misuse/example.h"

static async work(void)
{
#ifdef FIXED
	ASYNC(struct wait wait);
	AWAIT(task_suspend_turn(&my->wait));
#else
	struct wait wait = {0};

	ASYNC();
	AWAIT(task_suspend_turn(&wait)); /* here: check */
#endif
	ASYNC_END;
}
EXAMPLE(work);
