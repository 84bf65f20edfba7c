/* program_things.c - what the workers of a random program do with semaphores, events and queues, and what must hold
 * there: arrival decides, and nothing is lost or doubled. */
#include "tests/program.h"

#include <string.h>

/* ---- semaphore ---- */

static struct permits *permits_of(const struct step *self)
{
	return &program.permits[self->op->thing];
}

static void note_permit(struct step *self)
{
	struct permits *p = permits_of(self);

	p->held++;
	program_check(
		program.shuffled || self->ticket > p->served, "a permit was not given in order of arrival");
	p->served = self->ticket;
	program_trace("%u has a permit", self->worker->number);
}

static async give_permit_back(struct step *self)
{
	permits_of(self)->held--;
	return semaphore_exit(&permits_of(self)->semaphore);
}

async op_lock(struct step *self)
{
	ASYNC_BEGIN(self);
	self->ticket = ++permits_of(self)->tickets;
	ASYNC_WITH(semaphore_acquire(&self->permit, &permits_of(self)->semaphore)) {
		note_permit(self);
		AWAIT(program_inner(self));
	}
	ASYNC_EXIT(give_permit_back(self));
	ASYNC_END;
}

/* ---- event ---- */

static struct signal *signal_of(const struct step *self)
{
	return &program.signals[self->op->thing];
}

async op_set(struct step *self)
{
	event_set(&signal_of(self)->event);
	return ASYNC_OK;
}

async op_clear(struct step *self)
{
	event_clear(&signal_of(self)->event);
	return ASYNC_OK;
}

async op_wait_event(struct step *self)
{
	ASYNC_BEGIN(self);
	if (!signal_of(self)->event.is_set)
		self->ticket = ++signal_of(self)->tickets;
	AWAIT(event_wait(&self->place, &signal_of(self)->event));
	if (self->ticket) {
		program_check(program.shuffled || self->ticket > signal_of(self)->served,
			"an event did not wake in order of arrival");
		signal_of(self)->served = self->ticket;
	}
	ASYNC_END;
}

/* ---- queue ---- */

static struct pipe *pipe_of(const struct step *self)
{
	return &program.pipes[self->op->thing];
}

async op_put(struct step *self)
{
	struct pipe *p = pipe_of(self);
	long *item = &self->worker->items[self->op - self->worker->ops];

	ASYNC_BEGIN(self);
	*item = self->worker->number * OPERATIONS + (self->op - self->worker->ops);
	AWAIT(queue_put(&self->item, &p->queue, item));
	program_check(p->count < p->queue.room, "a queue holds more than it has room for");
	p->put++;
	p->items[p->count++ % ROOM] = item;
	ASYNC_END;
}

async op_get(struct step *self)
{
	struct pipe *p = pipe_of(self);

	ASYNC_BEGIN(self);
	AWAIT(queue_get(&self->item, &p->queue, &self->got));
	program_check(p->count > 0 && self->got == p->items[0], "a queue's items did not come in order");
	p->got++;
	p->count--;
	memmove(p->items, p->items + 1, sizeof p->items - sizeof p->items[0]);
	self->value = *(long *)self->got;
	ASYNC_END;
}

async op_shut(struct step *self)
{
	struct pipe *p = pipe_of(self);
	bool at_once = self->op->count % 2;

	queue_shutdown(&p->queue, at_once);
	if (at_once) {
		p->dropped += p->count;
		p->count = 0;
	}
	return ASYNC_OK;
}
