/* guest.h - one connection of the peer's (see peer.h): the steps of a script, one after the other. For
 * peer.c alone. */
#ifndef TESTS_GUEST_H
#define TESTS_GUEST_H

#include "coro/sleep.h"
#include "tests/peer.h"

#include <stdio.h>
#include <sys/socket.h>

struct act { /* the frame of one step; of each member only one step makes use */
	struct coro coro;
	struct conn_io io;
	struct sleep nap;
	struct waiter stall;
	struct head head;
	unsigned round;
	size_t sent;
};

struct guest { /* one connection */
	struct coro coro;
	struct task task;
	struct list link;
	struct peer *peer;
	struct conn conn;
	const struct peer_step *script, *step;
	struct act act;
	struct stream_pipe pipes[2]; /* from the client, to the client */
};

/* ---- steps ---- */

static enum parse look_for_request(struct act *self, const struct guest *guest)
{
	size_t len;
	const char *bytes = conn_bytes(&guest->conn, &len);

	return head_parse_request(&self->head, bytes, len);
}

static void take_request(struct act *self, struct guest *guest)
{
	struct peer *peer = guest->peer;
	size_t len;
	const char *bytes = conn_bytes(&guest->conn, &len);

	snprintf(peer->request, sizeof peer->request, "%.*s", (int)self->head.size, bytes);
	peer->requests++;
	conn_use(&guest->conn, self->head.size);
}

static async expect(struct act *self, struct guest *guest)
{
	enum parse parsed;

	ASYNC_BEGIN(self);
	self->head = (struct head){0};
	while ((parsed = look_for_request(self, guest)) == PARSE_PARTIAL) {
		AWAIT(conn_fill(&self->io, &guest->conn, SIZE_MAX));
		if (guest->conn.ended)
			ASYNC_RAISE(ASYNC_E_DISCONNECTED);
	}
	if (parsed == PARSE_BAD)
		ASYNC_RAISE(ASYNC_E_PAYLOAD);
	take_request(self, guest);
	ASYNC_END;
}

static size_t piece_size(const struct act *self, const struct guest *guest)
{
	const struct peer_step *step = guest->step;
	size_t left = step->bytes.len - self->sent, piece = step->piece ? step->piece : guest->peer->piece;

	return piece && piece < left ? piece : left;
}

/* Two turns between the pieces: in the next one the client's socket tells of the piece, but then it is our
 * turn before its. */
static async send_bytes(struct act *self, struct guest *guest, const struct peer_step *step)
{
	ASYNC_BEGIN(self);
	self->round = 0;
	do {
		for (self->sent = 0; self->sent < step->bytes.len; self->sent += piece_size(self, guest)) {
			AWAIT(conn_write(&self->io, &guest->conn, step->bytes.at + self->sent,
				piece_size(self, guest)));
			if (!step->piece && !guest->peer->piece)
				continue;
			AWAIT(sleep_for(&self->nap, 0));
			AWAIT(sleep_for(&self->nap, 0));
		}
	} while (++self->round < step->times);
	ASYNC_END;
}

static async drain(struct act *self, struct guest *guest)
{
	ASYNC_BEGIN(self);
	while (!guest->conn.ended) {
		AWAIT(conn_fill(&self->io, &guest->conn, SIZE_MAX));
		conn_use(&guest->conn, guest->conn.end - guest->conn.begin);
	}
	ASYNC_END;
}

/* Before the close that each of them is: makes it an unclean one. */
static enum status spoil(struct guest *guest)
{
	struct linger at_once = {.l_onoff = 1};
	int fd = guest->conn.stream.io.watch.fd;

	if (guest->conn.ssl)
		SSL_set_quiet_shutdown(guest->conn.ssl, 1);
	if (guest->step->act == PEER_RESET && fd >= 0)
		setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
	if (guest->step->act == PEER_RESET)
		guest->pipes[1].held = 0;
	return ASYNC_OK;
}

static const struct wait_kind stalls = {.what = "nothing at all"};

static async perform(struct act *self, struct guest *guest)
{
	const struct peer_step *step = guest->step;

	switch (step->act) {
	case PEER_EXPECT:
		return expect(self, guest);
	case PEER_SEND:
		return send_bytes(self, guest, step);
	case PEER_WAIT:
		return sleep_for(&self->nap, step->ns);
	case PEER_STALL:
		return suspend(&self->stall, &stalls);
	case PEER_END:
		return drain(self, guest);
	case PEER_CUT:
	case PEER_RESET:
		return spoil(guest);
	case PEER_DO:
		step->call(&guest->conn);
		return ASYNC_OK;
	default:
		return ASYNC_OK;
	}
}

/* ---- the script ---- */

static bool is_last(const struct peer_step *step)
{
	return step->act == PEER_END || step->act == PEER_CLOSE || step->act == PEER_CUT ||
	       step->act == PEER_RESET;
}

static void note_end(struct guest *self, enum status err)
{
	struct peer *peer = self->peer;

	peer->goodbyes += self->conn.ended;
	peer->cuts += self->conn.was_cut;
	if (err != ASYNC_OK && self->conn.was_cut)
		memcpy(peer->why, self->conn.why, sizeof peer->why);
}

static async play(struct act *self, struct guest *guest)
{
	return guest->step ? perform(self, guest) : conn_handshake(&self->io, &guest->conn);
}

static async serve(struct guest *self)
{
	enum status err;

	ASYNC_BEGIN(self);
	self->step = self->conn.ssl ? NULL : self->script;
	for (;;) {
		AWAIT_CATCH(err, play(&self->act, self));
		if (err != ASYNC_OK || (self->step && is_last(self->step)))
			break;
		self->step = self->step ? self->step + 1 : self->script;
		if (self->step->act == PEER_AGAIN)
			self->step = self->script;
	}
	note_end(self, err);
	conn_close(&self->conn);
	ASYNC_END;
}
ASYNC_TASK(serve);

#endif
