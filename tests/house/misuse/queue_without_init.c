/* Mistake: a queue that queue_init has not seen: it has no places. In Python they are an argument of its
 * constructor. */
// aborts: work: queue_init was not called
#include "coro/many/queue.h"
#include "tests/house/misuse/example.h"

static struct queue orders;
static void *places[2];
static int soup = 1;

static async work(void)
{
	ASYNC(void *order);
#ifdef FIXED
	queue_init(&orders, places, 2);
#else
	(void)places;
#endif
	AWAIT(queue_put(&orders, &soup)); /* here */
	AWAIT(queue_get(&orders, &my->order));
	ASYNC_END;
}
EXAMPLE(work);
