/* costs_task.c - one round of each thing that tasks do. Many at a time, so that what a turn of the loop costs
 * by itself is spread thin. */
#include "coro/sync.h"
#include "coro/task.h"
#include "tests/bench/costs.h"

static struct worker {
	struct coro coro;
	struct task task;
	struct waiter wait;
	struct semaphore *permits;
	struct semaphore_wait permit;
} crew[CREW];

static struct semaphore permits[CREW];
static long handed;
static bool over;
static const struct wait_kind waits_for_ever = {.what = "nothing"};

static async yield_for_ever(struct worker *self)
{
	ASYNC_BEGIN(self);
	for (;;)
		AWAIT(suspend_turn(&self->wait));
	ASYNC_END;
}
ASYNC_TASK(yield_for_ever);

static async survive(struct worker *self)
{
	enum status err;

	ASYNC_BEGIN(self);
	while (!over)
		AWAIT_CATCH(err, suspend(&self->wait, &waits_for_ever));
	(void)err;
	ASYNC_END;
}
ASYNC_TASK(survive);

/* Two share one permit, which is given when both wait: who gives it back goes to the end of the line. */
static async share(struct worker *self)
{
	ASYNC_BEGIN(self);
	for (;;) {
		AWAIT(semaphore_acquire(&self->permit, self->permits));
		handed++;
		semaphore_release(self->permits);
	}
	ASYNC_END;
}
ASYNC_TASK(share);

/* Creates so many tasks, and lets them run to their first wait. */
#define HIRE(size, fn)                                                                                       \
	for (int i_ = 0; i_ < (size); i_++) {                                                                \
		crew[i_] = (struct worker){.permits = &permits[i_ / 2]};                                     \
		task_create(&crew[i_].task, fn, &crew[i_], "worker");                                        \
	}                                                                                                    \
	loop_run_once()

static double dismiss(double ns)
{
	over = true;
	for (struct list *l = task_all.next; l != &task_all; l = l->next)
		task_cancel(container_of(l, struct task, all));
	while (!list_empty(&task_all))
		loop_run_once();
	over = false;
	return ns;
}

double cost_switch(int size)
{
	HIRE(size, yield_for_ever);
	costs_begin();
	for (long done = 0; done < costs_steps; done += size)
		loop_run_once();
	return dismiss(costs_end(costs_steps));
}

double cost_cancel(int size)
{
	HIRE(size, survive);
	costs_begin();
	for (long done = 0; done < costs_steps; done += size) {
		for (int i = 0; i < size; i++)
			task_cancel(&crew[i].task);
		loop_run_once();
	}
	return dismiss(costs_end(costs_steps));
}

double cost_hand_over(int size)
{
	for (int i = 0; i < size; i++)
		semaphore_init(&permits[i], 0);
	HIRE(2 * size, share);
	for (int i = 0; i < size; i++)
		semaphore_release(&permits[i]);
	handed = 0;
	costs_begin();
	while (handed < costs_steps)
		loop_run_once();
	return dismiss(costs_end(costs_steps));
}

/* ---- awaits ---- */

static struct child {
	struct coro coro;
} children[CREW];

static struct parent {
	struct coro coro;
	struct task task;
	struct child child;
	struct task_wait awaiting;
	long left;
	double ns;
} parent;

static async child(struct child *self)
{
	ASYNC_BEGIN(self);
	ASYNC_END;
}
ASYNC_TASK(child);

static async await_children(struct parent *self)
{
	ASYNC_BEGIN(self);
	costs_begin();
	for (self->left = costs_steps; self->left > 0; self->left--)
		AWAIT(child(&self->child));
	self->ns = costs_end(costs_steps);
	ASYNC_END;
}
ASYNC_TASK(await_children);

static async await_finished(struct parent *self)
{
	ASYNC_BEGIN(self);
	costs_begin();
	for (self->left = costs_steps; self->left > 0; self->left--)
		AWAIT(task_await(&self->awaiting, &crew[0].task));
	self->ns = costs_end(costs_steps);
	ASYNC_END;
}
ASYNC_TASK(await_finished);

static void create_children(int size)
{
	for (int i = 0; i < size; i++) {
		children[i] = (struct child){0};
		task_create(&crew[i].task, child, &children[i], "child");
	}
	loop_run_once();
}

double cost_create(int size)
{
	costs_begin();
	for (long done = 0; done < costs_steps; done += size)
		create_children(size);
	return costs_end(costs_steps);
}

double cost_await(int size)
{
	(void)size;
	parent = (struct parent){0};
	task_create(&parent.task, await_children, &parent, "parent");
	loop_run_once();
	return parent.ns;
}

double cost_await_finished(int size)
{
	create_children(size);
	parent = (struct parent){0};
	task_create(&parent.task, await_finished, &parent, "parent");
	loop_run_once();
	return parent.ns;
}

double cost_hooks(int size)
{
	struct task t = {0};

	(void)size;
	costs_begin();
	for (long i = 0; i < costs_steps; i++) {
		co_suspended(&t);
		co_resumed(&t);
	}
	return costs_end(costs_steps);
}
