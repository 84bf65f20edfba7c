/* pool.c - which request gets which connection, and when one more is opened.
 *
 * A request that finds no idle connection stands in its host's line, and a task begins to open one, if
 * fewer are being opened for that host than stand in its line. The task belongs to the pool, not to the
 * request: whatever becomes free, a new connection or one that another request gives back, goes to the first
 * in line, or to the idle ones if the line is empty. So a pool grows only while it is too small. */
#include "http/pool.h"

#include <stdlib.h>

void pool_discard(struct pooled *p)
{
	p->pool->nopen--;
	conn_close(&p->conn);
	free(p);
}

/* ---- the line ---- */

/* The first request in that origin's line; kept: the first that would take a connection that was used
 * before. */
static struct pool_wait *first_in_line(struct origin *origin, bool kept)
{
	for (struct list *l = list_first(&origin->wanting); l != &origin->wanting; l = l->next) {
		struct pool_wait *w = container_of(l, struct pool_wait, link);

		if (!kept || !w->fresh)
			return w;
	}
	return NULL;
}

static bool stands_in_line(const struct pool_wait *w)
{
	return w->link.next;
}

static void leave_line(struct pool_wait *w, struct origin *origin)
{
	list_remove(&w->link);
	origin->nwanting--;
}

/* The request owns p from now on. If it was cancelled in the meantime, it passes p on. */
static void give(struct pool_wait *w, struct origin *origin, struct pooled *p, enum status err)
{
	leave_line(w, origin);
	w->got = p;
	w->err = err;
	/* Who runs next: the caller goes on; pool_get, in that request's task, runs later. */
	task_wake(&w->wait);
}

/* ---- one more ---- */

static void grow_pool(struct pool *self, struct origin *origin);

/* Who is told of this attempt's outcome? A failure is told only to a request that stood in line when the
 * attempt began. A request that came later gets an attempt of its own. */
static struct pool_wait *who_is_told(const struct opening *o)
{
	struct pool_wait *first = first_in_line(o->p->origin, false);

	return first && o->task.result && first->since > o->begun ? NULL : first;
}

static void opening_ended(struct task_link *l)
{
	struct opening *o = container_of(l, struct opening, ended);
	struct pool_wait *first = who_is_told(o);
	enum status err = o->task.result;
	struct pooled *p = o->p;
	struct pool *self = p->pool;
	struct origin *origin = p->origin;

	task_see(&o->task); /* the request that is given p is told of its error */
	list_remove(&o->link);
	self->nopening--;
	origin->nopening--;
	if (first)
		give(first, origin, p, err);
	else if (err)
		pool_discard(p);
	else
		pool_put(self, p);
	free(o);
	task_wake(&self->closing); /* session_close, if it waits: it looks whether this was the last one */
	grow_pool(self, origin);
}

ASYNC_ENTRY(connect_host, struct conn *, struct host *, const struct connect_options *);

/* False: no memory. If more than the limit would be open, the oldest idle one is closed for it. */
static bool start_opening(struct pool *self, struct origin *origin)
{
	struct opening *o = calloc(1, sizeof *o);
	struct pooled *p = calloc(1, sizeof *p);

	if (!o || !p) {
		free(o);
		free(p);
		return false;
	}
	p->pool = self;
	p->origin = origin;
	p->conn.pool = &self->buffers;
	if (++self->nopen > self->limit && self->nidle > 0)
		idle_discard_oldest(self);
	o->p = p;
	o->begun = loop.now;
	self->nopening++;
	origin->nopening++;
	list_append(&self->opening, &o->link);
	task_start(&o->task, origin->host.name, connect_host, &p->conn, &origin->host, self->connect);
	task_link(&o->ended, &o->task, opening_ended);
	return true;
}

/* Opens as many connections as are wanted and allowed. The hosts take turns, so that one that does not answer
 * cannot use up all the attempts. */
static void grow_pool(struct pool *self, struct origin *origin)
{
	struct pool_wait *first;

	if (!origin->hungry.next)
		list_append(&self->hungry, &origin->hungry);
	while (self->nopening < POOL_OPENING && !list_empty(&self->hungry)) {
		origin = container_of(self->hungry.next, struct origin, hungry);
		list_remove(&origin->hungry);
		first = first_in_line(origin, false);
		if (!first || origin->nopening >= origin->nwanting || self->is_closing)
			continue;
		if (!start_opening(self, origin))
			give(first, origin, NULL, ASYNC_E_SYSTEM);
		list_append(&self->hungry, &origin->hungry);
	}
}

/* ---- the whole ---- */

void pool_init(struct pool *self, unsigned limit, const struct connect_options *connect)
{
	*self = (struct pool){.limit = limit, .connect = connect};
	list_init(&self->idle);
}

void pool_stop(struct pool *self)
{
	self->is_closing = true;
	for (struct list *l = list_first(&self->opening); l != &self->opening; l = l->next)
		task_cancel(&container_of(l, struct opening, link)->task); /* opening_ended frees it, later */
}

void pool_close(struct pool *self)
{
	timer_cancel(&self->look);
	while (self->nidle > 0)
		idle_discard_oldest(self);
	buffer_pool_free(&self->buffers);
}

/* ---- out and in ---- */

/* The request was cancelled after it had been given a connection: that goes to the next, or away. */
static void pass_on(struct pool *self, struct pool_wait *w)
{
	if (w->got && w->err)
		pool_discard(w->got);
	else if (w->got)
		pool_put(self, w->got);
	w->got = NULL;
}

static const struct wait_kind waits_for_connection = {
	.what = "a free connection, or a new one", .by_worker = true};

async pool_get(struct pool *self, struct origin *origin, bool fresh, struct pooled **got)
{
	enum status err;

	ASYNC(struct pool_wait in);
	*got = NULL;
	my->in.since = loop.now;
	my->in.fresh = fresh;
	origin->nwanting++;
	list_append(&origin->wanting, &my->in.link);
	grow_pool(self, origin);
	if (!stands_in_line(&my->in))
		ASYNC_RAISE(my->in.err); /* no memory: there was nothing to wait for */
	AWAIT_CATCH_ALL(err, task_suspend(&my->in.wait, &waits_for_connection)); /* others run until give */
	if (stands_in_line(&my->in)) /* it was cancelled there */
		leave_line(&my->in, origin);
	else if (err)
		pass_on(self, &my->in);
	*got = my->in.got;
	ASYNC_RAISE(err ? err : my->in.err);
	ASYNC_END;
}

void pool_put(struct pool *self, struct pooled *p)
{
	struct pool_wait *first = first_in_line(p->origin, true);

	p->kept = true;
	if (!idle_is_sound(p) || (!first && self->nopen > self->limit))
		pool_discard(p);
	else if (first)
		give(first, p->origin, p, ASYNC_OK);
	else
		idle_keep(p);
}
