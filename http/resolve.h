/* resolve.h - from a host's name to its addresses, without stopping the loop.
 *
 * getaddrinfo(3) blocks, so it runs on a helper thread; a numeric address needs no look-up and no thread.
 * All who ask for one host share one look-up, which goes on even if they are cancelled: the next one may
 * want its answer. */
#ifndef HTTP_RESOLVE_H
#define HTTP_RESOLVE_H

#include "coro/many/locks.h"
#include "coro/net/tls.h"
#include "coro/net/address.h"
#include "http/parse/url.h"

struct lookup; /* one in flight */

enum { RESOLVE_TTL_S = 10 }; /* how long an answer is believed (aiohttp: ttl_dns_cache) */

struct host { /* a server as the session knows it */
	struct list link;
	bool tls;
	uint16_t port;
	struct addresses *found; /* NULL: not looked up yet, or in vain */
	int64_t resolved_at;
	int error;                   /* of the last look-up: getaddrinfo's, 0 if well */
	int lack;                    /* why this machine could not even look, an errno; 0: it could */
	struct lookup *lookup;       /* in flight, shared */
	struct list waiting;         /* those who wait for it */
	struct semaphore slots;      /* permits to use a connection to it */
	struct list wanting;         /* pool_waits: see pool.c, whose fields these are */
	unsigned nwanting, nopening; /* how many stand there, and connections that are being opened */
	struct list hungry;          /* its link in pool->hungry */
	struct tls_sessions sessions;
	char name[URL_HOST_MAX + 2]; /* no brackets */
};

struct destination { /* as getaddrinfo takes it */
	char name[URL_HOST_MAX + 2], port[6];
};

/* Where a connection to this host and port leads: there, unless the environment says
 * CONNECT_TO=HOST:PORT. Then every connection leads to that one, as if /etc/hosts said so, for this
 * process alone and with a port (curl: --connect-to). The URL stays as it is, and with it the request,
 * the certificate that is asked for, and the words of an error. So a program meets a server on this
 * machine without a word of its own about that. */
void resolve_destination(struct destination *to, const char *host, unsigned port);

/* Is it localhost, or a name below it? A dot may stand at the end. */
bool destination_is_local(const struct destination *to);

/* getaddrinfo(3), which may block, unless flags has AI_NUMERICHOST; the result is freed by freeaddrinfo. A local name leads to
 * the loopback interface, whatever /etc/hosts says, and no server is asked (RFC 6761 section 6.3; curl does so, too).
 * Returns 0, or an error for gai_strerror. */
int destination_look_up(const struct destination *to, int flags, struct addrinfo **found);

/* limit: connections to it that may be in use at a time; 0: no bound. close frees what it holds. */
void host_init(struct host *self, const struct url *url, unsigned limit);
void host_close(struct host *self);

/* Called at once behind a destination_look_up that has failed: the limit of our own machine, of files or memory, that it
 * met, an errno, or 0. Its own errors do
 * not tell: for glibc no name is known when /etc/hosts cannot be opened. */
int resolve_lack(int error);

/* Makes host->found ready. ASYNC_E_CONNECT: no such name, see host->error (for gai_strerror); ASYNC_E_SYSTEM: no
 * thread, file or memory to look it up, see host->lack. Another look-up may replace it whenever the caller waits. */
async resolve_host(struct host *host);

#endif
