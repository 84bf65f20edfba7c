/* Mistake: a semaphore that semaphore_init has not seen. How many permits it has nobody could know. In Python
 * they are an argument of its constructor. */
// aborts: work: semaphore_acquire: semaphore_init was not called
#include "coro/many/locks.h"
#include "tests/house/misuse/example.h"

static struct semaphore door;

static async work(void)
{
	ASYNC();
#ifdef FIXED
	semaphore_init(&door, 1);
#endif
	ASYNC_WITH(semaphore_acquire(&door)) { /* here */
		puts("in");
	} ASYNC_EXIT(semaphore_exit(&door));
	ASYNC_END;
}
EXAMPLE(work);
