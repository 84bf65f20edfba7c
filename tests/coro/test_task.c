/* test_task.c - tasks as asyncio has them: when they run, in which order, and who is told of their end. The
 * rules are those of asyncio's loop and Task; cancelling is in test_cancel.c. */
#include "coro/watch/trace.h"
#include "tests/lib/support.h"

#include <string.h>

ASYNC_ENTRY(nap, const struct napper *);

static async yield_often(char name, int n)
{
	ASYNC(int i);
	for (my->i = 0; my->i < n; my->i++) {
		say("%c%d", name, my->i);
		AWAIT(sleep_for(0));
	}
	ASYNC_END;
}
ASYNC_ENTRY(yield_often, char, int);

/* ---- who runs when ---- */

/* create_task runs nothing, and so does a coroutine that was only called into being. */
static void creating_runs_nothing_before_the_next_turn(void **state)
{
	struct napper f = {.name = "a", .ms = 0};
	struct task t = {0};

	(void)state;
	task_start(&t, "a", nap, &f);
	assert_int_equal(t.state, TASK_NEW);
	assert_false(list_empty(&task_all));
	assert_null(t.root);
	drive();
	assert_int_equal(t.state, TASK_DONE);
	assert_int_equal(t.result, ASYNC_OK);
	assert_true(list_empty(&task_all));
	assert_said("a");
}

/* asyncio: A three times, B twice, C once, each with sleep(0), print A0 B0 C0 A1 B1 A2. */
static void tasks_take_turns(void **state)
{
	struct task a = {0}, b = {0}, c = {0};

	(void)state;
	task_start(&a, "a", yield_often, 'A', 3);
	task_start(&b, "b", yield_often, 'B', 2);
	task_start(&c, "c", yield_often, 'C', 1);
	assert_true(loop_run_once());
	assert_int_equal(loop.nready, 3); /* they are ready again, and no timer has to say so */
	assert_int_equal(loop.timers.count, 0);
	drive();
	assert_said("A0 B0 C0 A1 B1 A2");
}

/* asyncio prints "a b main a'": what a task queues runs behind all who are ready, in the next turn. */
static async spawn_and_go_on(const struct task **child)
{
	ASYNC(struct task child);
	*child = &my->child;
	task_start(&my->child, "child", yield_often, 'c', 1);
	say("spawned");
	AWAIT(task_await(&my->child));
	say("done");
	assert_int_equal(my->coro.held, 0);
	ASYNC_END;
}
ASYNC_ENTRY(spawn_and_go_on, const struct task **);

static void a_spawned_task_runs_behind_all_who_are_ready(void **state)
{
	struct task spawner = {0}, other = {0};
	const struct task *child = NULL;

	(void)state;
	task_start(&spawner, "spawner", spawn_and_go_on, &child);
	task_start(&other, "other", yield_often, 'o', 1);
	assert_true(loop_run_once());
	assert_said("spawned o0");
	assert_ptr_equal(child->owner, spawner.root); /* the frame it lies in, whose end it may not outlive */
	assert_int_equal(spawner.root->held, 1);
	drive();
	assert_said("c0 done");
	assert_null(spawner.owner);
}

/* ---- awaiting a task ---- */

static async await_and_tell(char name, struct task *what)
{
	enum status err;

	ASYNC();
	AWAIT_CATCH_ALL(err, task_await(what));
	say("%c:%s", name, status_name(err));
	ASYNC_END;
}
ASYNC_ENTRY(await_and_tell, char, struct task *);

/* Rule 9: awaiters are told in the order in which they came, through the ready queue and never from inside
 * the end of what they wait for. */
static void several_may_wait_for_one_task(void **state)
{
	struct napper f = {.name = "end", .ms = 10, .outcome = ASYNC_E_STATUS};
	struct task t = {0}, waiting[3] = {0};

	(void)state;
	task_start(&t, "awaited", nap, &f);
	for (int i = 0; i < 3; i++)
		task_start(&waiting[i], "awaiter", await_and_tell, (char)('1' + i), &t);
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
	struct task t = {0}, awaiter = {0};
	uint64_t turn;

	(void)state;
	task_start(&t, "awaited", nap, &f);
	drive();
	turn = loop.turn;
	task_start(&awaiter, "awaiter", await_and_tell, 'a', &t);
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
	struct task t = {0};
	struct task_link first = {0}, taken_back = {0}, late = {0};

	(void)state;
	task_start(&t, "linked", nap, &f);
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
	struct task t = {0};

	(void)state;
	task_start(&t, "linked", nap, &f);
	task_link(&one, &t, unlink_the_other);
	task_link(&other, &t, unlink_the_other);
	drive();
	assert_said("end told");
}

/* ---- waking ---- */

static const struct wait_kind waits_for_test = {.what = "a test"};

static async wait_once(struct wait *wait)
{
	ASYNC();
	AWAIT(task_suspend(wait, &waits_for_test));
	say("woken");
	ASYNC_END;
}
ASYNC_ENTRY(wait_once, struct wait *);

static void a_wake_counts_once_and_only_during_the_wait(void **state)
{
	struct wait wait = {0};
	struct task t = {0};
	char text[32];

	(void)state;
	task_start(&t, "waits", wait_once, &wait);
	task_wake(&wait); /* does not wait yet */
	assert_true(loop_run_once());
	assert_ptr_equal(t.waiting, &wait);
	task_describe_wait(&t, text, sizeof text);
	assert_string_equal(text, "a test");
	assert_false(loop_run_once());
	task_wake(&wait);
	task_wake(&wait);
	assert_said("");
	assert_int_equal(loop.nready, 1);
	drive();
	task_wake(&wait);
	assert_int_equal(loop.nready, 0);
	assert_said("woken");
	assert_int_equal(t.resumes, 1);
}

static void tasks_are_numbered_by_creation_from_1_in_each_loop(void **state)
{
	struct napper f[2] = {{.name = "a"}, {.name = "b"}};
	struct task t[2] = {0};

	(void)state;
	for (int i = 0; i < 2; i++)
		task_start(&t[i], f[i].name, nap, &f[i]);
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
