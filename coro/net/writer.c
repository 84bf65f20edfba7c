/* writer.c - what the kernel does not take at once is queued, and sent on whenever it has room again. */
#include "coro/error.h"
#include "coro/net/streams.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct drain { /* one wait for the queue */
	struct wait wait;
	struct list link; /* in c->drains, until its outcome is known */
	const struct conn *c;
	size_t most; /* so many bytes may still be queued then */
	enum status outcome;
};

size_t conn_queued(const struct conn *c)
{
	return c->out_end - c->out_begin;
}

/* ---- the tasks that wait for the queue ---- */

/* Wakes each task for which the queue is short enough now, or will never be. */
static void wake_drains(struct conn *c)
{
	struct list *next;

	c->is_paused = c->is_paused && conn_queued(c) > CONN_LOW_WATER;
	for (struct list *l = list_first(&c->drains); l != &c->drains; l = next) {
		struct drain *d = container_of(l, struct drain, link);

		next = l->next;
		if (!c->out_error && conn_queued(c) > d->most)
			continue;
		d->outcome = c->out_error;
		list_remove(l);
		task_wake(&d->wait); /* who runs next: the task that waited in conn_drain */
	}
}

/* ---- the queue ---- */

/* Gives the queue's buffer back: it is empty, or the connection is broken. */
static void drop_queue(struct conn *c)
{
	if (!c->out)
		return;
	io_count(&c->stream.io, -1);
	c->stream.io.on_event = NULL;
	if (c->sender.run)
		loop_call_off(&c->sender);
	c->sender.run = NULL;
	buffer_return(c->pool, c->out);
	c->out = NULL;
	c->out_begin = c->out_end = 0;
}

static void fail(struct conn *c, enum status err)
{
	c->out_error = err;
	drop_queue(c);
	wake_drains(c);
}

static void no_memory(struct conn *c)
{
	snprintf(c->why, sizeof c->why, "no memory for what is to be sent");
	fail(c, ASYNC_E_SYSTEM);
}

/* Sends as much as the kernel takes, and returns how much. */
static size_t send_some(struct conn *c, const char *bytes, size_t len)
{
	enum tls_outcome outcome = TLS_DONE;
	size_t sent = 0, done;

	while (sent < len && (outcome = conn_try_write(c, bytes + sent, len - sent, &done)) == TLS_DONE)
		sent += done;
	if (outcome != TLS_DONE && !tls_must_wait(outcome))
		fail(c, conn_broken(c, outcome, ASYNC_E_DISCONNECTED));
	return sent;
}

static void send_on(struct handle *h)
{
	struct conn *c = container_of(h, struct conn, sender);
	size_t sent;

	h->run = NULL; /* the loop has taken it out of the ready queue */
	sent = send_some(c, c->out->bytes + c->out_begin, conn_queued(c));
	if (c->out_error) /* fail has dropped the queue */
		return;
	c->out_begin += sent;
	if (!conn_queued(c))
		drop_queue(c);
	if (!c->out && c->has_ended)
		stream_end(&c->stream);
	wake_drains(c);
}

/* Perhaps there is room now. It tries to send whichever event came: TLS may have waited for either direction,
 * and to try costs less than to find out which. */
static void something_happened(struct io *io)
{
	struct conn *c = container_of(io, struct conn, stream.io);

	if (c->sender.run)
		return;
	c->sender.run = send_on;
	loop_call_soon(&c->sender); /* who runs next: send_on, behind the reader if that was woken too */
}

static void enqueue(struct conn *c, const char *bytes, size_t len)
{
	bool is_new = !c->out;
	char *place = buffer_make_room(c->pool, &c->out, &c->out_begin, &c->out_end, len);

	if (is_new && c->out) {
		io_count(&c->stream.io, 1);
		c->stream.io.on_event = something_happened;
	}
	if (!place) {
		no_memory(c);
		return;
	}
	memcpy(place, bytes, len);
	c->out_end += len;
	c->is_paused = c->is_paused || conn_queued(c) > CONN_HIGH_WATER;
}

