/* origin.h - a server as the session knows it: what a URL's scheme, host and port name (RFC 9110 section
 * 4.3.1). */
#ifndef HTTP_ORIGIN_H
#define HTTP_ORIGIN_H

#include "coro/many/locks.h"
#include "coro/net/resolve.h"
#include "http/parse/url.h"

#define ALPN_HTTP "\x08http/1.1"

struct origin {
	struct list link;
	struct host host;
	struct url url; /* its scheme, host and port alone */
	char field[URL_HOST_MAX + 16]; /* the Host field's value */
	struct semaphore slots;        /* permits to use a connection to it, if there is a limit */
	struct list wanting;           /* pool_waits: see pool.c, whose fields these are */
	unsigned nwanting, nopening;   /* how many stand there, and connections that are being opened */
	struct list hungry;            /* its link in pool->hungry */
};

/* limit: connections to it that may be in use at a time; 0: no bound. host_close frees what its host
 * holds. */
void origin_init(struct origin *self, const struct url *url, unsigned limit);

/* Where a connection to this host and port leads: there, unless the environment says
 * CONNECT_TO=HOST:PORT. Then every connection leads to that one, as if /etc/hosts said so, for this
 * process alone and with a port (curl: --connect-to). The URL stays as it is, and with it the request,
 * the certificate that is asked for, and the words of an error. So a program meets a server on this
 * machine without a word of its own about that. */
void resolve_destination(struct destination *to, const char *host, unsigned port);

#endif
