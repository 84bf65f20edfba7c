/* tls.h - TLS by OpenSSL, on a stream of ours, never blocking.
 *
 * OpenSSL reads and writes through a BIO (its word for a stream), and here that BIO is ours: bytes go to
 * stream.h. Every call may answer "not now", and then says what it needs first: any call may need either
 * direction, for TLS talks on its own too. */
#ifndef CORO_NET_TLS_H
#define CORO_NET_TLS_H

#include "coro/net/stream.h"

#include <openssl/ssl.h>

enum tls_outcome {
	TLS_DONE,
	TLS_WANT_READ = LOOP_READ, /* wait for that bit (io_ready), then repeat the same call */
	TLS_WANT_WRITE = LOOP_WRITE, /* … or for that one */
	TLS_END,        /* the peer said close_notify: everything has arrived (RFC 8446 section 6.1) */
	TLS_CUT,        /* the stream ended without it: something may be missing */
	TLS_FAILED      /* see tls_reason */
};

enum { TLS_SESSIONS = 64 }; /* as many as may be used up at once: see POOL_OPENING */

struct tls_sessions { /* sessions that one host has given us to resume: a ring that forgets the oldest */
	SSL_SESSION *ring[TLS_SESSIONS];
	unsigned next; /* where the next one is put, modulo TLS_SESSIONS */
};

/* Makes the context all connections of one session share: verification on, TLS 1.2 or later, trust from
 * the PEM file `cafile` or, if NULL, from the system: in each certificate there, be it a root or not. Slow
 * with the system's store (about 0.1 s): once per session. NULL on failure, with the reason in why. */
SSL_CTX *tls_client_context(const char *cafile, char *why, size_t room); /* SSL_CTX_free frees it */

/* Makes ssl talk to `host`, a name or an IP address, as a client: SNI (names only, RFC 6066 section 3), the
 * certificate must be for that host. alpn: the protocols to be spoken, each behind its length (RFC 7301), or
 * NULL. Also for blocking sockets. Returns false if OpenSSL refuses. */
bool tls_client_setup(SSL *ssl, const char *host, const char *alpn);

/* Offers the newest session of that host in ssl's handshake, and from now on keeps there what the peer gives
 * us. A ticket of TLS 1.3 is taken out, since to offer it twice would tell a listener that both connections
 * are one client's (RFC 8446 appendix C.4); a session of TLS 1.2 stays. What was in use when a connection
 * ended by a fatal alert is not offered (RFC 5246 section 7.2.2). The store outlives ssl, and is one host's
 * alone: name and port. tls_sessions_free empties it. */
void tls_resume(SSL *ssl, struct tls_sessions *store);
void tls_sessions_free(struct tls_sessions *store);

/* A new SSL on the stream, which must outlive it. NULL: no memory. Free it with SSL_free. */
SSL *tls_new(SSL_CTX *context, struct stream *stream);

static inline bool tls_must_wait(enum tls_outcome outcome)
{
	return outcome == TLS_WANT_READ || outcome == TLS_WANT_WRITE;
}

/* One try each, never suspending. The error queue, one for the whole thread, is cleared before: what another
 * connection left in it would be taken for ours. *done: bytes read or written. Between two tries to write one
 * may read, but OpenSSL (3.0) then takes in one request for new keys only (KeyUpdate, RFC 8446 section
 * 4.6.3): with the second, before the write is through, the connection has failed: "bad length". */
enum tls_outcome tls_handshake(SSL *ssl);
enum tls_outcome tls_read(SSL *ssl, void *buf, size_t room, size_t *done);
enum tls_outcome tls_write(SSL *ssl, const void *buf, size_t len, size_t *done);

/* What a read of one byte would return; the byte stays where it is. */
enum tls_outcome tls_peek(SSL *ssl);

/* Says close_notify if the connection is still good for it, waits for nothing, and frees ssl. NULL is
 * fine. */
void tls_close(SSL *ssl);

/* Why a call has FAILED, in OpenSSL's words: "certificate verify failed: self-signed certificate". */
void tls_reason(const SSL *ssl, char *text, size_t room);

/* Did it fail because of the peer's certificate? */
bool tls_certificate_refused(const SSL *ssl);

/* What the files of this module share: the first error of OpenSSL's queue in words, or `otherwise`. */
const char *tls_first_reason(const char *otherwise);

#endif
