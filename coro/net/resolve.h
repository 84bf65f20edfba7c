/* resolve.h - from a host's name to its addresses, without stopping the loop.
 *
 * getaddrinfo(3) blocks, so it runs on a helper thread; a numeric address needs no look-up and no thread.
 * All tasks that ask for one host share one look-up, which goes on even if they are cancelled: the next one
 * may want its answer. */
#ifndef CORO_NET_RESOLVE_H
#define CORO_NET_RESOLVE_H

#include "coro/net/address.h"
#include "coro/net/tls.h"

struct lookup; /* one in flight */

enum {
	HOST_NAME_SIZE = 255, /* 253 characters (RFC 1035: 255 octets on the wire), a last dot, a NUL */
	RESOLVE_TTL_S = 10    /* how long an answer is believed (aiohttp: ttl_dns_cache) */
};

struct destination { /* as getaddrinfo takes it */
	char name[HOST_NAME_SIZE], port[6];
};

struct host { /* a server that one connects to, perhaps often: what is known of it */
	bool tls; /* it is to be spoken with in TLS */
	uint16_t port;
	struct addresses *found; /* NULL: not looked up yet, or in vain */
	int64_t resolved_at;
	int error;                   /* of the last look-up: getaddrinfo's, 0 if well */
	int lack;                    /* why this machine could not even look, an errno; 0: it could */
	struct lookup *lookup;       /* in flight, shared */
	struct list waiting;         /* the waits for it */
	struct tls_sessions sessions;
	char name[HOST_NAME_SIZE]; /* what its certificate must be for; no brackets */
	struct destination to;     /* where its connections lead: that name and port, unless set otherwise */
};

/* Is it localhost, or a name below it? A dot may stand at the end. */
bool destination_is_local(const struct destination *to);

/* getaddrinfo(3), which may block, unless flags has AI_NUMERICHOST. No name stands for all addresses of this
 * machine, to listen on; a local one leads to the loopback interface, whatever /etc/hosts says, and no server
 * is asked (RFC 6761 section 6.3; curl does so, too). Returns what it found, the caller's to drop; or NULL:
 * then *lack is the limit of our own machine, of files or memory, that it met, as an errno, or 0, and *error
 * is for gai_strerror. */
struct addresses *destination_look_up(const struct destination *to, int flags, int *error, int *lack);

/* A name of len bytes, fewer than HOST_NAME_SIZE. close frees what it holds, while the loop is open. */
void host_init(struct host *self, const char *name, size_t len, uint16_t port, bool tls);
void host_close(struct host *self);

/* Makes host->found ready. ASYNC_E_CONNECT: no such name, see host->error (for gai_strerror); ASYNC_E_SYSTEM:
 * no thread, file or memory to look it up, see host->lack. Another look-up may replace it whenever the caller
 * waits. */
async resolve_host(struct host *host);

#endif
