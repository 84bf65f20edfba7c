/* Mistake: a task is given a name that lies in a local array. The name is not copied, and is gone when
 * somebody wants to read it. In Python the task keeps the string. */
// aborts: work: the task's name is a C variable, which is gone at the next await: make it a field of ASYNC(…)
// check: a task is given the address of 'name', which is gone when this coroutine pauses
#include "coro/many/gather.h"
#include "tests/house/misuse/example.h"

static async nap(int ms)
{
	ASYNC();
	AWAIT(sleep_for(ms * NS_PER_MS));
	ASYNC_END;
}
ASYNC_ENTRY(nap, int);

static async work(void)
{
#ifdef FIXED
	ASYNC(struct task_set set; struct set_task naps[3]; char names[3][16]);
	for (int i = 0; i < 3; i++) {
		snprintf(my->names[i], sizeof my->names[i], "nap %d", i);
		task_set_start(&my->set, &my->naps[i], my->names[i], nap, i);
	}
#else
	ASYNC(struct task_set set; struct set_task naps[3]);
	for (int i = 0; i < 3; i++) {
		char name[16];

		snprintf(name, sizeof name, "nap %d", i);
		task_set_start(&my->set, &my->naps[i], name, nap, i); /* here */
	}
#endif
	AWAIT(gather(&my->set));
	ASYNC_END;
}
EXAMPLE(work);
