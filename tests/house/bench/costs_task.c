/* costs_task.c - one round of each thing that tasks do. Many at a time, so that what a turn of the loop costs
 * by itself is spread thin. */
#include "coro/many/locks.h"
#include "coro/task.h"
#include "tests/house/bench/costs.h"

static struct task crew[CREW];
static struct semaphore permits[CREW];
static long handed;
static bool over;
static const struct wait_kind waits_for_ever = {.what = "nothing"};

static async yield_for_ever(void)
{
	ASYNC(struct wait wait);
	for (;;)
		AWAIT(task_suspend_turn(&my->wait));
	ASYNC_END;
}
ASYNC_ENTRY(yield_for_ever);

static async survive(void)
{
	enum status err;

	ASYNC(struct wait wait);
	while (!over)
		AWAIT_CATCH_ALL(err, task_suspend(&my->wait, &waits_for_ever));
	(void)err;
	ASYNC_END;
}
ASYNC_ENTRY(survive);

/* Two share one permit, which is given when both wait: who gives it back goes to the end of the line. */
static async share(struct semaphore *permit)
{
	ASYNC();
	for (;;) {
		AWAIT(semaphore_acquire(permit));
		handed++;
		semaphore_release(permit);
	}
	ASYNC_END;
}
ASYNC_ENTRY(share, struct semaphore *);

/* Starts so many tasks, of which i is the number, and lets them run to their first wait. */
#define HIRE(size, ...)                                                                                      \
	for (int i = 0; i < (size); i++)                                                                     \
		task_start(&crew[i], "worker", __VA_ARGS__);                                                 \
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
			task_cancel(&crew[i]);
		loop_run_once();
	}
	return dismiss(costs_end(costs_steps));
}

double cost_hand_over(int size)
{
	for (int i = 0; i < size; i++)
		semaphore_init(&permits[i], 0);
	HIRE(2 * size, share, &permits[i / 2]);
	for (int i = 0; i < size; i++)
		semaphore_release(&permits[i]);
	handed = 0;
	costs_begin();
	while (handed < costs_steps)
		loop_run_once();
	return dismiss(costs_end(costs_steps));
}

/* ---- awaits ---- */

static async child(void)
{
	ASYNC();
	ASYNC_END;
}
ASYNC_ENTRY(child);

/* The first await is not timed: after it the stack has its size. */
static async await_children(double *ns)
{
	ASYNC(long left);
	AWAIT(child());
	costs_begin();
	for (my->left = costs_steps; my->left > 0; my->left--)
		AWAIT(child());
	*ns = costs_end(costs_steps);
	ASYNC_END;
}
ASYNC_ENTRY(await_children, double *);

static async await_finished(struct task *finished, double *ns)
{
	ASYNC(long left);
	AWAIT(task_await(finished));
	costs_begin();
	for (my->left = costs_steps; my->left > 0; my->left--)
		AWAIT(task_await(finished));
	*ns = costs_end(costs_steps);
	ASYNC_END;
}
ASYNC_ENTRY(await_finished, struct task *, double *);

static void create_children(int size)
{
	HIRE(size, child);
}

double cost_create(int size)
{
	create_children(size); /* from now on there are stacks for so many */
	costs_begin();
	for (long done = 0; done < costs_steps; done += size)
		create_children(size);
	return costs_end(costs_steps);
}

double cost_await(int size)
{
	struct task parent = {0};
	double ns = 0;

	(void)size;
	task_start(&parent, "parent", await_children, &ns);
	loop_run_once();
	return ns;
}

double cost_await_finished(int size)
{
	struct task parent = {0};
	double ns = 0;

	create_children(size);
	task_start(&parent, "parent", await_finished, &crew[0], &ns);
	loop_run_once();
	return ns;
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
