/* test_with.c - async with: on every way out of the block its exit runs once, in full, and the outcome is
 * right. */
#include "coro/error.h"
#include "coro/run.h"
#include "tests/lib/support.h"

#include <stdio.h>
#include <string.h>

/* Something that is taken in two halves, with a pause between them, and given back with a pause too. Each
 * of the three may fail. Who enters must undo the first half himself if he does not get the second. */
struct resource {
	char name;
	enum status enter_fails, exit_fails; /* in */
	bool first_half, second_half;
};

enum { STEP_MS = 10 }; /* how long each pause is */

static async resource_enter(struct resource *self)
{
	enum status err = ASYNC_OK;

	ASYNC();
	self->first_half = true;
	AWAIT_CATCH_ALL(err, sleep_for(STEP_MS * NS_PER_MS));
	if (!err)
		err = self->enter_fails;
	if (err) {
		self->first_half = false;
		ASYNC_RAISE(err);
	}
	self->second_half = true;
	say("+%c", self->name);
	ASYNC_END;
}

/* Gives back first and pauses then: so a cancel that hits the pause leaves nothing behind. */
static async resource_exit(struct resource *self, enum status raised)
{
	ASYNC();
	self->first_half = self->second_half = false;
	say("-%c", self->name);
	if (raised != ASYNC_OK && raised != ASYNC_RETURNING)
		say("(%s)", status_name(raised));
	AWAIT(sleep_for(STEP_MS * NS_PER_MS));
	say("~%c", self->name);
	ASYNC_RAISE(self->exit_fails);
	ASYNC_END;
}

/* ---- two of them, one inside the other ---- */

struct user {
	struct resource a, b;
	enum { PASS, RAISE, RETURN } way; /* in: how the inner block ends */
};

/* Its pauses begin at (ms): enter a 0, enter b 10, body 20 and 30, exit b 40, exit a 50. */
static async use_both(struct user *self)
{
	ASYNC(int i);
	ASYNC_WITH(resource_enter(&self->a)) {
		ASYNC_WITH(resource_enter(&self->b)) {
			for (my->i = 0; my->i < 2; my->i++) {
				AWAIT(sleep_for(STEP_MS * NS_PER_MS));
				if (self->way == RAISE)
					ASYNC_RAISE(ASYNC_E_INVALID);
				if (self->way == RETURN)
					ASYNC_RETURN();
			}
			say("body");
		} ASYNC_EXIT(resource_exit(&self->b, ASYNC_RAISED));
		say("between");
	} ASYNC_EXIT(resource_exit(&self->a, ASYNC_RAISED));
	say("after");
	ASYNC_END;
}
ASYNC_ENTRY(use_both, struct user *);

static struct user fresh_user(void)
{
	return (struct user){.a = {.name = 'a'}, .b = {.name = 'b'}};
}

/* Runs u as a task that is cancelled at these times (ms; 0: not). */
static enum status use(struct user *u, int cancel_1, int cancel_2)
{
	struct task t = {0};
	struct canceller c1, c2;
	int now = now_ms();

	task_start(&t, "user", use_both, u);
	if (cancel_1)
		cancel_at(&c1, &t, now + cancel_1);
	if (cancel_2)
		cancel_at(&c2, &t, now + cancel_2);
	drive();
	assert_int_equal(t.state, TASK_DONE);
	assert_false(u->a.first_half || u->a.second_half || u->b.first_half || u->b.second_half);
	return t.result;
}

struct way_case {
	int way;
	enum status a_enter, a_exit, b_enter, b_exit; /* how these fail */
	int cancel_1, cancel_2;
	enum status result;
	const char *said;
};

