/* test_coro.c - the macros: does a coroutine go on where it paused, and do outcomes find their way? `async
 * with` is in test_with.c, the rules that abort in test_misuse.c. */
#include "coro/run.h"
#include "tests/support.h"

/* Most coroutines here need no more than this. */
struct frame {
	struct coro coro;
	struct sleep sleep;
	struct napper nap;
	enum status err;
	int i, n;
};

/* ---- going on ---- */

static async count(struct frame *self)
{
	ASYNC_BEGIN(self);
	say("begin");
	for (self->i = 0; self->i < 3; self->i++) {
		say("%d@%d", self->i, now_ms());
		AWAIT(sleep_for(&self->sleep, 10 * NS_PER_MS));
	}
	AWAIT(sleep_for(&self->sleep, 5 * NS_PER_MS));
	say("end@%d", now_ms());
	ASYNC_END;
}
ASYNC_TASK(count);

static void a_coroutine_goes_on_where_it_paused(void **state)
{
	struct frame f = {0};

	(void)state;
	assert_int_equal(run(count, &f), ASYNC_OK);
	assert_said("begin 0@0 1@10 2@20 end@35");
}

static void a_finished_frame_may_begin_again(void **state)
{
	struct frame f = {0};

	(void)state;
	assert_int_equal(run(count, &f), ASYNC_OK);
	say_nothing();
	assert_int_equal(run(count, &f), ASYNC_OK);
	assert_said("begin 0@35 1@45 2@55 end@70");
}

static int evaluated;

static int64_t ns_counted(void)
{
	evaluated++;
	return evaluated == 1 ? 10 * NS_PER_MS : 99 * NS_PER_MS;
}

static async sleep_counted(struct frame *self)
{
	ASYNC_BEGIN(self);
	AWAIT(sleep_for(&self->sleep, ns_counted()));
	ASYNC_END;
}
ASYNC_TASK(sleep_counted);

static void arguments_are_evaluated_at_each_resume_but_count_only_once(void **state)
{
	struct frame f = {0};

	(void)state;
	assert_int_equal(run(sleep_counted, &f), ASYNC_OK);
	assert_int_equal(evaluated, 2);
	assert_int_equal(now_ms(), 10);
}

/* Rule 8: to await a coroutine that does not pause costs no turn of the loop. */
static async at_once(struct frame *self)
{
	ASYNC_BEGIN(self);
	self->n++;
	ASYNC_END;
}

struct parent {
	struct coro coro;
	struct frame child;
	int i;
};

static async await_many(struct parent *self)
{
	ASYNC_BEGIN(self);
	for (self->i = 0; self->i < 100; self->i++)
		AWAIT(at_once(&self->child));
	ASYNC_END;
}
ASYNC_TASK(await_many);

static void a_child_that_does_not_pause_costs_no_turn(void **state)
{
	struct parent f = {0};

	(void)state;
	assert_int_equal(run(await_many, &f), ASYNC_OK);
	assert_int_equal(f.child.n, 100);
	assert_int_equal(loop.turn, 1);
}

/* ---- outcomes ---- */

static async raise_before_and_after(struct frame *self)
{
	ASYNC_BEGIN(self);
	AWAIT(sleep_for(&self->sleep, self->n * NS_PER_MS));
	ASYNC_RAISE(self->err);
	say("not reached");
	ASYNC_END;
}

static async pass_on(struct parent *self)
{
	ASYNC_BEGIN(self);
	AWAIT(raise_before_and_after(&self->child));
	say("went on");
	ASYNC_END;
}
ASYNC_TASK(pass_on);

static void an_error_leaves_every_coroutine_on_its_way(void **state)
{
	static const enum status errors[] = {ASYNC_CANCELLED, ASYNC_TIMEOUT, ASYNC_E_INVALID, ASYNC_E_STUCK};

	(void)state;
	for (int i = 0; i < 4; i++) {
		struct parent f = {.child = {.err = errors[i], .n = 1}};

		assert_int_equal(run(pass_on, &f), errors[i]);
		assert_said("");
	}
}

/* To raise ASYNC_OK is to return: so `ASYNC_RAISE(err)` needs no `if (err)`. */
static void raising_ok_is_a_return(void **state)
{
	struct parent f = {.child = {.err = ASYNC_OK}};

	(void)state;
	assert_int_equal(run(pass_on, &f), ASYNC_OK);
	assert_said("went on");
}

