/* peer.h - a server for tests, on the test's own loop, that does byte for byte what its script says.
 *
 *     static const struct peer_step hello[] = {EXPECT, SEND("HTTP/1.1 200 OK\r\n…"), AGAIN};
 *     struct peer peer = {.tls = true, .scripts = {hello}};
 *
 *     peer_open(&peer);
 *     options = peer_options(&peer);        // a session with these reaches the peer
 *     async_run(client, &options);          // the peer's tasks end with the run
 *     peer_close(&peer);
 *
 * A script runs on two transports: streams in memory, where every run is the same on the virtual clock, and
 * real sockets on the loopback address. */
#ifndef TESTS_LIB_PEER_H
#define TESTS_LIB_PEER_H

#include "http/session.h"

enum peer_act {
	PEER_END,    /* of the script: reads on until the client ends, then closes */
	PEER_EXPECT, /* waits for a request with its body, and counts it */
	PEER_EXPECT_HEAD, /* … for its head alone */
	PEER_SEND,
	PEER_WAIT,
	PEER_STALL, /* waits for ever, and reads nothing */
	PEER_DO,    /* calls a function of the test */
	PEER_CLOSE, /* closes cleanly: close_notify under TLS, then FIN */
	PEER_CUT,   /* FIN without close_notify */
	PEER_RESET, /* RST; in memory, what the client has not read yet is lost, and then the stream ends */
	PEER_AGAIN  /* goes on with the first step, on the same connection */
};

struct peer_step {
	enum peer_act act;
	struct slice bytes; /* SEND */
	size_t piece;   /* SEND: bytes at a time; the client runs in between; 0: all at once */
	unsigned times; /* SEND: how often; 0 means once */
	int64_t ns;     /* WAIT */
	void (*call)(struct conn *c); /* DO, with the peer's end of the connection */
};

/* clang-format off */
#define END                {.act = PEER_END}
#define EXPECT             {.act = PEER_EXPECT}
#define EXPECT_HEAD        {.act = PEER_EXPECT_HEAD}
#define SEND(text)         {.act = PEER_SEND, .bytes = {(text), sizeof(text) - 1}}
#define PIECES(size, text) {.act = PEER_SEND, .bytes = {(text), sizeof(text) - 1}, .piece = (size)}
#define TIMES(n, text)     {.act = PEER_SEND, .bytes = {(text), sizeof(text) - 1}, .times = (n)}
#define WAIT_MS(ms)        {.act = PEER_WAIT, .ns = (ms) * NS_PER_MS}
#define STALL              {.act = PEER_STALL}
#define DO(function)       {.act = PEER_DO, .call = (function)}
#define CLOSE              {.act = PEER_CLOSE}
#define CUT                {.act = PEER_CUT}
#define RESET              {.act = PEER_RESET}
#define AGAIN              {.act = PEER_AGAIN}
/* clang-format on */

/* A whole reply; the first argument is the length of its body: REPLY("5", "hello"). */
#define REPLY(length, body) SEND("HTTP/1.1 200 OK\r\nContent-Length: " length "\r\n\r\n" body)

enum { PEER_SCRIPTS = 8, PEER_REQUEST_MAX = 4096 };

struct peer {
	/* in; zero means no */
	/* The scripts for the first connection, the second …; the last one serves all others. */
	const struct peer_step *scripts[PEER_SCRIPTS];
	bool sockets; /* not memory */
	bool tls;
	SSL_CTX *context; /* for TLS; NULL: the throwaway certificate for localhost, 127.0.0.1 and ::1 */
	size_t piece;     /* for every SEND that has no piece of its own */
	size_t most;      /* memory: bytes that the client receives in one call */
	uint64_t cut;     /* memory: each connection is cut when that many bytes have reached the client */
	unsigned refuse;  /* memory: how many connections are refused first */

	/* out: valid during the run and after it */
	unsigned connections, requests;
	unsigned goodbyes;              /* connections that the client ended cleanly while the peer read */
	unsigned cuts;                  /* … or uncleanly, refused handshakes included */
	char why[160];                  /* what the peer saw of the last cut */
	char request[PEER_REQUEST_MAX]; /* the head of the last request … */
	char body[PEER_REQUEST_MAX];    /* … and the beginning of its body, and the body's length */
	size_t body_len;

	/* private */
	struct task task;
	struct io door;
	uint16_t port;
	struct list guests; /* all connections */
	struct buffer_pool buffers;
};

/* Fixtures of a group whose peer uses TLS: make the certificates in a folder of their own, and remove
 * them. */
int peer_setup(void **state);
int peer_teardown(void **state);

/* The throwaway authority, and a new context that serves its certificate. */
const char *peer_cafile(void);
SSL_CTX *peer_context(void);

/* Opens the peer, or fails the test. The loop must be open, and no task may run. */
void peer_open(struct peer *self);

/* Call it when the run has ended, and with it all tasks. Fails if anything is left. */
void peer_close(struct peer *self);

/* Options that trust TLS peers, and, if this peer is in memory, lead every host to it; the rest is
 * zero. */
struct session_options peer_options(struct peer *self);

/* Its URL with this path; valid until the fourth call after this. */
const char *peer_url(const struct peer *self, const char *path);

/* Fails unless a closed session has released everything. */
void assert_closed(const struct session *s);

#endif
