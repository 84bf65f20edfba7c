/* floor.h - a connection of the floor: OpenSSL on a socket, a request out, a reply in, and nothing else.
 *
 * Replies are expected in one piece, and the first trouble ends the program: what a real client does about
 * trouble is just what a floor shall not pay for. */
#ifndef TESTS_HOUSE_BENCH_FLOOR_H
#define TESTS_HOUSE_BENCH_FLOOR_H

#include "tests/house/bench/measure.h"

#include <openssl/ssl.h>

struct floor_link {
	SSL *ssl;
	int fd;
	long index; /* of the request that is on its way */
	bool secured;
};

/* Ends the program if something was not good. */
void floor_need(bool good, const char *what);

/* Looks the host up, writes the requests, loads trust: once. */
void floor_open(const struct measure_order *order, bool blocking);

/* Begins to connect. A TLS session of an earlier connection is offered, each once, but with CLOSE. */
void floor_connect(struct floor_link *l);
void floor_close(struct floor_link *l);

/* Goes on with the handshake; afterwards l->secured may be set. */
void floor_handshake(struct floor_link *l);

/* Sends request `index`. */
void floor_ask(struct floor_link *l, long index);

/* Takes the reply, and checks name and fields. False: it has not come yet. */
bool floor_hear(struct floor_link *l);

#endif
