/* server.h - the kitchen as a process, and a client that sends it bytes of the test's choice. */
#ifndef TESTS_LIB_SERVER_H
#define TESTS_LIB_SERVER_H

#include "http/parse/message.h"
#include "tests/lib/process.h"

struct server { /* a running kitchen */
	struct process process;
	unsigned port;
	char url[64], cafile[256]; /* cafile: "" for --plain */
};

/* Starts a kitchen with these options, and waits until it listens. process.files may have been set before. */
void server_start(struct server *self, const char *options);

/* Ends it by SIGTERM. Fails unless it exits with 0, has printed nothing else, and has removed its
 * certificates. */
void server_stop(struct server *self);

struct reply {
	struct head head; /* its slices point into bytes */
	struct slice body;
	size_t held; /* bytes; those after size belong to the next reply */
	size_t size; /* of head and body */
	bool ended;  /* the other side has closed */
	char bytes[65536];
};

/* A connection to the port at 127.0.0.1, or at ::1 where there is one. -1: refused. */
int call_server(const struct server *self, bool v6);

/* Sends all of the text. */
void send_text(int fd, const char *text);

/* Reads the next reply; the struct must be zero before the first one. False: there is none, and the other
 * side has closed. */
bool take_reply(int fd, struct reply *reply, bool was_head);

/* Is this text in the body? */
bool body_has(const struct reply *reply, const char *text);

/* The number that is the value of a reply's field. */
long reply_number(const struct reply *reply, const char *field);

#endif
