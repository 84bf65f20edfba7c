/* test_queue.c - asyncio.Queue (rule 25): order, back-pressure, cancels, and shutting down. */
#include "coro/many/queue.h"
#include "tests/lib/support.h"

enum { ROOM = 2, THINGS = 5 };

static struct queue queue;
static void *slots[ROOM];
static int things[THINGS] = {0, 1, 2, 3, 4};

static async produce(char name, int count)
{
	enum status err;

	ASYNC(int i);
	for (my->i = 0; my->i < count; my->i++) {
		AWAIT_CATCH_ALL(err, queue_put(&queue, &things[my->i]));
		say("%c%s%d", name, err ? "!" : "+", my->i);
		if (err)
			ASYNC_RAISE(err);
	}
	ASYNC_END;
}
ASYNC_ENTRY(produce, char, int);

static async consume(char name, int count, int ms) /* how long it rests after each */
{
	enum status err;

	ASYNC(int i; void *got);
	for (my->i = 0; my->i < count; my->i++) {
		AWAIT_CATCH_ALL(err, queue_get(&queue, &my->got));
		if (err)
			say("%c%s", name, status_name(err));
		if (err)
			ASYNC_RAISE(err);
		say("%c-%d", name, *(int *)my->got);
		AWAIT(sleep_for(ms * NS_PER_MS));
	}
	ASYNC_END;
}
ASYNC_ENTRY(consume, char, int, int);

static struct task a, b, c, d;

static void producer(struct task *t, char name, int count)
{
	task_start(t, "producer", produce, name, count);
}

static void consumer(struct task *t, char name, int count, int ms)
{
	task_start(t, "consumer", consume, name, count, ms);
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
	producer(&a, 'a', THINGS);
	drive();
	assert_said("a+0 a+1");
	assert_int_equal(a.state, TASK_WAITING);
	consumer(&b, 'b', THINGS, 10);
	drive();
	assert_said("b-0 a+2 b-1 a+3 b-2 a+4 b-3 b-4");
	assert_int_equal(now_ms(), 50);
}

static void consumers_are_served_in_order_of_arrival(void **state)
{
	(void)state;
	consumer(&b, 'b', 1, 0);
	consumer(&c, 'c', 1, 0);
	consumer(&d, 'd', 1, 0);
	producer(&a, 'a', 3);
	drive();
	assert_said("a+0 a+1 b-0 c-1 a+2 d-2");
}

/* Woken for a thing, and cancelled before it runs: the thing is the next one's. */
static void a_thing_offered_to_a_cancelled_one_goes_to_the_next(void **state)
{
	(void)state;
	consumer(&b, 'b', 1, 0);
	consumer(&c, 'c', 1, 0);
	drive();
	producer(&a, 'a', 1);
	while (b.state == TASK_WAITING)
		assert_true(loop_run_once());
	assert_true(task_cancel(&b));
	drive();
	assert_said("a+0 bcancelled c-0");
	assert_int_equal(queue.count, 0);
}

static void room_offered_to_a_cancelled_one_goes_to_the_next(void **state)
{
	(void)state;
	producer(&a, 'a', 3);
	producer(&b, 'b', 1);
	drive();
	assert_said("a+0 a+1");
	consumer(&c, 'c', 1, 0);
	while (a.state == TASK_WAITING)
		assert_true(loop_run_once());
	assert_true(task_cancel(&a));
	drive();
	assert_said("c-0 a!2 b+0");
	assert_int_equal(queue.count, ROOM);
}

static void shut_down_it_takes_nothing_and_can_be_emptied(void **state)
{
	(void)state;
	producer(&a, 'a', 3);
	drive();
	queue_shutdown(&queue, false);
	consumer(&b, 'b', 3, 0);
	drive();
	assert_said("a+0 a+1 a!2 b-0 b-1 bclosed");
	assert_int_equal(a.result, ASYNC_E_CLOSED);
	assert_int_equal(b.result, ASYNC_E_CLOSED);
}

static void shut_down_at_once_it_is_empty(void **state)
{
	(void)state;
	producer(&a, 'a', 1);
	drive();
	queue_shutdown(&queue, true);
	consumer(&b, 'b', 1, 0);
	drive();
	assert_said("a+0 bclosed");
}

static void shutting_down_wakes_all_who_wait(void **state)
{
	(void)state;
	consumer(&b, 'b', 1, 0);
	consumer(&c, 'c', 1, 0);
	drive();
	queue_shutdown(&queue, false);
	drive();
	assert_said("bclosed cclosed");
}

/* ---- without a bound ---- */

