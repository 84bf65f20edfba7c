/* silent.h - a listener that never accepts: its queue is full, so the kernel drops further SYNs, and a
 * connect to it never ends. */
#ifndef TESTS_LIB_SILENT_H
#define TESTS_LIB_SILENT_H

#include "tests/lib/sockets.h"

struct silent {
	struct sockaddr_in at;
	int door, knocking[2];
};

static inline void silent_open(struct silent *self)
{
	self->door = tcp_listen(&self->at);
	assert_int_equal(listen(self->door, 0), 0);
	for (int i = 0; i < 2; i++)
		self->knocking[i] = tcp_connect(&self->at);
}

static inline void silent_close(struct silent *self)
{
	for (int i = 0; i < 2; i++)
		close(self->knocking[i]);
	close(self->door);
}

#endif
