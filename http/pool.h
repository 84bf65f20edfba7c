/* pool.h - connections that wait for their next request. */
#ifndef HTTP_POOL_H
#define HTTP_POOL_H

#include "http/conn.h"
#include "http/resolve.h"

enum { POOL_IDLE_S = 15 }; /* how long an idle connection is kept (aiohttp: keepalive_timeout) */

struct pool;

struct pooled { /* a connection of a pool's, on the heap */
	struct conn conn;
	struct pool *pool;
	struct host *host;
	struct list idle; /* its link in pool->idle */
	int64_t idle_since;
	bool stirred; /* something happened on it while it was idle */
};

struct pool {
	struct list idle;      /* oldest first */
	unsigned nidle, nopen; /* nopen: with those in use */
	struct buffer_pool buffers;
	struct timer expiry;  /* of the oldest */
	struct handle reaper; /* closes those that stirred, outside of the loop's event collection */
	bool reaper_queued;
};

void pool_init(struct pool *self);

/* Closes every idle connection; none may be in use, and the reaper must not be queued. */
void pool_close(struct pool *self);

/* Takes an idle connection to that host, the freshest first: it is the likeliest to live. One that its
 * peer has closed, or on which something came unasked, is closed and never handed out. NULL: there is
 * none. */
struct pooled *pool_take(struct pool *self, struct host *host);

/* A new connection that is not connected yet. If more than `limit` would be open, the oldest idle one is
 * closed for it. NULL: no memory. */
struct pooled *pool_new(struct pool *self, struct host *host, unsigned limit);

/* Puts it back for the next request, or closes it if it cannot be used again. */
void pool_put(struct pool *self, struct pooled *p);

void pool_discard(struct pooled *p);

#endif
