/* race.c - the first address is tried alone. If it fails, or does not answer for a while, there is a task for
 * each, started one after the other; the first that connects wins. */
#include "coro/many/gather.h"
#include "coro/net/connect.h"
#include "coro/timeout.h"

#include <errno.h>
#include <stdlib.h>

/* ---- one address ---- */

/* Returns 0 or errno. */
static int begin_connect(struct stream *stream, const struct address *to)
{
	int fd = address_connect(to);

	/* Only now: an unconnected socket would report a hang-up at once. */
	return fd < 0 ? -fd : -stream_open_socket(stream, fd);
}

/* If it has begun before, it goes on. */
static async connect_address(struct stream *stream, const struct address *to, int *error)
{
	ASYNC();
	*error = stream_is_open(stream) ? 0 : begin_connect(stream, to);
	if (*error)
		ASYNC_RAISE(ASYNC_E_CONNECT);
	AWAIT(io_ready(&stream->io, LOOP_WRITE)); /* until the handshake of TCP is done, or has failed */
	*error = address_outcome(stream->io.watch.fd);
	ASYNC_RAISE(*error ? ASYNC_E_CONNECT : ASYNC_OK);
	ASYNC_END;
}
ASYNC_ENTRY(connect_address, struct stream *, const struct address *, int *);

/* ---- several, each a while after the one before it ---- */

struct attempt {
	struct set_task worker;
	struct stream *stream, own; /* the first one's is the caller's */
	int error;
};

struct race {
	struct addresses *to;
	int good;                 /* to->good when it began: it may change meanwhile */
	struct attempt *attempts; /* one for each address, from that one on */
	struct task_set running;
	int started; /* how many of them */
	struct attempt *winner;
	int *error; /* of the last that failed: the caller's */
};

static void start_next(struct race *self)
{
	struct attempt *a = &self->attempts[self->started];
	const struct address *to = &self->to->list[(self->good + self->started++) % self->to->count];

	a->stream = a->stream ? a->stream : &a->own;
	a->error = ECANCELED;
	task_set_start(&self->running, &a->worker, "address", connect_address, a->stream, to, &a->error);
}

/* Takes the attempts that have ended. True if the race is decided: one has connected, or has met a fault that
 * all others would meet too. */
static bool is_decided(struct race *self)
{
	struct task *done;

	while (!self->winner && (done = task_set_take(&self->running))) {
		struct attempt *a = container_of(done, struct attempt, worker.task);

		if (task_result(done) == ASYNC_OK)
			self->winner = a;
		else
			*self->error = a->error;
	}
	return self->winner || address_is_ours(*self->error);
}

/* The winner's socket becomes the caller's: a watch cannot be moved, so it is made anew. Returns 0 or
 * errno. */
static int adopt(struct race *self)
{
	struct stream *from = self->winner->stream, *to = self->attempts[0].stream;
	int fd = from->io.watch.fd;

	self->to->good = (self->good + (int)(self->winner - self->attempts)) % self->to->count;
	if (from == to)
		return 0;
	io_close(&from->io);
	return -stream_open_socket(to, fd);
}

/* Cancels the other attempts, and waits until they have ended: they lie in our memory. */
static async race_close(struct race *self)
{
	enum status err;

	ASYNC();
	task_set_cancel(&self->running);
	AWAIT_CATCH_ALL(err, gather_return_exceptions(&self->running)); /* they leave their awaits, and end */
	for (int i = 0; i < self->started; i++)
		if (&self->attempts[i] != self->winner)
			stream_close(self->attempts[i].stream);
	if (self->winner)
		*self->error = adopt(self);
	free(self->attempts);
	ASYNC_RAISE(err);
	ASYNC_END;
}

/* Starts one attempt after the other. So an address that swallows packets costs a quarter of a second, and
 * not all of the time. */
static async run_race(struct race *self)
{
	ASYNC(int64_t ns);
	while (self->started < self->to->count || task_set_left(&self->running)) {
		if (self->started < self->to->count)
			start_next(self);
		my->ns = self->started < self->to->count ? CONNECT_NEXT_MS * NS_PER_MS : -1;
		/* Until one of them has ended, or it is the next one's turn, if there is one. */
		AWAIT(task_set_wait(&self->running, WAIT_FIRST_COMPLETED, my->ns));
		if (is_decided(self))
			break;
	}
	ASYNC_END;
}

async race_connect(struct stream *stream, struct addresses *to, int *error)
{
	const int64_t ns = to->count > 1 ? CONNECT_NEXT_MS * NS_PER_MS : INT64_MAX;
	enum status err;

	ASYNC(struct race race);
	my->race = (struct race){.to = to, .good = to->good, .error = error};
	/* Nearly always the first one answers at once. Others run until then. */
	AWAIT_CATCH(err, wait_for(ns, connect_address, stream, &to->list[my->race.good], error));
	if (err == ASYNC_OK || to->count == 1 || address_is_ours(*error))
		ASYNC_RAISE(err);
	my->race.attempts = calloc((size_t)to->count, sizeof(struct attempt));
	*error = my->race.attempts ? 0 : ENOMEM;
	ASYNC_TRY(*error ? ASYNC_E_CONNECT : ASYNC_OK);
	my->race.attempts[0].stream = stream;
	if (err == ASYNC_TIMEOUT)
		start_next(&my->race); /* it goes on, beside the others */
	my->race.started = 1;
	ASYNC_TRY_BLOCK {
		AWAIT(run_race(&my->race)); /* the attempts run, and others */
	} ASYNC_FINALLY(race_close(&my->race)); /* after a cancel too: no attempt is left behind */
	ASYNC_RAISE(*error ? ASYNC_E_CONNECT : ASYNC_OK);
	ASYNC_END;
}
