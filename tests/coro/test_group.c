/* test_group.c - asyncio.TaskGroup (rule 22): one failure ends all, the exit waits for all, and the parent's
 * count of cancels is as it was. */
#include "coro/error.h"
#include "coro/many/group.h"
#include "coro/run.h"
#include "tests/lib/support.h"

#include <stdio.h>
#include <string.h>

ASYNC_ENTRY(nap, const struct napper *);

enum { MEMBERS = 3 };

struct group_case {
	const char *what;
	struct napper members[MEMBERS], block; /* block: what the group's block does */
	int late;                              /* this member joins when the block was cancelled; 0: none */
	int cancel_ms;                         /* when the parent is cancelled; 0: not */
	const char *said;
	enum status result;
	int end_ms, cancelling;
};

struct members { /* memory of a group's tasks */
	struct task tasks[MEMBERS];
	struct set_link links[MEMBERS];
};

static async add(struct task_group *group, struct members *in, const struct group_case *c, int i)
{
	task_start(&in->tasks[i], c->members[i].name, nap, &c->members[i]);
	return task_group_add(group, &in->links[i], &in->tasks[i]);
}

static async have_group(const struct group_case *c)
{
	enum status err;

	ASYNC(struct task_group group; struct members members);
	ASYNC_WITH(task_group_enter(&my->group)) {
		for (int i = 0; i < MEMBERS; i++)
			if (c->members[i].name && !(c->late && i == c->late))
				err = add(&my->group, &my->members, c, i);
		AWAIT_CATCH_ALL(err, nap(&c->block));
		if (err && c->late)
			say("%s", status_name(add(&my->group, &my->members, c, c->late)));
		ASYNC_RAISE(err);
	} ASYNC_EXIT(task_group_exit(&my->group, ASYNC_RAISED));
	ASYNC_END;
}

/* try: async with TaskGroup(): … except: …; and then goes on. */
static async guard_group(const struct group_case *c)
{
	static const struct napper after = {.name = "after", .ms = 5};
	enum status err;

	ASYNC();
	AWAIT_CATCH_ALL(err, have_group(c));
	say("%s", status_name(err));
	AWAIT(nap(&after));
	ASYNC_END;
}
ASYNC_ENTRY(guard_group, const struct group_case *);

static const struct group_case cases[] = {
	{"all well", {{.name = "a", .ms = 30}, {.name = "b", .ms = 20}}, {.name = "block", .ms = 10}, 0, 0,
		"block b a ok after", ASYNC_OK, 35, 0},
	{"empty", {{.ms = 0}}, {.name = "block", .ms = 10}, 0, 0, "block ok after", ASYNC_OK, 15, 0},
	{"one fails while the block runs",
		{{.name = "a", .ms = 30, .cleanup_ms = 7}, {.name = "b", .ms = 20, .outcome = ASYNC_E_STATUS}},
		{.name = "block", .ms = 90}, 0, 0, "b block! a! bad status after", ASYNC_OK, 32, 0},
	{"one fails while the exit waits",
		{{.name = "a", .ms = 30}, {.name = "b", .ms = 20, .outcome = ASYNC_E_STATUS}},
		{.name = "block", .ms = 10}, 0, 0, "block b a! bad status after", ASYNC_OK, 25, 0},
	{"the block fails", {{.name = "a", .ms = 30}}, {.name = "block", .ms = 10, .outcome = ASYNC_E_PAYLOAD}, 0, 0,
		"block a! bad payload after", ASYNC_OK, 15, 0},
	{"two fail: the first is told",
		{{.name = "a", .ms = 20, .outcome = ASYNC_E_STATUS},
			{.name = "b", .ms = 30, .swallows = true, .outcome = ASYNC_E_PAYLOAD}},
		{.name = "block", .ms = 90}, 0, 0, "a b! block! bad status after", ASYNC_OK, 25, 0},
	{"the parent is cancelled", {{.name = "a", .ms = 30}, {.name = "b", .ms = 40}}, {.name = "block", .ms = 50}, 0,
		20, "block! a! b! cancelled after", ASYNC_OK, 25, 1},
	{"… while the exit waits", {{.name = "a", .ms = 30}}, {.name = "block", .ms = 10}, 0, 20,
		"block a! cancelled after", ASYNC_OK, 25, 1},
	{"… after one has failed: the error is told, the cancel at the next await",
		{{.name = "a", .ms = 30, .cleanup_ms = 20}, {.name = "b", .ms = 10, .outcome = ASYNC_E_STATUS}},
		{.name = "block", .ms = 5}, 0, 20, "block b a! bad status after!", ASYNC_CANCELLED, 30, 1},
	{"nobody joins one that is shutting down",
		{{.name = "a", .ms = 10, .outcome = ASYNC_E_STATUS}, {.ms = 0}, {.name = "late", .ms = 1}},
		{.name = "block", .ms = 90}, 2, 0, "a block! invalid request bad status after", ASYNC_OK, 15, 0},
};

