/* service.h - the test itself is the service: it sees each connection and each request of the programs,
 * answers in bytes of its choice, and sees how a connection ends. For a few connections, one call after
 * the other. */
#ifndef TESTS_LIB_SERVICE_H
#define TESTS_LIB_SERVICE_H

#include "tests/lib/sockets.h"

#include <openssl/ssl.h>
#include <stdbool.h>

extern int service_door;           /* listens at 127.0.0.1 … */
extern unsigned service_port;      /* … here */
extern const char *service_folder; /* holds ca.pem, which a client must trust */

/* {"gender":"male","probability":0.5,"count":7}; and the same from one who hangs up then. */
extern const char service_reply[], service_last_reply[];

struct service_line { /* a connection */
	int fd;
	SSL *ssl;           /* NULL: plain */
	char request[4096]; /* the last one, then a NUL */
};

/* Setup and teardown of a group; the teardown kills what process.h started. */
int service_open(void **state);
int service_close(void **state);

/* Accepts the next connection, with its first request; or reads the next request of a connection. Neither
 * waits for ever. */
void service_admit(struct service_line *line, bool over_tls);
void service_next_request(struct service_line *line);

/* Sends all of it. */
void service_answer(struct service_line *line, const char *text);

/* Waits until the other side has closed. Fails if that was not clean: if another byte comes first, or under
 * TLS without close_notify. */
void service_assert_left(struct service_line *line);

void service_hang_up(struct service_line *line);

#endif
