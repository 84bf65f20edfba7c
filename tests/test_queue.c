/* test_queue.c - asyncio.Queue (rule 25): order, back-pressure, cancels, and shutting down. */
#include "coro/queue.h"
#include "tests/support.h"

enum { ROOM = 2, THINGS = 5 };

static struct queue queue;
static void *slots[ROOM];
static int things[THINGS] = {0, 1, 2, 3, 4};

struct user {
	struct coro coro;
	struct queue_wait wait;
	struct sleep sleep;
	char name;
	int count, ms; /* in: how many things, and how long it rests after each */
	int i;
	void *got;
	enum status err;
};

static async produce(struct user *self)
{
	ASYNC_BEGIN(self);
	for (self->i = 0; self->i < self->count; self->i++) {
		AWAIT_CATCH(self->err, queue_put(&self->wait, &queue, &things[self->i]));
		say("%c%s%d", self->name, self->err ? "!" : "+", self->i);
		if (self->err)
			ASYNC_RAISE(self->err);
	}
	ASYNC_END;
}
ASYNC_TASK(produce);

static async consume(struct user *self)
{
	ASYNC_BEGIN(self);
	for (self->i = 0; self->i < self->count; self->i++) {
		AWAIT_CATCH(self->err, queue_get(&self->wait, &queue, &self->got));
		if (self->err)
			say("%c%s", self->name, status_name(self->err));
		if (self->err)
			ASYNC_RAISE(self->err);
		say("%c-%d", self->name, *(int *)self->got);
		AWAIT(sleep_for(&self->sleep, self->ms * NS_PER_MS));
	}
	ASYNC_END;
}
ASYNC_TASK(consume);

static struct user a, b, c, d;
static struct task ta, tb, tc, td;

static void producer(struct user *self, struct task *t, char name, int count)
{
	*self = (struct user){.name = name, .count = count};
	task_create(t, produce, self, "producer");
}

static void consumer(struct user *self, struct task *t, char name, int count, int ms)
{
	*self = (struct user){.name = name, .count = count, .ms = ms};
	task_create(t, consume, self, "consumer");
}

static int open_queue(void **state)
{
	queue_init(&queue, slots, ROOM);
	return open_virtual(state);
}

static int close_queue(void **state)
{
	assert_true(list_empty(&queue.getters) && list_empty(&queue.putters));
	return close_empty(state);
}

#define WITH_QUEUE(test) cmocka_unit_test_setup_teardown(test, open_queue, close_queue)

static void a_full_queue_makes_the_producer_wait(void **state)
{
	(void)state;
	producer(&a, &ta, 'a', THINGS);
	drive();
	assert_said("a+0 a+1");
	assert_int_equal(ta.state, TASK_WAITING);
	consumer(&b, &tb, 'b', THINGS, 10);
	drive();
	assert_said("b-0 a+2 b-1 a+3 b-2 a+4 b-3 b-4");
	assert_int_equal(now_ms(), 50);
}

static void consumers_are_served_in_order_of_arrival(void **state)
{
	(void)state;
	consumer(&b, &tb, 'b', 1, 0);
	consumer(&c, &tc, 'c', 1, 0);
	consumer(&d, &td, 'd', 1, 0);
	producer(&a, &ta, 'a', 3);
	drive();
	assert_said("a+0 a+1 b-0 c-1 a+2 d-2");
}

/* Woken for a thing, and cancelled before it runs: the thing is the next one's. */
static void a_thing_offered_to_a_cancelled_one_goes_to_the_next(void **state)
{
	(void)state;
	consumer(&b, &tb, 'b', 1, 0);
	consumer(&c, &tc, 'c', 1, 0);
	drive();
	producer(&a, &ta, 'a', 1);
	while (tb.state == TASK_WAITING)
		assert_true(loop_run_once());
	assert_true(task_cancel(&tb));
	drive();
	assert_said("a+0 bcancelled c-0");
	assert_int_equal(queue.count, 0);
}

static void room_offered_to_a_cancelled_one_goes_to_the_next(void **state)
{
	(void)state;
	producer(&a, &ta, 'a', 3);
	producer(&b, &tb, 'b', 1);
	drive();
	assert_said("a+0 a+1");
	consumer(&c, &tc, 'c', 1, 0);
	while (ta.state == TASK_WAITING)
		assert_true(loop_run_once());
	assert_true(task_cancel(&ta));
	drive();
	assert_said("c-0 a!2 b+0");
	assert_int_equal(queue.count, ROOM);
}

static void shut_down_it_takes_nothing_and_can_be_emptied(void **state)
{
	(void)state;
	producer(&a, &ta, 'a', 3);
	drive();
	queue_shutdown(&queue, false);
	consumer(&b, &tb, 'b', 3, 0);
	drive();
	assert_said("a+0 a+1 a!2 b-0 b-1 bclosed");
	assert_int_equal(ta.result, ASYNC_E_CLOSED);
	assert_int_equal(tb.result, ASYNC_E_CLOSED);
}

static void shut_down_at_once_it_is_empty(void **state)
{
	(void)state;
	producer(&a, &ta, 'a', 1);
	drive();
	queue_shutdown(&queue, true);
	consumer(&b, &tb, 'b', 1, 0);
	drive();
	assert_said("a+0 bclosed");
}

static void shutting_down_wakes_all_who_wait(void **state)
{
	(void)state;
	consumer(&b, &tb, 'b', 1, 0);
	consumer(&c, &tc, 'c', 1, 0);
	drive();
	queue_shutdown(&queue, false);
	drive();
	assert_said("bclosed cclosed");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_QUEUE(a_full_queue_makes_the_producer_wait),
		WITH_QUEUE(consumers_are_served_in_order_of_arrival),
		WITH_QUEUE(a_thing_offered_to_a_cancelled_one_goes_to_the_next),
		WITH_QUEUE(room_offered_to_a_cancelled_one_goes_to_the_next),
		WITH_QUEUE(shut_down_it_takes_nothing_and_can_be_emptied),
		WITH_QUEUE(shut_down_at_once_it_is_empty),
		WITH_QUEUE(shutting_down_wakes_all_who_wait),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
