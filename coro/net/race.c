/* race.c - an address is tried alone for a while. If it has not answered by then, it goes on, and the
 * addresses behind it are tried beside it, in the same way. */
#include "coro/many/gather.h"
#include "coro/net/connect.h"

/* ---- one address ---- */

/* If it has begun before, it goes on. */
static async connect_address(struct stream *stream, struct addresses *to, int i, int *error)
{
	int fd;

	ASYNC();
	if (!stream_is_open(stream)) {
		fd = address_connect(&to->list[i]);
		/* Only now: an unconnected socket would report a hang-up at once. */
		*error = fd < 0 ? -fd : -stream_open_socket(stream, fd);
		ASYNC_TRY(*error ? ASYNC_E_CONNECT : ASYNC_OK);
	}
	AWAIT(io_ready(&stream->io, LOOP_WRITE)); /* until the handshake of TCP is done, or has failed */
	*error = address_outcome(stream->io.watch.fd);
	ASYNC_TRY(*error ? ASYNC_E_CONNECT : ASYNC_OK);
	to->good = i;
	ASYNC_END;
}
ASYNC_ENTRY(connect_address, struct stream *, struct addresses *, int, int *);

/* ---- one against those behind it ---- */

struct race {
	struct set_task first, behind;
	struct task_set both;
	struct stream other; /* of those behind */
};

/* A watch cannot be moved, so that of the socket is made anew. */
static enum status move_socket(struct stream *from, struct stream *to, int *error)
{
	int fd = from->io.watch.fd;

	stream_close(to);
	io_close(&from->io);
	*error = -stream_open_socket(to, fd);
	return *error ? ASYNC_E_CONNECT : ASYNC_OK;
}

/* Cancels what still runs, and waits until it has ended: it lies in our memory. */
static async race_close(struct race *self, struct stream *stream, int *error)
{
	enum status err;

	ASYNC();
	task_set_cancel(&self->both);
	AWAIT_CATCH_ALL(err, gather_return_exceptions(&self->both)); /* it leaves its await, and ends */
	if (self->first.task.result != ASYNC_OK && self->behind.task.result == ASYNC_OK)
		ASYNC_TRY(move_socket(&self->other, stream, error));
	stream_close(&self->other);
	ASYNC_RAISE(err);
	ASYNC_END;
}

ASYNC_ENTRY(race_connect, struct stream *, struct addresses *, int, int, int *);

static async race(struct stream *stream, struct addresses *to, int first, int count, int *error)
{
	enum status err;

	ASYNC(struct race race; struct task *ended);
	task_set_start(&my->race.both, &my->race.first, "address", connect_address, stream, to, first, error);
	task_set_start(&my->race.both, &my->race.behind, "addresses", race_connect, &my->race.other, to,
		(first + 1) % to->count, count - 1, error);
	ASYNC_TRY_BLOCK {
		do
			AWAIT_CATCH(err, as_completed(&my->race.both, &my->ended)); /* both run, and others */
		while (err && task_set_left(&my->race.both) && !address_is_ours(*error));
		ASYNC_TRY(err);
	} ASYNC_FINALLY(race_close(&my->race, stream, error)); /* after a cancel too: none is left behind */
	ASYNC_END;
}

async race_connect(struct stream *stream, struct addresses *to, int first, int count, int *error)
{
	const int64_t ns = count > 1 ? CONNECT_NEXT_MS * NS_PER_MS : INT64_MAX;
	enum status err;

	ASYNC();
	/* Nearly always this one answers at once. Others run until then. */
	AWAIT_CATCH(err, wait_for(ns, connect_address, stream, to, first, error));
	if (err == ASYNC_OK || count == 1 || address_is_ours(*error))
		ASYNC_RAISE(err);
	if (err == ASYNC_TIMEOUT) {
		AWAIT(race(stream, to, first, count, error)); /* it goes on, beside those behind it */
	} else {
		stream_close(stream); /* it has failed: those behind it are tried without it */
		AWAIT(race_connect(stream, to, (first + 1) % to->count, count - 1, error));
	}
	ASYNC_END;
}
