/* race.c - a task for each address, each started a while after the one before it; the first that connects
 * wins. */
#include "coro/many/gather.h"
#include "coro/net/connect.h"

#include <errno.h>
#include <stdlib.h>

/* ---- one address ---- */

static async connect_address(struct stream *stream, const struct address *to, int *error)
{
	int fd;

	ASYNC();
	fd = address_connect(to);
	/* Only now: an unconnected socket would report a hang-up at once. */
	*error = fd < 0 ? -fd : -stream_open_socket(stream, fd);
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
	struct stream *stream, own; /* the first one's is the caller's, since it wins most of the time */
	int error;
};

struct race {
	struct addresses *to;
	struct attempt *attempts; /* one for each address */
	struct task_set running;
	int started; /* how many of them */
	struct stream *stream; /* the caller's */
	struct attempt *winner;
	int *error; /* of the last that failed: the caller's */
};

static void start_next(struct race *self)
{
	struct attempt *a = &self->attempts[self->started];
	const struct address *to = addresses_nth(self->to, self->started++);

	a->stream = a == self->attempts ? self->stream : &a->own;
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

	self->to->good = (self->to->good + (int)(self->winner - self->attempts)) % self->to->count;
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
	for (int i = 0; i < self->started; i++)
		task_cancel(&self->attempts[i].worker.task); /* of one that has ended, nothing comes */
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

/* How long does the latest attempt run before the next one starts beside it? For ever, if there is no other
 * address. */
static int64_t head_start(const struct race *self)
{
	return self->started < self->to->count ? CONNECT_NEXT_MS * NS_PER_MS : -1;
}

/* Starts one attempt after the other. So an address that swallows packets costs a quarter of a second, and
 * not all of the time. */
static async run_race(struct race *self)
{
	ASYNC();
	while (self->started < self->to->count || task_set_left(&self->running)) {
		if (self->started < self->to->count)
			start_next(self);
		/* Until one of them has ended, or it is the next one's turn. */
		AWAIT(task_set_wait(&self->running, WAIT_FIRST_COMPLETED, head_start(self)));
		if (is_decided(self))
			break;
	}
	ASYNC_END;
}

static async race_all(struct stream *stream, struct addresses *to, int *error)
{
	ASYNC(struct race race);
	my->race = (struct race){.to = to, .stream = stream, .error = error};
	my->race.attempts = calloc((size_t)to->count, sizeof(struct attempt));
	*error = my->race.attempts ? 0 : ENOMEM;
	ASYNC_TRY(*error ? ASYNC_E_CONNECT : ASYNC_OK);
	ASYNC_TRY_BLOCK {
		AWAIT(run_race(&my->race)); /* the attempts run, and others */
	} ASYNC_FINALLY(race_close(&my->race)); /* after a cancel too: no attempt is left behind */
	ASYNC_RAISE(*error ? ASYNC_E_CONNECT : ASYNC_OK);
	ASYNC_END;
}

async race_connect(struct stream *stream, struct addresses *to, int *error)
{
	if (to->count == 1) /* the usual case needs no second task */
		return connect_address(stream, &to->list[0], error);
	return race_all(stream, to, error);
}