static void run_case(const struct group_case *c)
{
	struct canceller canceller;
	struct task t = {0};
	int begin = now_ms();

	task_start(&t, "parent", guard_group, c);
	if (c->cancel_ms)
		cancel_at(&canceller, &t, begin + c->cancel_ms);
	drive();
	if (t.result != c->result || now_ms() - begin != c->end_ms)
		fail_msg("%s: %s at %d ms", c->what, status_name(t.result), now_ms() - begin);
	assert_int_equal(t.cancelling, c->cancelling);
	assert_said(c->said);
}

static void one_failure_ends_all(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		run_case(&cases[i]);
}

/* ---- L4: more than one error ---- */

static async fail_at(int ms, enum status error)
{
	enum status err;

	ASYNC();
	AWAIT_CATCH_ALL(err, sleep_for(ms * NS_PER_MS)); /* it swallows its cancel */
	(void)err;
	ASYNC_RAISE(async_error(error, "at %d", ms));
	ASYNC_END;
}
ASYNC_ENTRY(fail_at, int, enum status);

static async fail_together(struct task_group *group, struct set_task tasks[2], enum status block)
{
	ASYNC();
	ASYNC_WITH(task_group_enter(group)) {
		AWAIT(task_group_start(group, &tasks[0], "first", fail_at, 10, ASYNC_E_STATUS));
		AWAIT(task_group_start(group, &tasks[1], "second", fail_at, 20, ASYNC_E_PAYLOAD));
		AWAIT(fail_at(30, block));
	} ASYNC_EXIT(task_group_exit(group, ASYNC_RAISED));
	ASYNC_END;
}

static async have_errors(enum status block, bool looks)
{
	static struct set_task tasks[2];
	static struct task_group group;
	enum status err;

	ASYNC();
	AWAIT_CATCH_ALL(err, fail_together(&group, tasks, block));
	say("%s: %s", status_name(err), async_error_text(err));
	if (looks) {
		err = task_result(&tasks[1].task);
		say("%s: %s; %s", status_name(err), async_error_text(err), status_name(group.raised));
	}
	ASYNC_END;
}
ASYNC_ENTRY(have_errors, enum status, bool);

static int with_errors(enum status block, bool looks)
{
	char text[256];

	loop_open(LOOP_VIRTUAL);
	(void)!async_run(have_errors, block, looks);
	take_said(text, sizeof text);
	fprintf(stderr, "%s\n", text);
	return 0;
}

static int look_at_none(void)
{
	return with_errors(ASYNC_E_CLOSED, false);
}

static int look_at_all(void)
{
	return with_errors(ASYNC_E_STATUS, true);
}

static void L4_an_error_behind_the_first_is_reported(void **state)
{
	struct child_end end;

	(void)state;
	in_child(look_at_none, &end);
	assert_non_null(strstr(end.text, "bad status: at 10\n"));
	assert_non_null(strstr(end.text, "error that nobody looked at: bad payload, from "));
	assert_non_null(strstr(end.text, "error in whose place another was told: closed, from "));
	assert_null(strstr(end.text, "error that nobody looked at: bad status"));
}

static void L4_an_error_behind_the_first_can_be_looked_at(void **state)
{
	struct child_end end;

	(void)state;
	in_child(look_at_all, &end);
	assert_non_null(strstr(end.text, "bad status: at 10 bad payload: at 20; bad status\n"));
	assert_null(strstr(end.text, "forgotten"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		/* First: a child takes over what was forgotten so far. */
		CLOSED(L4_an_error_behind_the_first_is_reported),
		CLOSED(L4_an_error_behind_the_first_can_be_looked_at),
		FRESH(one_failure_ends_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
