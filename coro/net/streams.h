/* streams.h - asyncio's streams: a connection to read from and to write to. A server of such connections
 * stands in server.h.
 *
 *     ASYNC(struct conn conn; char line[80]; size_t len);
 *     ASYNC_WITH(open_connection(&my->conn, "localhost", 7777, NULL)) {
 *             conn_write(&my->conn, "hello\n", 6);
 *             AWAIT(conn_drain(&my->conn));                  while the peer is slow, others run
 *             AWAIT(conn_read_line(&my->conn, my->line, sizeof my->line, &my->len));
 *     } ASYNC_EXIT(conn_finish(&my->conn));
 *
 * One task may read from a connection while others write to it. Each error says why (error.h). See
 * https://docs.python.org/3/library/asyncio-stream.html; what is different here stands in
 * notes/asyncio.md. */
#ifndef CORO_NET_STREAMS_H
#define CORO_NET_STREAMS_H

#include "coro/net/conn.h"

/* ---- reading. If a task is cancelled while it reads, no byte is lost: the next call gets them ---- */

/* StreamReader.read(n): waits until something has come, and takes at most n bytes of it. *got is 0 at the end
 * of the file: the peer has sent its last byte, or this side has closed. ASYNC_E_DISCONNECTED: the connection
 * was cut; ASYNC_E_SYSTEM: no memory. (Each call that reads can raise those two.) */
async conn_read(struct conn *c, void *buf, size_t n, size_t *got);

/* StreamReader.readline(): reads a line with its newline, and sets a NUL behind it. If the file ends before a
 * newline, the line is what is left; after that it is "". *len (NULL: not asked for) counts its bytes without
 * the NUL. ASYNC_E_PAYLOAD: more than room - 2 bytes stand before the newline. Then the line is thrown away,
 * with its newline if that has come, or else all that has come. Aborts if room is less than 2. */
async conn_read_line(struct conn *c, char *line, size_t room, size_t *len);

/* StreamReader.readexactly(n). ASYNC_E_DISCONNECTED: the file ends before n bytes (IncompleteReadError). *got
 * (NULL: not asked for) counts the bytes in buf. */
async conn_read_exactly(struct conn *c, void *buf, size_t n, size_t *got);

/* ---- writing ---- */

enum { CONN_HIGH_WATER = 65536, CONN_LOW_WATER = 16384 }; /* asyncio's, in bytes: see conn_drain */

/* StreamWriter.write: sends what the kernel takes at once, and queues a copy of the rest. The loop sends that
 * when there is room (writer.c). Never suspends. If something goes wrong, conn_drain raises it, and nothing
 * more is sent. Aborts after conn_write_eof. */
void conn_write(struct conn *c, const void *bytes, size_t len);

/* The same, of formatted text. */
__attribute__((format(printf, 2, 3))) void conn_print(struct conn *c, const char *format, ...);

/* The number of bytes that are queued: 0 if the kernel has taken all (transport.get_write_buffer_size()). A
 * client may never read. So a server must look at this number, or wait in conn_drain: else the queue grows
 * for ever. */
size_t conn_queued(const struct conn *c);

/* StreamWriter.drain: if more than CONN_HIGH_WATER bytes were queued, waits until at most CONN_LOW_WATER are;
 * else returns at once. ASYNC_E_DISCONNECTED: the peer is gone, or the connection was closed meanwhile;
 * ASYNC_E_SYSTEM: no memory for the queue. Several tasks may wait. */
async conn_drain(struct conn *c);

/* Waits until nothing is queued. Errors: as conn_drain. */
async conn_flush(struct conn *c);

/* StreamWriter.write_eof: the peer reads the end of the file after all that was written, and may still send.
 * Never suspends. ASYNC_E_INVALID with TLS, which here ends both directions at once (asyncio: can_write_eof()
 * is false). */
async conn_write_eof(struct conn *c);

/* StreamWriter.close and wait_closed: waits until what is queued has been sent, then closes. It also closes
 * if that fails, and at once if its task is cancelled. Errors: as conn_drain; none on a connection that is
 * closed already, or zero. (conn_close, in conn.h, is a plain function that closes at once and drops what is
 * queued.) */
async conn_finish(struct conn *c);

/* ---- a client ---- */

struct open_options {       /* what is zero means the default */
	bool tls;           /* talk TLS: the certificate must be for that host, and known to the system, … */
	const char *cafile; /* … or to this PEM file (implies tls) */
	SSL_CTX *context;   /* … or to this, of tls_client_context: nothing else is loaded (implies tls) */
	int64_t timeout_ns; /* for all of it; 0: none */
};

/* asyncio.open_connection: connects *c to a host (a name, or an address without brackets) and port. *c must
 * be closed or zero, else this aborts. A helper thread looks the name up; of several addresses the first that
 * answers is taken (RFC 8305). Errors, after which c is closed: ASYNC_E_CONNECT, ASYNC_E_SYSTEM,
 * ASYNC_TIMEOUT, ASYNC_E_INVALID (host). Close c before the frame in which it lies is left, after an error
 * too, as ASYNC_WITH does; else the program aborts. */
async open_connection(struct conn *c, const char *host, unsigned port, const struct open_options *options);

#endif