static const struct way_case way_cases[] = {
	/* The three ways out of the body. */
	{.way = PASS, .said = "+a +b body -b ~b between -a ~a after"},
	{.way = RAISE, .result = ASYNC_E_INVALID,
		.said = "+a +b -b (invalid request) ~b -a (invalid request) ~a"},
	{.way = RETURN, .said = "+a +b -b ~b -a ~a"},
	/* What was not entered is not left. */
	{.a_enter = ASYNC_E_CONNECT, .result = ASYNC_E_CONNECT, .said = ""},
	{.b_enter = ASYNC_E_CONNECT, .result = ASYNC_E_CONNECT, .said = "+a -a (cannot connect) ~a"},
	/* An exit that fails: its error replaces what the block did. */
	{.b_exit = ASYNC_E_PAYLOAD, .result = ASYNC_E_PAYLOAD,
		.said = "+a +b body -b ~b -a (bad payload) ~a"},
	{.a_exit = ASYNC_E_PAYLOAD, .result = ASYNC_E_PAYLOAD, .said = "+a +b body -b ~b between -a ~a"},
	{.way = RAISE, .b_exit = ASYNC_E_PAYLOAD, .result = ASYNC_E_PAYLOAD,
		.said = "+a +b -b (invalid request) ~b -a (bad payload) ~a"},
	{.way = RETURN, .b_exit = ASYNC_E_PAYLOAD, .result = ASYNC_E_PAYLOAD,
		.said = "+a +b -b ~b -a (bad payload) ~a"},
	{.way = RAISE, .b_exit = ASYNC_E_STATUS, .a_exit = ASYNC_E_PAYLOAD, .result = ASYNC_E_PAYLOAD,
		.said = "+a +b -b (invalid request) ~b -a (bad status) ~a"},
	/* A cancel in each of the six pauses. */
	{.cancel_1 = 5, .result = ASYNC_CANCELLED, .said = ""},
	{.cancel_1 = 15, .result = ASYNC_CANCELLED, .said = "+a -a (cancelled) ~a"},
	{.cancel_1 = 25, .result = ASYNC_CANCELLED, .said = "+a +b -b (cancelled) ~b -a (cancelled) ~a"},
	{.cancel_1 = 35, .result = ASYNC_CANCELLED, .said = "+a +b -b (cancelled) ~b -a (cancelled) ~a"},
	{.cancel_1 = 45, .result = ASYNC_CANCELLED, .said = "+a +b body -b -a (cancelled) ~a"},
	{.cancel_1 = 55, .result = ASYNC_CANCELLED, .said = "+a +b body -b ~b between -a"},
	/* A second cancel hits the exit (asyncio's rule 14), b's and then a's. */
	{.cancel_1 = 25, .cancel_2 = 30, .result = ASYNC_CANCELLED,
		.said = "+a +b -b (cancelled) -a (cancelled) ~a"},
	{.cancel_1 = 25, .cancel_2 = 40, .result = ASYNC_CANCELLED,
		.said = "+a +b -b (cancelled) ~b -a (cancelled)"},
	/* A cancel in the exit after an error and after a return. */
	{.way = RAISE, .cancel_1 = 35, .result = ASYNC_CANCELLED,
		.said = "+a +b -b (invalid request) -a (cancelled) ~a"},
	{.way = RETURN, .cancel_1 = 35, .result = ASYNC_CANCELLED, .said = "+a +b -b -a (cancelled) ~a"},
};

static void every_way_out_runs_the_exits(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof way_cases / sizeof way_cases[0]; i++) {
		const struct way_case *c = &way_cases[i];
		struct user u = fresh_user();
		enum status result;

		u.way = c->way;
		u.a.enter_fails = c->a_enter;
		u.a.exit_fails = c->a_exit;
		u.b.enter_fails = c->b_enter;
		u.b.exit_fails = c->b_exit;
		result = use(&u, c->cancel_1, c->cancel_2);
		if (result != c->result)
			fail_msg("case %d: %s", (int)i, status_name(result));
		assert_said(c->said);
	}
}

/* Whenever two cancels come: nothing is left behind, which use() checks. (The worker would end at 60 ms; a
 * cancel at that very time still hits, since its timer is the older one.) */
static void no_pair_of_cancels_leaves_anything_behind(void **state)
{
	(void)state;
	for (int first = 0; first < 70; first += 2) {
		for (int later = 0; later < 40; later += 3) {
			struct user u = fresh_user();
			enum status result = use(&u, first, later ? first + later : 0);
			bool hit = (first > 0 && first <= 60) || (later > 0 && first + later <= 60);

			assert_int_equal(result, hit ? ASYNC_CANCELLED : ASYNC_OK);
			say_nothing();
		}
	}
}

/* ---- a block in a loop, and a block that is only a part ---- */

static async enter_often(void)
{
	ASYNC(struct resource r; int i);
	my->r.name = 'r';
	for (my->i = 0; my->i < 3; my->i++) {
		ASYNC_WITH(resource_enter(&my->r)) {
			if (my->i == 2)
				ASYNC_RETURN();
			say("%d", my->i);
		} ASYNC_EXIT(resource_exit(&my->r, ASYNC_RAISED));
	}
	say("not reached");
	ASYNC_END;
}
ASYNC_ENTRY(enter_often);

