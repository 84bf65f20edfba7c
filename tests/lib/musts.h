/* musts.h - what the tests of HTTP's rules for a client share: a reply, the next request, and what the client
 * did with them. notes/http.md has the rules. */
#ifndef TESTS_LIB_MUSTS_H
#define TESTS_LIB_MUSTS_H

#include "tests/lib/client.h"

#define OK      "HTTP/1.1 200 OK\r\n"
#define LENGTH5 "Content-Length: 5\r\n"
#define CHUNKED "Transfer-Encoding: chunked\r\n"

struct must {
	struct slice reply;             /* in: to the first request */
	enum peer_act end;              /* in: what follows it. PEER_END: the peer is ready for the next request */
	const char *url;                /* in: of the first request; NULL: "/" at the peer */
	enum visit_how how;             /* in: of the first request */
	bool tls, alone;                /* in; alone: there is no second request */
	struct session_options options; /* in */
	struct peer peer;               /* what it has seen */
};

#define TEXT(literal)                                                                                        \
	{                                                                                                    \
		(literal), sizeof(literal) - 1                                                               \
	}

/* Sends the request, and a second later another one, which is answered with "again". Fails unless this was
 * logged: "200:hello 200:again". */
static inline void must_say(struct must *self, const char *said)
{
	static const struct peer_step again[] = {EXPECT, REPLY("5", "again"), END};
	struct peer_step kept[] = {EXPECT, {.act = PEER_SEND, .bytes = self->reply}, EXPECT, REPLY("5", "again"), END};
	struct peer_step ended[] = {EXPECT, {.act = PEER_SEND, .bytes = self->reply}, {.act = self->end}};
	const struct visit visits[] = {{.path = self->url ? self->url : "/", .how = self->how},
		{.path = self->alone ? NULL : "/", .wait_ms = 1000}, {0}};
	struct client client = {.visits = {visits}, .options = self->options};

	client.farewell = self->tls && !self->end && !self->alone;
	self->peer = (struct peer){.tls = self->tls, .scripts = {self->end == PEER_END ? kept : ended, again}};
	visit_peer(&client, &self->peer);
	assert_said(said);
}

/* The same for GET without TLS; checks whether the second request came on the same connection. */
static inline void must_keep(struct slice reply, const char *said, bool kept)
{
	struct must must = {.reply = reply};

	must_say(&must, said);
	assert_int_equal(must.peer.connections, kept ? 1 : 2);
}

#define KEPT(reply, said)     must_keep(SLICE(reply), said " 200:again", true)
#define NOT_KEPT(reply, said) must_keep(SLICE(reply), said " 200:again", false)
#define REFUSED(reply)        must_keep(SLICE(reply), "bad payload 200:again", false)

#endif
