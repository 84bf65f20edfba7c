/* test_session_replies.c - the same replies over every transport, whole and in pieces: what counts is the
 * bytes, never how they are divided. After each, a second request shows whether the connection was kept. */
#include "tests/lib/client.h"

#include <string.h>

#define HEAD_OF(status, fields) "HTTP/1.1 " status "\r\n" fields "\r\n"
#define CHUNKED                 "Transfer-Encoding: chunked\r\n"

static const struct peer_step hello[] = {EXPECT, REPLY("5", "hello"), AGAIN};

static const struct reply {
	struct peer_step script[6]; /* after the first request */
	enum visit_how how;
	bool kept;               /* and it can be used again */
	const char *plain, *tls; /* what the visitor says; tls NULL: the same */
} replies[] = {
	{{SEND(HEAD_OF("200 OK", "Content-Length: 5\r\n") "12345")}, VISIT_BODY, true, "200:12345", NULL},
	{{SEND(HEAD_OF("200", "content-length:0\r\n"))}, VISIT_BODY, true, "200:", NULL},
	{{SEND(HEAD_OF("200 OK", CHUNKED) "5\r\n12345\r\n0\r\n\r\n")}, VISIT_BODY, true, "200:12345", NULL},
	{{SEND(HEAD_OF("200 OK", CHUNKED) "1;x=y\r\n1\r\n004 \r\n2345\r\n0\r\nTrailer: x\r\n\r\n")},
		VISIT_BODY, true, "200:12345", NULL},
	{{SEND(HEAD_OF("200 OK", CHUNKED) "0\r\n\r\n")}, VISIT_BODY, true, "200:", NULL},
	{{SEND(HEAD_OF("204 No Content", ""))}, VISIT_BODY, true, "204:", NULL},
	{{SEND(HEAD_OF("304 Not Modified", "Content-Length: 5\r\n"))}, VISIT_BODY, true, "304:", NULL},
	{{SEND(HEAD_OF("200 OK", "Content-Length: 5\r\n"))}, VISIT_HEAD, true, "200:", NULL},
	{{SEND(HEAD_OF("200 OK", CHUNKED))}, VISIT_HEAD, true, "200:", NULL},
	{{SEND(HEAD_OF("404 Not Found", "Content-Length: 4\r\n") "none")}, VISIT_BODY, true, "404:none",
		NULL},
	{{SEND(HEAD_OF("100 Continue", "") HEAD_OF("103 Early", "Link: x\r\n")
			 HEAD_OF("200 OK", "Content-Length: 2\r\n") "ok")},
		VISIT_BODY, true, "200:ok", NULL},
	{{TIMES(16, "HTTP/1.1 102 Wait\r\n\r\n"), SEND(HEAD_OF("200 OK", "Content-Length: 2\r\n") "ok")},
		VISIT_BODY, true, "200:ok", NULL},
	{{SEND(HEAD_OF("200 OK",
		 "Content-Type: application/json\r\nContent-Length: 15\r\n") "{\"a\":\"\\u00e9x\"}")},
		VISIT_JSON, true, "200:\xc3\xa9x", NULL},
	/* Not kept: */
	{{SEND(HEAD_OF("200 OK", "Connection: close\r\nContent-Length: 2\r\n") "ok")}, VISIT_BODY, false,
		"200:ok", NULL},
	{{SEND(HEAD_OF("200 OK", "") "to the end"), CLOSE}, VISIT_BODY, false, "200:to the end", NULL},
	{{SEND(HEAD_OF("200 OK", "")), CLOSE}, VISIT_BODY, false, "200:", NULL},
	/* Without close_notify nobody knows whether that was the end (RFC 9112 section 9.8). */
	{{SEND(HEAD_OF("200 OK", "") "to the end"), CUT}, VISIT_BODY, false, "200:to the end", "bad payload"},
	/* But here the length says so. */
	{{SEND(HEAD_OF("200 OK", "Content-Length: 2\r\n") "ok"), CUT}, VISIT_BODY, false, "200:ok", NULL},
	{{SEND(HEAD_OF("200 OK", CHUNKED) "2\r\nok\r\n0\r\n\r\n"), CUT}, VISIT_BODY, false, "200:ok", NULL},
	{{SEND(HEAD_OF("200 OK", "Content-Length: 9\r\n") "ok"), CUT}, VISIT_BODY, false, "bad payload",
		NULL},
	{{SEND(HEAD_OF("200 OK", "Content-Length: 9\r\n") "ok"), CLOSE}, VISIT_BODY, false, "bad payload",
		NULL},
	{{SEND(HEAD_OF("200 OK", CHUNKED) "2\r\nok\r\n0\r\n"), CLOSE}, VISIT_BODY, false, "bad payload",
		NULL},
	{{SEND(HEAD_OF("200 OK", CHUNKED) "2\r\nokay"), END}, VISIT_BODY, false, "bad payload", NULL},
	{{SEND("HTTP/1.1 200 OK\r\nContent-Length"), CLOSE}, VISIT_BODY, false, "disconnected", NULL},
	{{SEND("220 mail.example ESMTP\r\n"), END}, VISIT_BODY, false, "bad payload", NULL},
};

/* The second visit waits until the connection has gone, if it must not be kept. */
static void try(const struct reply *reply, struct peer peer)
{
	const struct visit visits[] = {
		{.path = "/", .how = reply->how}, {.path = "/", .when_idle_gone = !reply->kept}, {0}};
	struct peer_step script[10] = {EXPECT};
	struct client client = {.visits = {visits}};
	char said[128];
	int last = 0;

	for (; reply->script[last].act != PEER_END; last++)
		script[last + 1] = reply->script[last];
	if (reply->kept) {
		script[last + 1] = (struct peer_step)EXPECT;
		script[last + 2] = (struct peer_step)REPLY("5", "hello");
	}
	peer.scripts[0] = script;
	peer.scripts[1] = hello;
	visit_peer(&client, &peer);
	snprintf(said, sizeof said, "%s 200:hello", peer.tls && reply->tls ? reply->tls : reply->plain);
	assert_said(said);
	assert_int_equal(peer.connections, reply->kept ? 1 : 2);
	assert_int_equal(client.session.replayed, 0);
}

static void try_all(struct peer peer)
{
	for (size_t i = 0; i < sizeof replies / sizeof *replies; i++)
		try(&replies[i], peer);
}

static void test_memory(void **state)
{
	(void)state;
	for (int tls = 0; tls < 2; tls++) {
		try_all((struct peer){.tls = tls});
		try_all((struct peer){.tls = tls, .piece = 1});
		try_all((struct peer){.tls = tls, .most = 1});
	}
}

static void test_sockets(void **state)
{
	(void)state;
	for (int tls = 0; tls < 2; tls++) {
		try_all((struct peer){.sockets = true, .tls = tls});
		try_all((struct peer){.sockets = true, .tls = tls, .piece = 1});
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CLOSED(test_memory),
		CLOSED(test_sockets),
	};

	return cmocka_run_group_tests(tests, peer_setup, peer_teardown);
}
