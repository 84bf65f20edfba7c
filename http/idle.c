/* idle.c - idle connections: handed out youngest first, thrown away oldest first. */
#include "http/pool.h"

static void leave_idle(struct pooled *p)
{
	list_remove(&p->idle);
	p->pool->nidle--;
	p->conn.stream.io.on_event = NULL;
}

static void discard_idle(struct pooled *p)
{
	leave_idle(p);
	pool_discard(p);
}

static struct pooled *oldest(struct pool *self)
{
	return container_of(self->idle.next, struct pooled, idle);
}

void idle_discard_oldest(struct pool *self)
{
	discard_idle(oldest(self));
}

/* ---- too old, or closed by the peer ---- */

static void look_at_idle(struct timer *t)
{
	struct pool *self = container_of(t, struct pool, look);
	struct list *next;

	for (struct list *l = self->idle.next; l != &self->idle; l = next) {
		struct pooled *p = container_of(l, struct pooled, idle);

		next = l->next;
		if (p->idle_since + POOL_IDLE_S * NS_PER_S <= loop.now || !idle_is_sound(p))
			discard_idle(p);
	}
	if (!list_empty(&self->idle)) /* again when the oldest one's time is up */
		timer_start(t, oldest(self)->idle_since + POOL_IDLE_S * NS_PER_S, look_at_idle);
}

/* It is called while the loop collects events, so the look comes later: in the next turn. */
static void idle_event(struct io *io)
{
	struct pooled *p = container_of(io, struct pooled, conn.stream.io);

	timer_cancel(&p->pool->look);
	timer_start(&p->pool->look, loop.now, look_at_idle);
}

/* ---- out and in ---- */

struct pooled *idle_take(struct pool *self, const struct origin *origin)
{
	struct list *next;

	for (struct list *l = self->idle.prev; l != &self->idle; l = next) {
		struct pooled *p = container_of(l, struct pooled, idle);

		next = l->prev;
		if (p->origin != origin)
			continue;
		if (idle_is_sound(p)) {
			leave_idle(p);
			return p;
		}
		discard_idle(p);
	}
	return NULL;
}

/* May p be used again? Usually that costs no system call: the last read came short, so it emptied the
 * socket and cleared its sticky bit; what comes later sets it again. But OpenSSL may hold a record of which
 * no event will tell. And no event has told yet of bytes that came after the read but before the loop slept.
 * A millisecond later these are worth a look; sooner, they are no likelier than an end that is still on its
 * way, which no look would see. */
bool idle_is_sound(struct pooled *p)
{
	bool unsure = p->conn.stream.io.watch.ready & (LOOP_READ | LOOP_HUP);

	unsure = unsure || p->conn.buffer || (p->conn.ssl && SSL_has_pending(p->conn.ssl));
	unsure = unsure || (p->idle_since == loop.now && clock_now() - p->conn.heard > NS_PER_MS);
	return !unsure || conn_is_quiet(&p->conn);
}

void idle_keep(struct pooled *p)
{
	struct pool *self = p->pool;

	p->idle_since = loop.now;
	p->conn.stream.io.on_event = idle_event;
	list_append(&self->idle, &p->idle);
	self->nidle++;
	if (!self->look.place)
		timer_start(&self->look, loop.now + POOL_IDLE_S * NS_PER_S, look_at_idle);
}
