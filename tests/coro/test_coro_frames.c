/* test_coro_frames.c - what a coroutine finds in its fields and in its parameters: zeros, in a place of
 * its own; and what it was called with, at each resume. */
#include "coro/many/gather.h"
#include "coro/run.h"
#include "coro/timeout.h"
#include "tests/lib/support.h"

#include <string.h>

/* ---- frames ---- */

/* Fills its field, which lies where it lay the last time, with what must not be found there again. */
static async spoil(const void **place)
{
	ASYNC(char bytes[100]);
	*place = my;
	for (size_t i = 0; i < sizeof my->bytes; i++)
		if (my->bytes[i])
			say("%d", my->bytes[i]);
	AWAIT(sleep_for(NS_PER_MS));
	memset(my->bytes, 0xa5, sizeof my->bytes);
	ASYNC_END;
}

static async take_turns(const void *places[3])
{
	static const struct napper napper = {.name = "n", .ms = 1};

	ASYNC(int i);
	for (my->i = 0; my->i < 3; my->i++) {
		AWAIT(spoil(&places[my->i]));
		AWAIT(nap(&napper));
	}
	ASYNC_END;
}
ASYNC_ENTRY(take_turns, const void **);

/* Children that never live together share their bytes: so each begins with zeros. So does another task's. */
static void fields_start_as_zeros_where_others_were_before(void **state)
{
	const void *first[3], *second[3];
	struct task t = {0};

	(void)state;
	task_start(&t, "first", take_turns, first);
	drive();
	task_start(&t, "second", take_turns, second);
	drive();
	for (int i = 0; i < 3; i++) {
		assert_ptr_equal(first[i], first[0]);
		assert_ptr_equal(second[i], first[0]);
	}
	assert_said("n n n n n n");
}

/* Each level awaits the next one. */
static async descend(int levels)
{
	ASYNC();
	if (levels == 1) {
		AWAIT(sleep_for(NS_PER_MS));
		say("bottom");
	} else {
		AWAIT(descend(levels - 1));
	}
	ASYNC_END;
}
ASYNC_ENTRY(descend, int);

static bool overlap(const struct coro *a, const struct coro *b)
{
	return (const char *)a < (const char *)b + b->fn->size &&
	       (const char *)b < (const char *)a + a->fn->size;
}

static void the_chain_of_a_paused_worker_can_be_read_from_memory(void **state)
{
	struct task t = {0};
	int depth = 0;

	(void)state;
	task_start(&t, "deep", descend, 50);
	assert_true(loop_run_once());
	assert_int_equal(t.state, TASK_WAITING);
	assert_string_equal(task_leaf(&t)->fn->func, "sleep_for");
	assert_in_range(task_leaf(&t)->fn->size, sizeof(struct coro) + sizeof(struct timer), 200);
	for (const struct coro *c = t.root; c != task_leaf(&t); c = c->child) {
		assert_string_equal(c->fn->func, "descend");
		assert_int_equal(c->fn->size, sizeof(struct coro));
		assert_string_equal(c->at->func, "descend");
		assert_string_equal(
			c->at->what, ++depth == 50 ? "sleep_for(NS_PER_MS)" : "descend(levels - 1)");
		for (const struct coro *below = c->child; below; below = below->child)
			assert_false(overlap(c, below));
	}
	assert_int_equal(depth, 50);
	drive();
	assert_null(t.root);
	assert_said("bottom");
}

static void a_coroutine_may_await_itself_10000_deep(void **state)
{
	(void)state;
	assert_int_equal(async_run(descend, 10000), ASYNC_OK);
	assert_int_equal(now_ms(), 1);
	assert_said("bottom");
}

/* ---- parameters ---- */

struct pair {
	double a, b;
};

typedef int compare_fn(const char *, const char *);

static async take_six(char c, int64_t ns, const char *text, struct pair pair, compare_fn *compare, bool yes)
{
	ASYNC(int i);
	for (my->i = 0; my->i < 2; my->i++) {
		assert_int_equal(c, 'c');
		assert_string_equal(text, "text");
		assert_true(pair.a == 0.5 && pair.b == -1);
		assert_true(compare(text, "text") == 0 && yes);
		say("six");
		AWAIT(sleep_for(ns));
	}
	ASYNC_END;
}
ASYNC_ENTRY(take_six, char, int64_t, const char *, struct pair, compare_fn *, bool);

static async take_none(void)
{
	ASYNC();
	say("none");
	AWAIT(sleep_for(NS_PER_MS));
	ASYNC_END;
}
ASYNC_ENTRY(take_none);

/* Arguments are copied: what they came from is gone when the task runs. */
static void start_six(struct task *t, struct task_set *set, struct set_task *member)
{
	struct pair pair = {0.5, -1};
	int64_t ns = NS_PER_MS;

	task_start(t, "six", take_six, 'c', ns, "text", pair, strcmp, true);
	task_set_start(set, member, "six", take_six, 'c', ns, "text", pair, strcmp, true);
	memset(&pair, 0xff, sizeof pair);
	memset(&ns, 0xff, sizeof ns);
}

static void a_task_finds_its_arguments_at_each_resume(void **state)
{
	struct task six = {0}, none = {0};
	struct set_task member = {0};
	struct task_set set;

	(void)state;
	task_set_init(&set);
	start_six(&six, &set, &member);
	task_start(&none, "none", take_none);
	drive();
	assert_said("six six none six six");
	assert_int_equal(now_ms(), 2);
	assert_ptr_equal(task_set_take(&set), &member.task);
}

static async wait_for_six(struct pair pair)
{
	ASYNC();
	AWAIT(wait_for(NS_PER_S, take_six, 'c', NS_PER_MS, "text", pair, strcmp, true));
	AWAIT(wait_for(NS_PER_S, take_none));
	ASYNC_END;
}
ASYNC_ENTRY(wait_for_six, struct pair);

static void so_does_who_is_run_and_who_is_waited_for(void **state)
{
	struct pair pair = {0.5, -1};

	(void)state;
	assert_int_equal(async_run(take_six, 'c', NS_PER_MS, "text", pair, strcmp, true), ASYNC_OK);
	assert_int_equal(async_run(take_none), ASYNC_OK);
	assert_int_equal(async_run(wait_for_six, pair), ASYNC_OK);
	assert_said("six six none six six none");
	assert_int_equal(now_ms(), 6);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FRESH(fields_start_as_zeros_where_others_were_before),
		FRESH(the_chain_of_a_paused_worker_can_be_read_from_memory),
		FRESH(a_coroutine_may_await_itself_10000_deep),
		FRESH(a_task_finds_its_arguments_at_each_resume),
		FRESH(so_does_who_is_run_and_who_is_waited_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
