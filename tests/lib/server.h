/* server.h - the kitchen as a process, and a caller who speaks to it in bytes of the test's own. */
#ifndef TESTS_LIB_SERVER_H
#define TESTS_LIB_SERVER_H

#include "http/parse/message.h"
#include "tests/lib/process.h"

struct server { /* a kitchen that runs */
	struct process process;
	unsigned port;
	char url[64], cafile[256]; /* cafile: "" for --plain */
};

/* Starts a kitchen with these options, and waits until it listens. process.files may have been set before. */
void server_start(struct server *self, const char *options);

/* Ends it by SIGTERM. Fails unless it ends with 0, has said nothing else, and has removed its certificates.
 * */
void server_stop(struct server *self);

struct reply {
	struct head head; /* its slices point into bytes */
	struct slice body;
	size_t held; /* bytes; what is behind size belongs to the next reply */
	size_t size; /* of head and body */
	bool ended;  /* the other side has closed */
	char bytes[65536];
};

/* A connection to the port at 127.0.0.1, or at ::1 where there is one. -1: refused. */
int call_server(const struct server *self, bool v6);

/* Sends all of the text. */
void send_text(int fd, const char *text);

/* Takes the next reply, the first into a struct that is zero. False: there is none, and the other side has
 * closed. */
bool take_reply(int fd, struct reply *reply, bool was_head);

/* Does this text stand in the body? */
bool body_has(const struct reply *reply, const char *text);

/* The number that is the value of a reply's field. */
long reply_number(const struct reply *reply, const char *field);

#endif
