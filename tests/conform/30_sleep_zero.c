/* sleep(0), or of less, is one turn for all who are ready: no more, and no less; a cancel reaches it too. */
#include "tests/conform/conform.h"

struct work {
	struct coro coro;
	struct sleep sleep;
	const char *name;
	int ms, i;
	enum status err;
};

static async work(struct work *self)
{
	ASYNC_BEGIN(self);
	for (self->i = 0; self->i < 3; self->i++) {
		say("%s%d", self->name, self->i);
		AWAIT_CATCH(self->err, sleep_ms(&self->sleep, self->ms));
	}
	say("%s: %s", self->name, status_name(self->err));
	ASYNC_END;
}
ASYNC_TASK(work);

struct async_main {
	struct coro coro;
	struct work works[3];
	struct task tasks[3];
	struct set_link links[3];
	struct task_set set;
	struct sleep sleep;
	int i;
};

static async async_main(struct async_main *self)
{
	static const char *const names[] = {"A", "B", "C"};
	static const int ms[] = {0, -10, 0};

	ASYNC_BEGIN(self);
	task_set_init(&self->set);
	for (int i = 0; i < 3; i++) {
		self->works[i] = (struct work){.name = names[i], .ms = ms[i]};
		task_create(&self->tasks[i], work, &self->works[i], "work");
		task_set_add(&self->set, &self->links[i], &self->tasks[i]);
	}
	for (self->i = 0; self->i < 3; self->i++) {
		say("main%d", self->i);
		AWAIT(sleep_ms(&self->sleep, 0));
	}
	task_cancel(&self->tasks[1]);
	AWAIT(gather(&self->set));
	say("done");
	ASYNC_END;
}
RUN_MAIN;
