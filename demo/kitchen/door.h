/* door.h - the way in: one listener, and the worker who stands at it. */
#ifndef DEMO_KITCHEN_DOOR_H
#define DEMO_KITCHEN_DOOR_H

#include "coro/io.h"
#include "demo/kitchen/guest.h"

struct door {
	struct set_task worker;
	struct kitchen *kitchen;
	struct io io;
	int fd; /* -1: closed */
};

/* A socket that listens on localhost, 127.0.0.1 or ::1 by its family, AF_INET or AF_INET6. Returns it, or -1 with
 * errno; *port is what it was, or got. */
int door_listen(int family, unsigned *port);

/* Starts the worker who lets in all who come to fd, which is the door's from then on. 0, or -errno: fd is closed, and
 * nobody has been let in. */
int door_open(struct door *self, struct kitchen *kitchen, int fd);

/* When its worker has ended. Safe on one that is closed. */
void door_close(struct door *self);

#endif
