/* world_loop.c - what the loop itself asks: the time, and which watches became ready in which turn. */
#include "loop/world.h"

#include <stdlib.h>

static struct {
	struct watched {
		struct watch *watch; /* NULL: not any more */
		void (*on_ready)(struct watch *);
	} *at; /* by number, which begins at 1 */
	uint32_t count, room;
} watches;

static int64_t told_time; /* the last */

/* ---- the plain questions ---- */

int64_t world_tell(const char *what, int64_t of, int64_t is)
{
	world_begin(what, of);
	world_field("is", &is);
	world_end();
	return is;
}

bool world_flag(const char *what, int64_t of, bool is)
{
	if (world_replays())
		is = world_is_next(what, of);
	return is && world_tell(what, of, 1);
}

int64_t world_clock(int64_t now)
{
	return told_time = world_tell("clock", 0, now);
}

int64_t world_stamp(int64_t now)
{
	if (!world_replays() || world_is_next("stamp", 0))
		told_time = world_tell("stamp", 0, now);
	return told_time;
}

/* ---- watches ---- */

/* One event of a wait; replaying, both are learnt. The bits are all that the watch has then: so it does not
 * matter which of them were news. */
static void pass_event(int64_t number, int64_t bits)
{
	struct watched *which;

	world_begin("ready", 0);
	world_field("watch", &number);
	world_field("is", &bits);
	world_end();
	if (number < 1 || number > watches.count || !watches.at[number - 1].watch)
		world_mismatch("no such watch");
	which = &watches.at[number - 1];
	which->watch->ready = (unsigned)bits;
	which->on_ready(which->watch);
}

/* Recording, this is every watch's on_ready: the backend calls it, and it calls the real one. */
static void write_event(struct watch *w)
{
	pass_event(w->number, w->ready);
}

int world_watch(struct watch *w, int err)
{
	if (watches.count == watches.room) {
		watches.room = watches.room ? 2 * watches.room : 64;
		watches.at = realloc(watches.at, watches.room * sizeof *watches.at);
		if (!watches.at)
			loop_fatal("no memory for a watch");
	}
	watches.at[watches.count++] = (struct watched){w, w->on_ready};
	w->number = watches.count;
	if (!world_replays())
		w->on_ready = write_event;
	return (int)world_tell("watch", w->number, err);
}

void world_unwatch(struct watch *w)
{
	watches.at[w->number - 1].watch = NULL;
}

int world_wait(int64_t sleep)
{
	int64_t events = 0;

	if (!world_replays())
		events = backend_wait(loop.backend, sleep);
	else
		while (world_is_next("ready", 0))
			pass_event(0, 0);
	return (int)world_tell("wait", sleep, events);
}

void world_loop_close(void)
{
	free(watches.at);
	watches.at = NULL;
	watches.count = watches.room = 0;
}
