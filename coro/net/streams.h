/* streams.h - asyncio's streams: a connection that one reads from and writes to, and a server of such
 * connections.
 *
 *     ASYNC(struct conn conn; char line[80]; size_t len);
 *     ASYNC_WITH(open_connection(&my->conn, "localhost", 7777, NULL)) {
 *             conn_write(&my->conn, "hello\n", 6);
 *             AWAIT(conn_drain(&my->conn));                  while the peer is slow, others run
 *             AWAIT(conn_read_line(&my->conn, my->line, sizeof my->line, &my->len));
 *     } ASYNC_EXIT(conn_finish(&my->conn));
 *
 * One task may read from a connection while others write to it. Errors have words (error.h). See
 * https://docs.python.org/3/library/asyncio-stream.html; what is different here stands in
 * notes/asyncio.md. */
#ifndef CORO_NET_STREAMS_H
#define CORO_NET_STREAMS_H

#include "coro/net/conn.h"
#include "coro/owner.h"

/* ---- reading. A task that is cancelled loses no byte: they stay for the next call ---- */

/* StreamReader.read(n): waits until something has come, and takes at most n bytes of it. *got is 0 at the end
 * of the file, when the peer has sent its last byte, or we have closed. ASYNC_E_DISCONNECTED: the connection
 * was cut; ASYNC_E_SYSTEM: no memory. (Those two can come of each call that reads.) */
async conn_read(struct conn *c, void *buf, size_t n, size_t *got);

/* StreamReader.readline(): a line with its newline, and a NUL behind it; at the end of the file what there is
 * without one, and then "". *len (NULL: not asked for) counts its bytes without that NUL. A line of more than
 * room - 2 bytes before its newline is ASYNC_E_PAYLOAD: it is thrown away, up to its newline if that has
 * come, or else all that has come. Aborts if room is less than 2. */
async conn_read_line(struct conn *c, char *line, size_t room, size_t *len);

/* StreamReader.readexactly(n). ASYNC_E_DISCONNECTED, if the file ends before that (IncompleteReadError): *got
 * (NULL: not asked for) counts the bytes in buf. */
async conn_read_exactly(struct conn *c, void *buf, size_t n, size_t *got);

/* ---- writing ---- */

enum { CONN_HIGH_WATER = 65536, CONN_LOW_WATER = 16384 }; /* asyncio's, in bytes: see conn_drain */

/* StreamWriter.write: sends what the kernel takes at once, and queues the rest, which is sent while others
 * run. Never suspends, and copies what it queues. What goes wrong is told by conn_drain; nothing is sent
 * then. Aborts after conn_write_eof. */
void conn_write(struct conn *c, const void *bytes, size_t len);

/* The same, of formatted text. */
__attribute__((format(printf, 2, 3))) void conn_print(struct conn *c, const char *format, ...);

/* Bytes that are queued: 0 if the kernel has taken all (transport.get_write_buffer_size()). A server that
 * writes to a client that never reads must look at it, or wait in conn_drain, lest the queue grow for
 * ever. */
size_t conn_queued(const struct conn *c);

/* StreamWriter.drain: returns at once unless more than CONN_HIGH_WATER bytes were queued; then waits until no
 * more than CONN_LOW_WATER are. ASYNC_E_DISCONNECTED: the peer is gone, or the connection was closed
 * meanwhile; ASYNC_E_SYSTEM: no memory for the queue. Several may wait. */
async conn_drain(struct conn *c);

/* Waits until nothing is queued. Errors: as conn_drain. */
async conn_flush(struct conn *c);

/* StreamWriter.write_eof: the peer sees the end of the file behind all that was written, and may still send.
 * Never suspends. ASYNC_E_INVALID with TLS, which ends both ways at once here (asyncio: can_write_eof() is
 * false). */
async conn_write_eof(struct conn *c);

/* StreamWriter.close and wait_closed: waits until what is queued has been sent, and closes, whatever happens
 * to that; one that is cancelled closes at once. Errors: as conn_drain; none on a connection that is closed
 * already, or zero. (conn_close, in conn.h, is a plain function that closes at once and drops what is
 * queued.) */
async conn_finish(struct conn *c);

/* ---- a client ---- */

struct open_options {       /* what is zero means the default */
	bool tls;           /* talk TLS: the certificate must be for that host, and known to the system, … */
	const char *cafile; /* … or to this PEM file (implies tls) */
	SSL_CTX *context;   /* … or to this, of tls_client_context: nothing else is loaded (implies tls) */
	int64_t timeout_ns; /* for all of it; 0: none */
};

/* asyncio.open_connection: connects *c, which is closed or zero (or this aborts), to a host (a name, or an
 * address without brackets) and port. The look-up is done on a helper thread; of several addresses the first
 * that answers is taken (RFC 8305). Errors, after which c is closed: ASYNC_E_CONNECT, ASYNC_E_SYSTEM,
 * ASYNC_TIMEOUT, ASYNC_E_INVALID (host). It is closed before the frame in which it lies is left, by an error
 * too, or the program aborts: ASYNC_WITH does that. */
async open_connection(struct conn *c, const char *host, unsigned port, const struct open_options *options);

#endif
