/* guest.h - one connection of the peer (see peer.h) runs the steps of a script, one after the other. For
 * peer.c only. */
#ifndef TESTS_LIB_GUEST_H
#define TESTS_LIB_GUEST_H

#include "coro/net/streams.h"
#include "coro/sleep.h"
#include "tests/lib/peer.h"

#include <stdio.h>
#include <sys/socket.h>

struct guest { /* one connection */
	struct task task;
	struct list link;
	struct peer *peer;
	struct conn conn;
	const struct peer_step *script, *step; /* step: NULL before the first */
	struct stream_pipe pipes[2];           /* from the client, to the client */
};

/* ---- steps ---- */

static enum parse look_for_request(const struct guest *guest, struct head *head)
{
	size_t len;
	const char *bytes = conn_bytes(&guest->conn, &len);

	return head_parse_request(head, bytes, len);
}

static void take_request(struct guest *guest, const struct head *head)
{
	struct peer *peer = guest->peer;
	size_t len;
	const char *bytes = conn_bytes(&guest->conn, &len);

	snprintf(peer->request, sizeof peer->request, "%.*s", (int)head->size, bytes);
	peer->requests++;
	conn_use(&guest->conn, head->size);
}

/* Counts every byte, and keeps as many as there is room for. */
static void take_body(struct peer *peer, struct slice piece)
{
	size_t at = peer->body_len < sizeof peer->body - 1 ? peer->body_len : sizeof peer->body - 1;
	size_t room = sizeof peer->body - 1 - at, kept = piece.len < room ? piece.len : room;

	memcpy(peer->body + at, piece.at, kept);
	peer->body[at + kept] = '\0';
	peer->body_len += piece.len;
}

static async expect_body(struct guest *guest, uint64_t left)
{
	ASYNC(uint64_t left);
	guest->peer->body[guest->peer->body_len = 0] = '\0';
	for (my->left = left; my->left > 0;) {
		struct slice piece;

		if (!guest->conn.buffer)
			AWAIT(conn_fill(&guest->conn, SIZE_MAX));
		if (guest->conn.ended)
			ASYNC_RAISE(ASYNC_E_DISCONNECTED);
		piece.at = conn_bytes(&guest->conn, &piece.len);
		piece.len = piece.len < my->left ? piece.len : (size_t)my->left;
		take_body(guest->peer, piece);
		my->left -= piece.len;
		conn_use(&guest->conn, piece.len);
	}
	ASYNC_END;
}

static async expect(struct guest *guest)
{
	enum parse parsed;

	ASYNC(struct head head);
	while ((parsed = look_for_request(guest, &my->head)) == PARSE_PARTIAL) {
		AWAIT(conn_fill(&guest->conn, SIZE_MAX));
		if (guest->conn.ended)
			ASYNC_RAISE(ASYNC_E_DISCONNECTED);
	}
	if (parsed == PARSE_BAD)
		ASYNC_RAISE(ASYNC_E_PAYLOAD);
	take_request(guest, &my->head);
	if (guest->step->act == PEER_EXPECT)
		AWAIT(expect_body(guest, my->head.length));
	ASYNC_END;
}

static size_t piece_size(const struct guest *guest, size_t sent)
{
	const struct peer_step *step = guest->step;
	size_t left = step->bytes.len - sent, piece = step->piece ? step->piece : guest->peer->piece;

	return piece && piece < left ? piece : left;
}

/* Waits two turns between pieces. In the next turn the client's socket reports the piece, but this task runs
 * before the client in that turn. */
static async send_bytes(struct guest *guest, const struct peer_step *step)
{
	ASYNC(unsigned round; size_t sent);
	do {
		for (my->sent = 0; my->sent < step->bytes.len; my->sent += piece_size(guest, my->sent)) {
			conn_write(&guest->conn, step->bytes.at + my->sent, piece_size(guest, my->sent));
			AWAIT(conn_flush(&guest->conn));
			if (!step->piece && !guest->peer->piece)
				continue;
			AWAIT(sleep_for(0));
			AWAIT(sleep_for(0));
		}
	} while (++my->round < step->times);
	ASYNC_END;
}

static async drain(struct guest *guest)
{
	ASYNC();
	while (!guest->conn.ended) {
		AWAIT(conn_fill(&guest->conn, SIZE_MAX));
		conn_use(&guest->conn, guest->conn.end - guest->conn.begin);
	}
	ASYNC_END;
}

/* Makes the close that follows an unclean one. */
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

static async stall(void)
{
	ASYNC(struct wait wait);
	AWAIT(task_suspend(&my->wait, &stalls));
	ASYNC_END;
}

static async perform(struct guest *guest)
{
	const struct peer_step *step = guest->step;

	switch (step->act) {
	case PEER_EXPECT:
	case PEER_EXPECT_HEAD:
		return expect(guest);
	case PEER_SEND:
		return send_bytes(guest, step);
	case PEER_WAIT:
		return sleep_for(step->ns);
	case PEER_STALL:
		return stall();
	case PEER_END:
		return drain(guest);
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

static void note_end(struct guest *guest, enum status err)
{
	struct peer *peer = guest->peer;

	peer->goodbyes += guest->conn.ended;
	peer->cuts += guest->conn.fault != NET_FAULT_NONE;
	if (err != ASYNC_OK && guest->conn.fault)
		memcpy(peer->why, guest->conn.why, sizeof peer->why);
}

static async play(struct guest *guest)
{
	return guest->step ? perform(guest) : conn_handshake(&guest->conn);
}

static async serve(struct guest *guest)
{
	enum status err;

	ASYNC();
	guest->step = guest->conn.ssl ? NULL : guest->script;
	for (;;) {
		AWAIT_CATCH_ALL(err, play(guest));
		if (err != ASYNC_OK || (guest->step && is_last(guest->step)))
			break;
		guest->step = guest->step ? guest->step + 1 : guest->script;
		if (guest->step->act == PEER_AGAIN)
			guest->step = guest->script;
	}
	note_end(guest, err);
	conn_close(&guest->conn);
	ASYNC_END;
}
ASYNC_ENTRY(serve, struct guest *);

#endif
