/* program_things.c - what the workers of a random program do with semaphores, events and queues, and what
 * must hold there: arrival decides, and nothing is lost or doubled. */
#include "tests/lib/program.h"

#include <string.h>

/* ---- semaphore ---- */

static struct permits *permits_of(const struct step *self)
{
	return &program.permits[self->op->thing];
}

static void note_permit(const struct step *self, unsigned ticket)
{
	struct permits *p = permits_of(self);

	p->held++;
	program_check(program.shuffled || ticket > p->served, "a permit was not given in order of arrival");
	p->served = ticket;
	program_trace("%u has a permit", self->worker->number);
}

static async give_permit_back(struct step *self)
{
	permits_of(self)->held--;
	return semaphore_exit(&permits_of(self)->semaphore);
}

async op_lock(struct step *self)
{
	ASYNC(unsigned ticket);
	my->ticket = ++permits_of(self)->tickets;
	ASYNC_WITH(semaphore_acquire(&permits_of(self)->semaphore)) {
		note_permit(self, my->ticket);
		AWAIT(program_inner(self));
	} ASYNC_EXIT(give_permit_back(self));
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
	struct signal *s = signal_of(self);

	ASYNC(unsigned ticket);
	if (!s->event.is_set)
		my->ticket = ++s->tickets;
	AWAIT(event_wait(&s->event));
	if (my->ticket) {
		program_check(program.shuffled || my->ticket > s->served,
			"an event did not wake in order of arrival");
		s->served = my->ticket;
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
	long *item = &self->worker->items[self->at];

	ASYNC();
	*item = self->worker->number * OPERATIONS + self->at;
	AWAIT(queue_put(&p->queue, item));
	program_check(p->count < p->queue.room, "a queue holds more than it has room for");
	p->put++;
	p->items[p->count++ % ROOM] = item;
	ASYNC_END;
}

async op_get(struct step *self)
{
	struct pipe *p = pipe_of(self);

	ASYNC(void *got);
	AWAIT(queue_get(&p->queue, &my->got));
	program_check(p->count > 0 && my->got == p->items[0], "a queue's items did not come in order");
	p->got++;
	p->count--;
	memmove(p->items, p->items + 1, sizeof p->items - sizeof p->items[0]);
	self->value = *(long *)my->got;
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