/* ---- what a program calls ---- */

void conn_write(struct conn *c, const void *bytes, size_t len)
{
	size_t sent = 0;

	if (c->has_ended)
		owner_blame("conn_write: nothing can follow conn_write_eof");
	if (c->out_error || len == 0)
		return;
	if (!c->out)
		sent = send_some(c, bytes, len);
	if (!c->out_error && sent < len)
		enqueue(c, (const char *)bytes + sent, len - sent);
}

void conn_print(struct conn *c, const char *format, ...)
{
	char text[1024], *all = text;
	va_list arguments, again;
	int len;

	va_start(arguments, format);
	va_copy(again, arguments);
	len = vsnprintf(text, sizeof text, format, arguments);
	if (len >= (int)sizeof text && (all = malloc((size_t)len + 1)))
		vsnprintf(all, (size_t)len + 1, format, again);
	va_end(again);
	va_end(arguments);
	if (all && len > 0)
		conn_write(c, all, (size_t)len);
	else if (!all)
		no_memory(c);
	if (all != text)
		free(all);
}

async conn_write_eof(struct conn *c)
{
	if (c->ssl)
		return async_error(ASYNC_E_INVALID, "TLS ends both directions at once");
	if (!c->out && !c->out_error && !c->has_ended)
		stream_end(&c->stream);
	c->has_ended = true;
	return ASYNC_OK;
}

static size_t describe_drain(const struct wait *w, char *text, size_t room)
{
	const struct conn *c = container_of(w, const struct drain, wait)->c;

	return (size_t)snprintf(text, room, "connection %u, room for %zu bytes", c->stream.io.id, conn_queued(c));
}

static const struct wait_kind waits_for_room = {.what = "room to write", .describe = describe_drain};

/* most 0: waits until all is sent. Else: waits for the low-water mark, if the high one was passed. */
static async wait_for_queue(struct conn *c, size_t most)
{
	enum status err;

	ASYNC(struct drain in);
	if (c->out_error || c->fault)
		ASYNC_RAISE(async_error(c->out_error ? c->out_error : ASYNC_E_DISCONNECTED, "%s", c->why));
	if (most ? !c->is_paused : !c->out)
		ASYNC_RETURN();
	my->in = (struct drain){.c = c, .most = most};
	list_append(&c->drains, &my->in.link);
	/* Others run until wake_drains finds us. */
	AWAIT_CATCH_ALL(err, task_suspend(&my->in.wait, &waits_for_room));
	list_remove(&my->in.link);
	if (!err && my->in.outcome) /* (no c->why: c itself may be gone by now) */
		ASYNC_RAISE(async_error(my->in.outcome, "the connection is gone"));
	ASYNC_RAISE(err);
	ASYNC_END;
}

async conn_drain(struct conn *c)
{
	return wait_for_queue(c, CONN_LOW_WATER);
}

async conn_flush(struct conn *c)
{
	return wait_for_queue(c, 0);
}

/* ---- the end ---- */

void conn_close(struct conn *c)
{
	fail(c, ASYNC_E_DISCONNECTED);
	/* Who runs next: the task that waits in conn_fill. */
	io_signal(&c->stream.io, LOOP_READ | LOOP_WRITE);
	tls_close(c->ssl);
	c->ssl = NULL;
	stream_close(&c->stream);
	conn_use(c, c->end - c->begin);
	owner_let_go(&c->hold);
}

async conn_finish(struct conn *c)
{
	enum status err = ASYNC_OK;

	ASYNC();
	if (stream_is_open(&c->stream) && !task_running->cancelling) /* one that is cancelled must not wait */
		AWAIT_CATCH_ALL(err, conn_flush(c)); /* others run until all is sent */
	conn_close(c);
	ASYNC_RAISE(err);
	ASYNC_END;
}
