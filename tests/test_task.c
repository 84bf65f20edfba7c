/* test_task.c - tasks as asyncio has them: when they run, in which order, and who is told of their end. The
 * rules are those of asyncio's loop and Task; cancelling is in test_cancel.c. */
#include "coro/trace.h"
#include "tests/support.h"

#include <string.h>

ASYNC_TASK(nap);

struct counter {
	struct coro coro;
	struct sleep sleep;
	char name;
	int i, n;
};

static async yield_often(struct counter *self)
{
	ASYNC_BEGIN(self);
	for (self->i = 0; self->i < self->n; self->i++) {
		say("%c%d", self->name, self->i);
		AWAIT(sleep_for(&self->sleep, 0));
	}
	ASYNC_END;
}
ASYNC_TASK(yield_often);

/* ---- who runs when ---- */

/* create_task runs nothing, and so does a coroutine that was only called into being. */
static void creating_runs_nothing_before_the_next_turn(void **state)
{
	struct napper f = {.name = "a", .ms = 0};
	struct task t;

	(void)state;
	task_create(&t, nap, &f, "a");
	assert_int_equal(t.state, TASK_NEW);
	assert_false(list_empty(&task_all));
	assert_null(f.coro.at);
	drive();
	assert_int_equal(t.state, TASK_DONE);
	assert_int_equal(t.result, ASYNC_OK);
	assert_true(list_empty(&task_all));
	assert_said("a");
}

/* asyncio: A three times, B twice, C once, each with sleep(0), print A0 B0 C0 A1 B1 A2. */
static void tasks_take_turns(void **state)
{
	struct counter a = {.name = 'A', .n = 3}, b = {.name = 'B', .n = 2}, c = {.name = 'C', .n = 1};
	struct task ta, tb, tc;

	(void)state;
	task_create(&ta, yield_often, &a, "a");
	task_create(&tb, yield_often, &b, "b");
	task_create(&tc, yield_often, &c, "c");
	assert_true(loop_run_once());
	assert_int_equal(loop.nready, 3); /* they are ready again, and no timer has to say so */
	assert_int_equal(loop.timers.count, 0);
	drive();
	assert_said("A0 B0 C0 A1 B1 A2");
}

struct spawner {
	struct coro coro;
	struct task child;
	struct counter frame;
	struct task_wait wait;
	struct sleep sleep;
};

/* asyncio prints "a b main a'": what a task queues runs behind all who are ready, in the next turn. */
static async spawn_and_go_on(struct spawner *self)
{
	ASYNC_BEGIN(self);
	self->frame = (struct counter){.name = 'c', .n = 1};
	task_create(&self->child, yield_often, &self->frame, "child");
	say("spawned");
	AWAIT(task_await(&self->wait, &self->child));
	say("done");
	ASYNC_END;
}
ASYNC_TASK(spawn_and_go_on);

static void a_spawned_task_runs_behind_all_who_are_ready(void **state)
{
	struct spawner s = {0};
	struct counter other = {.name = 'o', .n = 1};
	struct task ts, to;

	(void)state;
	task_create(&ts, spawn_and_go_on, &s, "spawner");
	task_create(&to, yield_often, &other, "other");
	assert_true(loop_run_once());
	assert_said("spawned o0");
	assert_ptr_equal(s.child.owner, &s.coro); /* the frame it lies in, whose end it may not outlive */
	assert_int_equal(s.coro.tasks, 1);
	drive();
	assert_said("c0 done");
	assert_int_equal(s.coro.tasks, 0);
	assert_null(ts.owner);
}

/* ---- awaiting a task ---- */

struct awaiter {
	struct coro coro;
	struct task_wait wait;
	struct task *what; /* in */
	char name;
	enum status err;
};

static async await_and_tell(struct awaiter *self)
{
	ASYNC_BEGIN(self);
	AWAIT_CATCH(self->err, task_await(&self->wait, self->what));
	say("%c:%s", self->name, status_name(self->err));
	ASYNC_END;
}
ASYNC_TASK(await_and_tell);

/* Rule 9: waiters are told in the order in which they came, through the ready queue and never from inside
 * the end of what they wait for. */
static void several_may_wait_for_one_task(void **state)
{
	struct napper f = {.name = "end", .ms = 10, .outcome = ASYNC_E_STATUS};
	struct awaiter awaiters[3] = {{.name = '1'}, {.name = '2'}, {.name = '3'}};
	struct task t, waiting[3];

	(void)state;
	task_create(&t, nap, &f, "awaited");
	for (int i = 0; i < 3; i++) {
		awaiters[i].what = &t;
		task_create(&waiting[i], await_and_tell, &awaiters[i], "awaiter");
	}
	while (t.state != TASK_DONE)
		assert_true(loop_run_once());
	assert_said("end");
	assert_int_equal(waiting[0].state, TASK_READY);
	assert_true(loop_run_once());
	assert_said("1:bad status 2:bad status 3:bad status");
}

