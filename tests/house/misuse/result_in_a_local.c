/* Mistake: an await is given the address of a local variable for its result. The coroutine that is awaited
 * may write there before its last pause; then the result goes with the variable. In Python the result is the
 * value of the await. */
// check: this await is given the address of 'done'
#include "coro/many/gather.h"
#include "tests/house/misuse/example.h"

static async nap(void)
{
	ASYNC();
	AWAIT(sleep_for(NS_PER_MS));
	ASYNC_END;
}
ASYNC_ENTRY(nap);

static async work(void)
{
#ifdef FIXED
	ASYNC(struct task_set set; struct set_task nap; struct task *done);
	task_set_start(&my->set, &my->nap, "nap", nap);
	AWAIT(as_completed(&my->set, &my->done));
	puts(my->done->name);
#else
	struct task *done;

	ASYNC(struct task_set set; struct set_task nap);
	task_set_start(&my->set, &my->nap, "nap", nap);
	AWAIT(as_completed(&my->set, &done)); /* here */
	puts(done->name);
#endif
	ASYNC_END;
}
EXAMPLE(work);