static async catch_twice(struct parent *self)
{
	enum status err;

	ASYNC_BEGIN(self);
	self->child.err = ASYNC_E_PAYLOAD;
	AWAIT_CATCH(err, raise_before_and_after(&self->child));
	say("%s", status_name(err));
	self->child.err = ASYNC_OK;
	AWAIT_CATCH(err, raise_before_and_after(&self->child));
	say("%s", status_name(err));
	ASYNC_END;
}
ASYNC_TASK(catch_twice);

static void a_caught_error_is_over(void **state)
{
	struct parent f = {.child = {.n = 3}};

	(void)state;
	assert_int_equal(run(catch_twice, &f), ASYNC_OK);
	assert_said("bad payload ok");
	assert_int_equal(now_ms(), 6);
}

static async return_early(struct frame *self)
{
	ASYNC_BEGIN(self);
	for (;;) {
		AWAIT(sleep_for(&self->sleep, NS_PER_MS));
		if (++self->n == 3)
			ASYNC_RETURN();
	}
	ASYNC_END;
}
ASYNC_TASK(return_early);

static void a_return_leaves_from_anywhere(void **state)
{
	struct frame f = {0};

	(void)state;
	assert_int_equal(run(return_early, &f), ASYNC_OK);
	assert_int_equal(now_ms(), 3);
}

static void every_status_has_a_name_of_its_own(void **state)
{
	(void)state;
	for (enum status a = ASYNC_OK; a <= ASYNC_RETURNING; a++)
		for (enum status b = ASYNC_OK; b < a; b++)
			assert_string_not_equal(status_name(a), status_name(b));
	assert_string_equal(status_name(ASYNC_E_STUCK), "stuck");
	assert_string_equal(status_name(ASYNC_CANCELLED), "cancelled");
}

/* ---- frames ---- */

/* Frames that never live together may share their bytes. One with frames in it has to be zeroed when its
 * turn comes. */
struct either {
	struct coro coro;
	union {
		struct sleep sleep;
		struct napper nap;
	} u;
	int i;
};

static async take_turns(struct either *self)
{
	ASYNC_BEGIN(self);
	for (self->i = 0; self->i < 3; self->i++) {
		AWAIT(sleep_for(&self->u.sleep, NS_PER_MS));
		self->u.nap = (struct napper){.name = "n", .ms = 1};
		AWAIT(nap(&self->u.nap));
	}
	ASYNC_END;
}
ASYNC_TASK(take_turns);

static void frames_in_a_union_take_turns(void **state)
{
	struct either f = {0};

	(void)state;
	assert_int_equal(run(take_turns, &f), ASYNC_OK);
	assert_said("n n n");
}

/* Each level awaits the next one. */
static struct frame levels[50];

static async descend(struct frame *self)
{
	ASYNC_BEGIN(self);
	if (self == &levels[49]) {
		AWAIT(sleep_for(&self->sleep, NS_PER_MS));
		say("bottom");
	} else {
		AWAIT(descend(self + 1));
	}
	ASYNC_END;
}
ASYNC_TASK(descend);

static void the_chain_of_a_paused_worker_can_be_read_from_memory(void **state)
{
	struct task t;
	const struct coro *c;
	int depth = 0;

	(void)state;
	task_create(&t, descend, &levels[0], "deep");
	assert_true(loop_run_once());
	assert_int_equal(t.state, TASK_WAITING);
	assert_ptr_equal(task_leaf(&t), &levels[49].sleep.coro);
	assert_int_equal(task_leaf(&t)->fn->size, sizeof(struct sleep));
	for (c = t.root; c != task_leaf(&t); c = c->child, depth++) {
		assert_ptr_equal(c, &levels[depth].coro);
		assert_string_equal(c->at->func, "descend");
		assert_string_equal(c->at->what,
			depth == 49 ? "sleep_for(&self->sleep, NS_PER_MS)" : "descend(self + 1)");
	}
	assert_int_equal(depth, 50);
	drive();
	assert_null(t.root);
	assert_said("bottom");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FRESH(a_coroutine_goes_on_where_it_paused),
		FRESH(a_finished_frame_may_begin_again),
		FRESH(arguments_are_evaluated_at_each_resume_but_count_only_once),
		FRESH(a_child_that_does_not_pause_costs_no_turn),
		FRESH(an_error_leaves_every_coroutine_on_its_way),
		FRESH(raising_ok_is_a_return),
		FRESH(a_caught_error_is_over),
		FRESH(a_return_leaves_from_anywhere),
		FRESH(every_status_has_a_name_of_its_own),
		FRESH(frames_in_a_union_take_turns),
		FRESH(the_chain_of_a_paused_worker_can_be_read_from_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
