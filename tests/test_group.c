/* test_group.c - asyncio.TaskGroup (rule 22): one failure ends all, the exit waits for all, and the parent's
 * count of cancels is as it was. */
#include "coro/group.h"
#include "coro/run.h"
#include "tests/support.h"

ASYNC_TASK(nap);

enum { MEMBERS = 3 };

struct parent {
	struct coro coro;
	struct task_group group;
	struct napper nappers[MEMBERS];
	struct task tasks[MEMBERS];
	struct group_link links[MEMBERS];
	struct napper block, after; /* in: what the block does, and what comes behind it */
	int late;                   /* in: this member joins when the block was cancelled */
	enum status err, outcome;
};

static async add(struct parent *self, int i)
{
	task_create(&self->tasks[i], nap, &self->nappers[i], self->nappers[i].name);
	return task_group_add(&self->group, &self->links[i], &self->tasks[i]);
}

static async have_group(struct parent *self)
{
	ASYNC_BEGIN(self);
	ASYNC_WITH(task_group_enter(&self->group)) {
		for (int i = 0; i < MEMBERS; i++)
			if (self->nappers[i].name && !(self->late && i == self->late))
				self->err = add(self, i);
		AWAIT_CATCH(self->err, nap(&self->block));
		if (self->err && self->late)
			say("%s", status_name(add(self, self->late)));
		ASYNC_RAISE(self->err);
	} ASYNC_EXIT(task_group_exit(&self->group, ASYNC_RAISED));
	ASYNC_END;
}

struct guarded {
	struct coro coro;
	struct parent parent;
	struct napper after;
	enum status err;
};

/* try: async with TaskGroup(): … except: …; and then goes on. */
static async guard_group(struct guarded *self)
{
	ASYNC_BEGIN(self);
	AWAIT_CATCH(self->err, have_group(&self->parent));
	say("%s", status_name(self->err));
	AWAIT(nap(&self->after));
	ASYNC_END;
}
ASYNC_TASK(guard_group);

struct group_case {
	const char *what;
	struct napper members[MEMBERS], block;
	int late, cancel_ms;
	const char *said;
	enum status result;
	int end_ms, cancelling;
};

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
	static struct guarded f;
	struct canceller canceller;
	struct task t;
	int begin = now_ms();

	f = (struct guarded){.after = {.name = "after", .ms = 5}};
	f.parent.late = c->late;
	f.parent.block = c->block;
	for (int i = 0; i < MEMBERS; i++)
		f.parent.nappers[i] = c->members[i];
	task_create(&t, guard_group, &f, "parent");
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

int main(void)
{
	const struct CMUnitTest tests[] = {FRESH(one_failure_ends_all)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
