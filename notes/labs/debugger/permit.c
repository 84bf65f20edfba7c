/* permit.c - four couriers share two bicycles. After a while all of them stand and wait. Where are the bicycles? */
#include "async.h"

enum { ROUNDS = 9 };

static struct semaphore bicycles;
static int parcels, returned;

/* At some doors nobody opens. */
static async ring_the_bell(int door)
{
	ASYNC();
	AWAIT(sleep_for(5 * NS_PER_MS));
	if (door % 7 == 0)
		ASYNC_RAISE(ASYNC_TIMEOUT);
	ASYNC_END;
}

static async by_hand(int door)
{
	ASYNC();
	ASYNC_WITH(semaphore_acquire(&bicycles)) {
		AWAIT(ring_the_bell(door));
		parcels++;
	} ASYNC_EXIT(semaphore_exit(&bicycles));
	ASYNC_END;
}

static async with_receipt(int house)
{
	ASYNC();
	AWAIT(semaphore_acquire(&bicycles));
	AWAIT(ring_the_bell(house));
	parcels++;
	AWAIT(sleep_for(NS_PER_MS));
	semaphore_release(&bicycles);
	ASYNC_END;
}

/* An unopened door is no reason to stop. */
static async courier(int from, bool receipts)
{
	enum status err;

	ASYNC(int i);
	for (my->i = 0; my->i < ROUNDS; my->i++) {
		if (receipts)
			AWAIT_CATCH(err, with_receipt(from + my->i));
		else
			AWAIT_CATCH(err, by_hand(from + my->i));
		if (err)
			returned++;
	}
	ASYNC_END;
}
ASYNC_ENTRY(courier, int, bool);

static async town(void)
{
	ASYNC(struct task_set all; struct set_task couriers[4]);
	semaphore_init(&bicycles, 2);
	task_set_start(&my->all, &my->couriers[0], "Eva", courier, 10, false);
	task_set_start(&my->all, &my->couriers[1], "Finn", courier, 20, true);
	task_set_start(&my->all, &my->couriers[2], "Gil", courier, 30, false);
	task_set_start(&my->all, &my->couriers[3], "Hal", courier, 40, false);
	AWAIT(gather(&my->all));
	printf("%d parcels, and %d came back\n", parcels, returned);
	ASYNC_END;
}
ASYNC_ENTRY(town);

int main(void)
{
	return async_failed(async_run(town));
}
