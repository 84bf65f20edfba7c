/* guest.h - the local genderize API as a server: the kitchen, and a guest for each connection. */
#ifndef DEMO_KITCHEN_GUEST_H
#define DEMO_KITCHEN_GUEST_H

#include "coro/many/locks.h"
#include "coro/net/server.h"
#include "coro/sleep.h"
#include "coro/timeout.h"
#include "demo/kitchen/api.h"
#include "http/parse/message.h"

enum { KITCHEN_IDLE_S = 75, KITCHEN_HANDSHAKE_S = 30, KITCHEN_WRITE_S = 30, KITCHEN_LINGER_S = 2, KITCHEN_DAY_S = 86400 };

struct kitchen_options {
	long port;
	bool plain; /* http, no TLS */
	int64_t cook_min_ns, cook_max_ns;
	long chefs;          /* dishes that cook at once; 0: no bound */
	int fail_status;     /* sent instead of an answer … */
	double fail_percent; /* … for so many percent of the requests */
	long quota;
	long seed;
};

struct kitchen {
	struct kitchen_options options;
	struct server_options server; /* to start its server with; server.tls is the caller's */
	struct kitchen_quota quota;
	struct semaphore chefs;
	uint64_t random;
	int64_t opened_at; /* when the quota's day began */
};

/* Reads argv into options. Returns what arguments_read returns. */
int kitchen_options_parse(struct kitchen_options *options, int argc, char **argv);

/* Prepares the kitchen according to its options, and `server` but for its tls. */
void kitchen_open(struct kitchen *self);

/* Serves the client of this connection (a serve_fn) until it leaves. arg: the kitchen. */
async kitchen_serve(struct conn *conn, void *arg);

#endif
