/* connect.h - from a host to a connection one can talk on: address, TCP, TLS. */
#ifndef CORO_NET_CONNECT_H
#define CORO_NET_CONNECT_H

#include "coro/net/resolve.h"
#include "coro/net/streams.h"
#include "coro/timeout.h"

/* Instead of the network: joins *stream to a peer in memory. False: refused. For tests. */
typedef bool dial_fn(void *arg, struct stream *stream);

struct connect_options {
	int64_t timeout_ns; /* for all of it, however many addresses there are */
	SSL_CTX *tls;       /* for https */
	dial_fn *dial;
	void *dial_arg;
	bool no_resume;   /* every TLS handshake is a full one */
	const char *alpn; /* see tls_client_setup */
};

/* Connects c, which is closed, to the host: to the first of its addresses that answers (race_connect). With
 * TLS a session of an earlier connection to that host is resumed, if there is one. Errors: ASYNC_E_CONNECT,
 * ASYNC_E_SYSTEM (c->why tells), ASYNC_TIMEOUT. In each case call conn_close: it closes what was opened. */
async connect_host(struct conn *c, struct host *host, const struct connect_options *options);

/* Happy eyeballs (RFC 8305): connects *stream, which is closed, to one of `count` addresses, from number
 * `first` on, round. When one has failed, the next one is tried; when it has not answered for
 * CONNECT_NEXT_MS, the next one is tried beside it. The first that answers wins, and `good` says which it
 * was; the others are closed. No time limit. The addresses must last until it ends. ASYNC_E_CONNECT: *error,
 * 0 before, is the errno of the last that failed. */
async race_connect(struct stream *stream, struct addresses *to, int first, int count, int *error);

#endif
