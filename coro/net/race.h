/* race.h - happy eyeballs: of all addresses of a host, the first that answers (RFC 8305). */
#ifndef CORO_NET_RACE_H
#define CORO_NET_RACE_H

#include "coro/many/gather.h"
#include "coro/net/address.h"
#include "coro/net/stream.h"

struct race { /* a field of the frame that waits, which begins as zeros */
	struct stream *stream; /* the connection's to be */
	struct addresses *to;
	struct attempt *attempts; /* one for each address */
	struct task_set running;
	int started; /* how many of them */
	struct attempt *winner;
	int error; /* errno of the last that failed; 0: one has answered */
};

/* Connects *stream, which is closed. When an address has not answered for CONNECT_NEXT_MS, or has failed, the
 * next one is tried beside it; the first that answers wins, and is tried first the next time. The others are
 * closed. No time limit. ASYNC_E_CONNECT: see self->error. */
async race_connect(struct race *self, struct stream *stream, struct addresses *to);

#endif