/* Rule 8: what is done already costs no turn. */
static void awaiting_a_finished_task_costs_no_turn(void **state)
{
	struct napper f = {.name = "end", .outcome = ASYNC_E_PAYLOAD};
	struct awaiter a = {.name = 'a'};
	struct task t, ta;
	uint64_t turn;

	(void)state;
	task_create(&t, nap, &f, "awaited");
	drive();
	turn = loop.turn;
	a.what = &t;
	task_create(&ta, await_and_tell, &a, "awaiter");
	drive();
	assert_int_equal(loop.turn - turn, 1);
	assert_said("end a:bad payload");
}

/* ---- links ---- */

static void tell_link(struct task_link *l)
{
	say("told:%s", status_name(l->task->result));
}

static void a_link_is_told_after_the_end(void **state)
{
	struct napper f = {.name = "end", .ms = 5, .outcome = ASYNC_TIMEOUT};
	struct task t;
	struct task_link first = {0}, taken_back = {0}, late = {0};

	(void)state;
	task_create(&t, nap, &f, "linked");
	task_link(&first, &t, tell_link);
	task_link(&taken_back, &t, tell_link);
	task_unlink(&taken_back);
	task_unlink(&taken_back);
	drive();
	assert_said("end told:timeout");
	task_link(&late, &t, tell_link);
	assert_said(""); /* never from inside the call */
	drive();
	assert_said("told:timeout");
	task_unlink(&late);
	task_unlink(&first);
}

static void unlink_the_other(struct task_link *l);
static struct task_link one, other;

static void unlink_the_other(struct task_link *l)
{
	say("told");
	task_unlink(l == &one ? &other : &one);
}

static void a_link_may_be_taken_back_while_links_are_told(void **state)
{
	struct napper f = {.name = "end"};
	struct task t;

	(void)state;
	task_create(&t, nap, &f, "linked");
	task_link(&one, &t, unlink_the_other);
	task_link(&other, &t, unlink_the_other);
	drive();
	assert_said("end told");
}

/* ---- waking ---- */

struct waits {
	struct coro coro;
	struct waiter wait;
};

static const struct wait_kind waits_for_test = {.what = "a test"};

static async wait_once(struct waits *self)
{
	ASYNC_BEGIN(self);
	AWAIT(suspend(&self->wait, &waits_for_test));
	say("woken");
	ASYNC_END;
}
ASYNC_TASK(wait_once);

static void a_wake_counts_once_and_only_during_the_wait(void **state)
{
	struct waits f = {0};
	struct task t;
	char text[32];

	(void)state;
	task_create(&t, wait_once, &f, "waits");
	waiter_wake(&f.wait); /* does not wait yet */
	assert_true(loop_run_once());
	assert_ptr_equal(t.waiting, &f.wait);
	task_describe_wait(&t, text, sizeof text);
	assert_string_equal(text, "a test");
	assert_false(loop_run_once());
	waiter_wake(&f.wait);
	waiter_wake(&f.wait);
	assert_said("");
	assert_int_equal(loop.nready, 1);
	drive();
	waiter_wake(&f.wait);
	assert_int_equal(loop.nready, 0);
	assert_said("woken");
	assert_int_equal(t.resumes, 1);
}

static void tasks_are_numbered_by_creation_from_1_in_each_loop(void **state)
{
	struct napper f[2] = {{.name = "a"}, {.name = "b"}};
	struct task t[2];

	(void)state;
	for (int i = 0; i < 2; i++)
		task_create(&t[i], nap, &f[i], f[i].name);
	assert_int_equal(t[0].id, 1);
	assert_int_equal(t[1].id, 2);
	assert_string_equal(t[0].spawned->func, __func__);
	assert_string_equal(t[0].spawned->what, "nap");
	drive();
	say_nothing();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FRESH(creating_runs_nothing_before_the_next_turn),
		FRESH(tasks_take_turns),
		FRESH(a_spawned_task_runs_behind_all_who_are_ready),
		FRESH(several_may_wait_for_one_task),
		FRESH(awaiting_a_finished_task_costs_no_turn),
		FRESH(a_link_is_told_after_the_end),
		FRESH(a_link_may_be_taken_back_while_links_are_told),
		FRESH(a_wake_counts_once_and_only_during_the_wait),
		FRESH(tasks_are_numbered_by_creation_from_1_in_each_loop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
