/* lunch.c - the article's lunch: one waiter, many guests, some chefs. In the first lunch the waiter stands
 * and waits for each dish, in the second he does not.
 *
 * This file has no scheduler and no clock of its own: each guest's order is a coroutine, and the waiter is
 * the event loop that runs it. */
#include "demo/restaurant/lunch.h"
#include "coro/many/gather.h"
#include "coro/many/locks.h"
#include "coro/run.h"
#include "coro/timeout.h"
#include "coro/watch/debug.h"
#include "loop/watch/record.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { GUEST_NAME_MAX = 32, ODD_GUEST = 2 };

struct guest {
	int64_t order, cook, patient;  /* ns */
	bool by_waiter, burns, leaves; /* the waiter cooks; the dish is spoilt; the guest leaves early */
	struct set_task worker;
	struct timer leaving;
	char name[GUEST_NAME_MAX];
};

/* Records where the order ends and the dish begins: in a synchronous lunch no other event is in between. */
static void note_order(void)
{
	if (!loop.record)
		return;
	record_begin("ordered", task_running->id);
	record_end();
}

/* One order. Synchronously the waiter cooks, or stands and waits: for the other guests that is the same,
 * since the loop cannot go on until this function returns. Asynchronously it returns at the await, and the
 * loop goes on. A chef is the far end, not a thread: a permit to wait. */
static async guest(struct guest *self, struct semaphore *chefs)
{
	ASYNC(struct timeout patience);
	clock_spend(self->order); /* the waiter listens: no other guest is served meanwhile */
	note_order();
	ASYNC_WITH(timeout_enter(&my->patience, self->patient)) {
		ASYNC_WITH(semaphore_acquire(chefs)) {
			if (self->by_waiter)
				clock_spend(self->cook);
			else
				AWAIT(sleep_for(self->cook));
		} ASYNC_EXIT(semaphore_exit(chefs));
	} ASYNC_EXIT(timeout_exit(&my->patience, ASYNC_RAISED));
	ASYNC_RAISE(self->burns ? ASYNC_E_PAYLOAD : ASYNC_OK);
	ASYNC_END;
}
ASYNC_ENTRY(guest, struct guest *, struct semaphore *);

static void leave(struct timer *timer)
{
	task_cancel(&container_of(timer, struct guest, leaving)->worker.task);
}

/* Makes the guest's order a task, which runs when its turn comes. */
static void seat(struct guest *g, struct task_set *inside, struct semaphore *chefs)
{
	task_set_start(inside, &g->worker, g->name, guest, g, chefs);
	if (g->leaves)
		timer_start(&g->leaving, clock_after(g->order + g->cook / 2), leave);
}

/* Lets the guests in, one by one. Without the await in the loop, all orders would be taken in one turn, and
 * the first dish would stand on the counter until the last guest has ordered: the loop looks at the clock
 * only between two turns. */
static async door(struct guest *guests, long count, long nchefs)
{
	ASYNC(long next; struct task_set inside; struct semaphore chefs);
	task_set_init(&my->inside);
	semaphore_init(&my->chefs, (unsigned)nchefs);
	for (my->next = 0; my->next < count; my->next++) {
		seat(&guests[my->next], &my->inside, &my->chefs);
		AWAIT(sleep_for(0));
	}
	AWAIT(gather_return_exceptions(&my->inside));
	ASYNC_END;
}
ASYNC_ENTRY(door, struct guest *, long, long);

/* ---- the guests, and what they eat ---- */

static const struct dish {
	const char *name;
	int percent; /* of --cook */
} menu[] = {{"soup", 60}, {"salad", 60}, {"pasta", 100}, {"curry", 120}, {"roast", 160}};

enum { DISHES = sizeof menu / sizeof *menu };

int lunch_dish(const char *name)
{
	for (int i = 0; i < DISHES; i++)
		if (strcmp(menu[i].name, name) == 0)
			return menu[i].percent;
	return 0;
}

/* The example generator of the C standard (C11, 7.22.2.2) gives the same dishes on every machine. */
static const struct dish *choose(uint32_t *seed)
{
	*seed = *seed * 1103515245u + 12345u;
	return &menu[(*seed >> 16) % DISHES];
}

static void name_guest(struct guest *g, long i, const char *dish)
{
	static const char *const names[] = {"Ann", "Bob", "Cem", "Dee", "Eli", "Fay", "Gus", "Hal", "Ida",
		"Jan", "Kim", "Leo", "Mia", "Ned", "Ola", "Pam", "Quy", "Ray", "Sue", "Tom"};
	const long count = sizeof names / sizeof *names;
	char number[8] = "";

	if (i >= count)
		snprintf(number, sizeof number, "%ld", i / count + 1);
	snprintf(g->name, sizeof g->name, "%s%s: %s", names[i % count], number, dish);
}

/* Sets what the scene changes for this guest; odd: it is the guest in question. */
static void set_scene(struct guest *g, enum scene_kind scene, int64_t cook, bool odd)
{
	g->burns = odd && scene == SCENE_BURNT;
	g->leaves = odd && scene == SCENE_LEAVES;
	g->by_waiter = g->by_waiter || (odd && scene == SCENE_COOKS);
	g->patient = INT64_MAX;
	if (scene == SCENE_SLOW) {
		g->patient = 3 * cook;
		g->cook = odd ? 6 * cook : g->cook;
	} else if (scene == SCENE_BIG) {
		g->order += g->cook;
		g->cook = 0;
	}
}

static struct guest *invite(const struct lunch *lunch, int way)
{
	struct guest *guests = calloc((size_t)lunch->customers, sizeof *guests);
	uint32_t seed = (uint32_t)lunch->seed;

	for (long i = 0; guests && i < lunch->customers; i++) {
		struct guest *g = &guests[i];
		const struct dish *dish = choose(&seed);
		int percent = lunch->dish ? lunch_dish(lunch->dish) : dish->percent;

		name_guest(g, i, lunch->dish ? lunch->dish : dish->name);
		g->order = lunch->order;
		g->cook = lunch->cook * percent / 100;
		g->by_waiter = way == SYNCHRONOUS;
		set_scene(g, lunch->scene, lunch->cook, i == ODD_GUEST);
	}
	return guests;
}

/* ---- one lunch, one record ---- */

bool lunch_play(const struct lunch *self, int way, FILE *record)
{
	struct guest *guests = invite(self, way);
	int err = guests ? loop_open(LOOP_VIRTUAL) : -ENOMEM;

	if (err) {
		fprintf(stderr, "restaurant: %s\n", strerror(-err));
		free(guests);
		return false;
	}
	/* The loop's debug mode reports a step that delays all others; taking an order is not such a step. */
	unsetenv("LOOP_DEBUG");
	unsetenv("LOOP_SLOW_MS");
	debug_mode.on = self->scene == SCENE_COOKS && way == ASYNCHRONOUS;
	debug_mode.slow = self->order + 1;
	loop.record = record;
	loop.record_seq = 0;
	err = async_run(door, guests, self->customers, self->chefs ? self->chefs : self->customers);
	loop.record = NULL;
	loop_close();
	debug_mode.on = false;
	free(guests);
	return err == ASYNC_OK;
}
