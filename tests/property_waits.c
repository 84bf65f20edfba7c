/* property_waits.c - see property_waits.h. */
#include "tests/property_waits.h"
#include "tests/support.h"

struct semaphore semaphore;
struct event event;
struct queue queue;
int put, got;
static void *slots[1];
static struct napper helpers[HELPERS];
static struct task helper_tasks[HELPERS];

ASYNC_TASK(nap);

static void start_helpers(void)
{
	for (int i = 0; i < HELPERS; i++) {
		helpers[i] = (struct napper){.name = "helper", .ms = 10 * (i + 1), .cleanup_ms = i};
		task_create(&helper_tasks[i], nap, &helpers[i], "helper");
	}
}

static void collect(struct actor *self)
{
	start_helpers();
	task_set_init(&self->set);
	for (int i = 0; i < HELPERS; i++)
		task_set_add(&self->set, &self->links[i], &helper_tasks[i]);
}

/* ---- the waits ---- */

static async sleep_long(struct actor *self)
{
	return sleep_for(&self->sleep, 10 * NS_PER_MS);
}

static async yield(struct actor *self)
{
	return sleep_for(&self->sleep, 0);
}

static async lock(struct actor *self)
{
	ASYNC_BEGIN(self);
	ASYNC_WITH(semaphore_acquire(&self->permit, &semaphore)) {
		AWAIT(sleep_for(&self->sleep, 5 * NS_PER_MS));
	}
	ASYNC_EXIT(semaphore_exit(&semaphore));
	ASYNC_END;
}

static async wait_event(struct actor *self)
{
	return event_wait(&self->place, &event);
}

static async get_item(struct actor *self)
{
	ASYNC_BEGIN(self);
	AWAIT(queue_get(&self->item, &queue, &self->got));
	got++;
	ASYNC_END;
}

static async put_item(struct actor *self)
{
	ASYNC_BEGIN(self);
	AWAIT(queue_put(&self->item, &queue, &put));
	put++;
	ASYNC_END;
}

static async await_helper(struct actor *self)
{
	if (coro_starting)
		start_helpers();
	return task_await(&self->end, &helper_tasks[0]);
}

static async shield_helper(struct actor *self)
{
	if (coro_starting)
		start_helpers();
	return shield(&self->end, &helper_tasks[0]);
}

static async gather_helpers(struct actor *self)
{
	if (coro_starting)
		collect(self);
	return gather(&self->set);
}

static async gather_outcomes(struct actor *self)
{
	if (coro_starting)
		collect(self);
	return gather_return_exceptions(&self->set);
}

static async wait_in_mode(struct actor *self, enum wait_mode mode)
{
	if (coro_starting)
		collect(self);
	return task_set_wait(&self->set, mode, NS_PER_S);
}

static async wait_all(struct actor *self)
{
	return wait_in_mode(self, WAIT_ALL);
}

static async wait_first(struct actor *self)
{
	return wait_in_mode(self, WAIT_FIRST_COMPLETED);
}

static async wait_error(struct actor *self)
{
	return wait_in_mode(self, WAIT_FIRST_ERROR);
}

static async take_as_completed(struct actor *self)
{
	ASYNC_BEGIN(self);
	collect(self);
	task_set_timeout(&self->set, 25 * NS_PER_MS);
	while (task_set_left(&self->set)) {
		AWAIT_CATCH(self->err, as_completed(&self->set, &self->done));
		if (self->err == ASYNC_CANCELLED)
			ASYNC_RAISE(self->err);
	}
	ASYNC_END;
}

static async run_group(struct actor *self)
{
	ASYNC_BEGIN(self);
	start_helpers();
	ASYNC_WITH(task_group_enter(&self->group)) {
		for (int i = 0; i < HELPERS; i++)
			assert_int_equal(
				task_group_add(&self->group, &self->members[i], &helper_tasks[i]), ASYNC_OK);
		AWAIT(sleep_for(&self->sleep, 5 * NS_PER_MS));
	}
	ASYNC_EXIT(task_group_exit(&self->group, ASYNC_RAISED));
	ASYNC_END;
}

static enum status lock_task(void *frame)
{
	return lock(frame);
}

static struct actor locker; /* the frame of what wait_for waits for */

static async wait_for_lock(struct actor *self)
{
	if (coro_starting)
		locker = (struct actor){0};
	return wait_for_old(&self->wait_for, lock, &locker, NS_PER_S);
}

static async nest_timeouts(struct actor *self)
{
	ASYNC_BEGIN(self);
	ASYNC_WITH(timeout_enter(&self->inner, NS_PER_S)) {
		AWAIT(semaphore_acquire(&self->permit, &semaphore));
		semaphore_release(&semaphore);
		AWAIT(sleep_for(&self->sleep, 5 * NS_PER_MS));
	}
	ASYNC_EXIT(timeout_exit(&self->inner, ASYNC_RAISED));
	ASYNC_END;
}

/* ---- who makes their wait end, after 10 ms ---- */

struct partner {
	struct coro coro;
	struct sleep sleep;
	struct queue_wait item;
	bool has_permit, takes, gives;
	void *got;
};

static async help(struct partner *self)
{
	ASYNC_BEGIN(self);
	AWAIT(sleep_for(&self->sleep, 10 * NS_PER_MS));
	event_set(&event);
	event_clear(&event);
	if (self->has_permit)
		semaphore_release(&semaphore);
	if (self->takes) {
		AWAIT(queue_get(&self->item, &queue, &self->got));
		got++;
	}
	if (self->gives) {
		AWAIT(queue_put(&self->item, &queue, &put));
		put++;
	}
	ASYNC_END;
}
ASYNC_TASK(help);

static struct partner partner;
static struct task partner_task;

void partner_start(const struct wait *w)
{
	partner = (struct partner){.has_permit = semaphore.value > 0, .takes = w->takes, .gives = w->gives};
	semaphore.value = 0;
	task_create(&partner_task, help, &partner, "partner");
}

void waits_open(const struct wait *w)
{
	semaphore_init(&semaphore, 1);
	event_init(&event);
	queue_init(&queue, slots, 1);
	got = 0;
	put = w->takes;
	queue.count = w->takes;
}

const struct wait waits[] = {
	{"sleep", sleep_long, 1, false, false},
	{"sleep(0)", yield, 1, false, false},
	{"semaphore", lock, 2, false, false},
	{"event", wait_event, 1, false, false},
	{"queue get", get_item, 1, false, true},
	{"queue put", put_item, 1, true, false},
	{"await", await_helper, 1, false, false},
	{"shield", shield_helper, 1, false, false},
	{"gather", gather_helpers, 1, false, false},
	{"gather_return_exceptions", gather_outcomes, 1, false, false},
	{"wait, all", wait_all, 1, false, false},
	{"wait, first completed", wait_first, 1, false, false},
	{"wait, first error", wait_error, 1, false, false},
	{"as_completed", take_as_completed, 3, false, false},
	{"group", run_group, 2, false, false},
	{"wait_for", wait_for_lock, 2, false, false},
	{"timeout in timeout", nest_timeouts, 2, false, false},
};
const unsigned wait_count = sizeof waits / sizeof waits[0];