/* Puts and takes in turn, so that the ring's begin is anywhere when it must grow. */
static void without_a_bound_it_grows_and_keeps_the_order(void **state)
{
	static int numbers[1000];
	void *got;
	int put = 0, taken = 0;

	(void)state;
	queue_init(&queue, NULL, 0);
	while (put < 1000) {
		for (int i = 0; i < 3; i++, put++)
			assert_true(put >= 1000 || queue_put_nowait(&queue, &numbers[put]));
		assert_true(queue_get_nowait(&queue, &got));
		assert_ptr_equal(got, &numbers[taken++]);
	}
	while (queue_get_nowait(&queue, &got))
		assert_ptr_equal(got, &numbers[taken++]);
	assert_int_equal(taken, 1000);
	queue_free(&queue);
	queue_init(&queue, slots, ROOM);
}

/* Once it is as long as it gets, it stays where it is. */
static void a_queue_that_has_grown_allocates_nothing(void **state)
{
	void *const *before, *got;

	(void)state;
	queue_init(&queue, NULL, 0);
	for (int i = 0; i < THINGS; i++)
		assert_true(queue_put_nowait(&queue, &things[i]));
	before = queue.slots;
	for (int i = 0; i < 100; i++) {
		assert_true(queue_get_nowait(&queue, &got));
		assert_true(queue_put_nowait(&queue, got));
	}
	assert_ptr_equal(queue.slots, before);
	assert_true(queue.room < 100);
	queue_free(&queue);
	queue_init(&queue, slots, ROOM);
}

/* Those who wait are sent home, though nobody has said so before. */
static void freed_it_is_shut_down(void **state)
{
	void *got;

	(void)state;
	queue_init(&queue, NULL, 0);
	consumer(&b, 'b', 1, 0);
	drive();
	queue_free(&queue);
	drive();
	assert_said("bclosed");
	assert_false(queue_put_nowait(&queue, &things[0]));
	assert_false(queue_get_nowait(&queue, &got));
	queue_free(&queue);
	queue_init(&queue, slots, ROOM);
}

/* ---- without waiting ---- */

static void who_does_not_wait_is_told_that_it_is_full_empty_or_shut(void **state)
{
	void *got;

	(void)state;
	assert_false(queue_get_nowait(&queue, &got));
	for (int i = 0; i < ROOM; i++)
		assert_true(queue_put_nowait(&queue, &things[i]));
	assert_false(queue_put_nowait(&queue, &things[ROOM]));
	queue_shutdown(&queue, false);
	assert_true(queue_get_nowait(&queue, &got));
	assert_ptr_equal(got, &things[0]);
	assert_false(queue_put_nowait(&queue, &things[0]));
}

static void what_is_put_or_taken_without_waiting_wakes_who_waits(void **state)
{
	void *got;

	(void)state;
	consumer(&b, 'b', 1, 0);
	drive();
	assert_true(queue_put_nowait(&queue, &things[3]));
	drive();
	assert_said("b-3");
	producer(&a, 'a', 3);
	drive();
	assert_true(queue_get_nowait(&queue, &got));
	drive();
	assert_said("a+0 a+1 a+2");
}

/* ---- all dealt with ---- */

static async join_all(char name)
{
	ASYNC();
	AWAIT(queue_join(&queue));
	say("%c", name);
	ASYNC_END;
}
ASYNC_ENTRY(join_all, char);

static void join_waits_until_all_is_dealt_with(void **state)
{
	void *got;

	(void)state;
	assert_true(queue_put_nowait(&queue, &things[0]) && queue_put_nowait(&queue, &things[1]));
	task_start(&a, "join", join_all, 'a');
	assert_true(queue_get_nowait(&queue, &got) && queue_get_nowait(&queue, &got));
	queue_task_done(&queue);
	drive();
	assert_said("");
	queue_task_done(&queue);
	drive();
	assert_said("a");
	task_start(&b, "join", join_all, 'b');
	drive();
	assert_said("b");
}

static int say_done_too_often(void)
{
	queue_init(&queue, slots, ROOM);
	queue_task_done(&queue);
	return 0;
}

static void who_says_too_often_that_it_is_done_is_stopped(void **state)
{
	const char *const words[] = {"queue_task_done", "more often", NULL};

	(void)state;
	assert_aborts(say_done_too_often, words);
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
		WITH_QUEUE(without_a_bound_it_grows_and_keeps_the_order),
		WITH_QUEUE(a_queue_that_has_grown_allocates_nothing),
		WITH_QUEUE(freed_it_is_shut_down),
		WITH_QUEUE(who_does_not_wait_is_told_that_it_is_full_empty_or_shut),
		WITH_QUEUE(what_is_put_or_taken_without_waiting_wakes_who_waits),
		WITH_QUEUE(join_waits_until_all_is_dealt_with),
		CLOSED(who_says_too_often_that_it_is_done_is_stopped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
