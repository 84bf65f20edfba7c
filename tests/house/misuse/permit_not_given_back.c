/* Mistake: a permit is taken by a plain await, and an error passes by the line that gives it back. In Python
 * `async with` prevents it, as ASYNC_WITH does here. */
// not caught: a permit belongs to nobody in particular; a session or a response that is left open is reported
#include "coro/many/locks.h"
#include "tests/house/misuse/example.h"

static struct semaphore door;

static async fail(void)
{
	ASYNC();
	ASYNC_RAISE(ASYNC_E_PAYLOAD);
	ASYNC_END;
}

static async visit(void)
{
	ASYNC();
#ifdef FIXED
	ASYNC_WITH(semaphore_acquire(&door)) {
		AWAIT(fail());
	} ASYNC_EXIT(semaphore_exit(&door));
#else
	AWAIT(semaphore_acquire(&door));
	AWAIT(fail());
	semaphore_release(&door);
#endif
	ASYNC_END;
}

static async work(void)
{
	enum status err;

	ASYNC();
	semaphore_init(&door, 1);
	AWAIT_CATCH(err, visit());
	printf("%s; %u permits are free, and 1 is expected\n", status_name(err), door.value);
	ASYNC_END;
}
EXAMPLE(work);
