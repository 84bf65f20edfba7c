/* pool.h - a session's connections: those that are being opened, those that wait for a request, and the
 * requests that wait for one of either. */
#ifndef HTTP_POOL_H
#define HTTP_POOL_H

#include "coro/net/connect.h"
#include "http/origin.h"

enum {
	POOL_IDLE_S = 15, /* how long an idle connection is kept (aiohttp: keepalive_timeout) */
	/* Connections being opened at a time. A handshake is work for the CPU: with more of them at a time
	 * the last ends no sooner and the first ends later, and each holds 16 KiB buffers until it ends. */
	POOL_OPENING = 64
};

struct pooled { /* a connection of a pool's, on the heap: first what each request reads, and so in conn */
	struct pool *pool;
	struct origin *origin;
	struct list idle; /* its link in pool->idle */
	int64_t idle_since;
	bool kept;    /* it has been in the pool: its peer may have ended it without our knowing yet */
	bool served;  /* a request has been sent on it */
	struct conn conn;
};

struct opening { /* a task that opens one, on the heap: it outlives the request that caused it */
	struct task task;
	struct task_link ended;
	struct list link; /* in pool->opening */
	struct pooled *p;
	int64_t begun;
};

struct pool_wait { /* a request in its host's line */
	struct wait wait;
	struct list link; /* in origin->wanting, until it is given something */
	struct pooled *got;
	enum status err; /* why *got could not be opened */
	int64_t since;
	bool fresh;
};

struct pool {
	struct list idle; /* oldest first */
	struct list opening;
	struct list hungry; /* those for which more may be wanting than opening */
	unsigned nidle, nopening;
	unsigned nopen, limit; /* nopen: all there are; limit: … beyond which none is kept idle */
	const struct connect_options *connect;
	struct buffer_pool buffers;
	struct timer look; /* when to look at the idle ones: as soon as one stirs, or the oldest is too old */
	bool is_closing;
	struct wait closing; /* session_close, waiting until nothing is being opened, and no response open */
};

void pool_init(struct pool *self, unsigned limit, const struct connect_options *connect);

/* Ends all that are being opened, in the turns that follow; none is begun any more. */
void pool_stop(struct pool *self);

/* Closes every idle connection. None is being opened, and none in use. */
void pool_close(struct pool *self);

/* Where idle_take has found none: *got becomes a connection to that host, the caller's until pool_put or
 * pool_discard. The caller waits in the host's line for whichever comes first, one that is given back or one
 * that is newly opened. `fresh`: only a new one will do. On ASYNC_E_CONNECT, ASYNC_E_SYSTEM and ASYNC_TIMEOUT
 * (of connect_options) *got is the connection whose `why` tells, to be discarded too, or NULL: no memory. On
 * ASYNC_CANCELLED it is NULL. */
async pool_get(struct pool *self, struct origin *origin, bool fresh, struct pooled **got);

/* Gives it to the first request that waits, keeps it for the next, or closes it if it is of no use. */
void pool_put(struct pool *self, struct pooled *p);

void pool_discard(struct pooled *p);

/* idle.c. take: an idle connection to that host, which is the caller's then, or NULL; the freshest first: it
 * is the likeliest to live. One that its peer has closed, or on which something came unasked, is closed and
 * never handed out. is_sound: nothing has come that was not asked for, and the peer has not closed. keep:
 * until it is taken, too old, or ended by its peer. */
struct pooled *idle_take(struct pool *self, const struct origin *origin);
bool idle_is_sound(struct pooled *p);
void idle_keep(struct pooled *p);
void idle_discard_oldest(struct pool *self);

#endif
