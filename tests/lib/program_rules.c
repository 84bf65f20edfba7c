/* program_rules.c - what must hold in every program, whatever it does. */
#include "tests/lib/program.h"

void program_check(bool holds, const char *rule)
{
	if (!holds && !program.broken)
		program.broken = rule;
}

void program_check_step(void)
{
	for (unsigned i = 0; i < THINGS; i++) {
		const struct permits *p = &program.permits[i];
		const struct pipe *q = &program.pipes[i];

		program_check(p->semaphore.value + p->semaphore.called + p->held == p->initial,
			"a permit was lost or doubled");
		program_check(q->count == q->queue.count && q->put == q->got + q->dropped + q->count,
			"a queue's item was lost or doubled");
	}
}

/* A task that waits and was not cancelled. */
static bool is_waiting(const struct list *line)
{
	for (const struct list *l = line->next; l && l != line; l = l->next) /* all zero: an empty queue */
		if (container_of(l, const struct wait_place, link)->wait.task)
			return true;
	return false;
}

void program_check_waits(void)
{
	for (unsigned i = 0; i < THINGS; i++) {
		const struct semaphore *s = &program.permits[i].semaphore;
		const struct event *e = &program.signals[i].event;
		const struct queue *q = &program.pipes[i].queue;

		program_check(
			!s->value || !is_waiting(&s->waiting), "somebody waits for a permit that is free");
		program_check(
			!e->is_set || !is_waiting(&e->waiting), "somebody waits for an event that is set");
		program_check(
			!q->count || !is_waiting(&q->getters), "somebody waits for an item that is there");
		program_check(q->count == q->room || !is_waiting(&q->putters),
			"somebody waits for room that is there");
		program_check(!q->is_shut || (!is_waiting(&q->getters) && !is_waiting(&q->putters)),
			"somebody waits at a queue that is shut");
	}
}

void program_check_end(void)
{
	for (unsigned i = 0; i < THINGS; i++) {
		program_check(program.permits[i].semaphore.value == program.permits[i].initial,
			"a permit is not back");
		program_check(list_empty(&program.permits[i].semaphore.waiting) &&
				      list_empty(&program.signals[i].event.waiting) &&
				      list_empty(&program.pipes[i].queue.getters) &&
				      list_empty(&program.pipes[i].queue.putters),
			"somebody was left in a line");
	}
	for (unsigned i = 0; i < program.spawned; i++)
		program_check(program.workers[i].task.state == TASK_DONE, "a worker has not ended");
	program_check(list_empty(&task_all), "a task was left");
	program_check(loop.timers.count == 0, "a timer was left");
	program_check(loop.nready == 0, "a callback was left");
}