static void a_block_may_be_entered_again_and_again(void **state)
{
	(void)state;
	assert_int_equal(async_run(enter_often), ASYNC_OK);
	assert_said("+r 0 -r ~r +r 1 -r ~r +r -r ~r");
}

static async catch_the_users_error(void)
{
	enum status err;

	ASYNC(struct user user);
	my->user = fresh_user();
	my->user.way = RAISE;
	AWAIT_CATCH(err, use_both(&my->user));
	say("caught %s", status_name(err));
	ASYNC_END;
}
ASYNC_ENTRY(catch_the_users_error);

static void an_error_is_caught_behind_all_exits(void **state)
{
	(void)state;
	assert_int_equal(async_run(catch_the_users_error), ASYNC_OK);
	assert_said("+a +b -b (invalid request) ~b -a (invalid request) ~a caught invalid request");
}

/* ---- what an exit is told ---- */

static async note_outcome(enum status raised)
{
	say("%s", status_name(raised));
	return ASYNC_OK;
}

static async begin_block(void)
{
	return ASYNC_OK;
}

static async leave_by_return(void)
{
	ASYNC();
	ASYNC_WITH(begin_block()) {
		ASYNC_RETURN();
	} ASYNC_EXIT(note_outcome(ASYNC_RAISED));
	ASYNC_END;
}
ASYNC_ENTRY(leave_by_return);

static void a_return_is_no_error_for_the_exit(void **state)
{
	(void)state;
	assert_int_equal(async_run(leave_by_return), ASYNC_OK);
	assert_said("ok");
}

/* ---- try … finally, and an exit that swallows ---- */

static async pass_through(enum status err, enum status suppressed, int *left)
{
	ASYNC(struct resource r);
	my->r.name = 'r';
	ASYNC_TRY_BLOCK {
		ASYNC_TRY_BLOCK {
			AWAIT(resource_enter(&my->r));
			ASYNC_TRY(err);
			say("body");
		} ASYNC_FINALLY(resource_exit(&my->r, ASYNC_RAISED));
		say("between");
	} ASYNC_FINALLY(async_suppress(&my->coro, suppressed));
	++*left;
	ASYNC_END;
}
ASYNC_ENTRY(pass_through, enum status, enum status, int *);

static void finally_runs_also_without_an_enter(void **state)
{
	int left = 0;

	(void)state;
	assert_int_equal(async_run(pass_through, ASYNC_OK, ASYNC_TIMEOUT, &left), ASYNC_OK);
	assert_int_equal(async_run(pass_through, ASYNC_E_INVALID, ASYNC_TIMEOUT, &left), ASYNC_E_INVALID);
	assert_said("+r body -r ~r between +r -r (invalid request) ~r");
	assert_int_equal(left, 1);
}

static void an_exit_that_swallows_the_error_goes_on_behind_its_block(void **state)
{
	int left = 0;

	(void)state;
	assert_int_equal(async_run(pass_through, ASYNC_TIMEOUT, ASYNC_TIMEOUT, &left), ASYNC_OK);
	assert_said("+r -r (timeout) ~r");
	assert_int_equal(left, 1);
}

static async return_from_inside(void)
{
	ASYNC();
	ASYNC_TRY_BLOCK {
		ASYNC_RETURN();
	} ASYNC_FINALLY(async_suppress(&my->coro, ASYNC_OK));
	say("not reached");
	ASYNC_END;
}
ASYNC_ENTRY(return_from_inside);

static void a_return_is_not_swallowed(void **state)
{
	(void)state;
	assert_int_equal(async_run(return_from_inside), ASYNC_OK);
	assert_said("");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FRESH(every_way_out_runs_the_exits),
		FRESH(no_pair_of_cancels_leaves_anything_behind),
		FRESH(a_block_may_be_entered_again_and_again),
		FRESH(an_error_is_caught_behind_all_exits),
		FRESH(a_return_is_no_error_for_the_exit),
		FRESH(finally_runs_also_without_an_enter),
		FRESH(an_exit_that_swallows_the_error_goes_on_behind_its_block),
		FRESH(a_return_is_not_swallowed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
