/* conn.h - one connection to a peer, client's or server's, with TLS or without: its bytes as coroutines.
 *
 * A connection borrows a receive buffer only while bytes are in it. So ten thousand that wait for their
 * answers own none, and answers that arrive whole pass through one and the same buffer. */
#ifndef CORO_NET_CONN_H
#define CORO_NET_CONN_H

#include "coro/net/stream.h"
#include "coro/net/tls.h"
#include "coro/owner.h"

/* Of what arrives: a short answer with its head, which many connections may hold at a time. A peer that fills
 * one to the brim has more to say, and is read in pieces of a TLS record's size (RFC 8446 section 5.1). */
enum { BUFFER_SIZE = 1024, BUFFER_LONG = 16384 };

enum net_fault { /* what failed, finer than a status: for callers that must tell these apart */
	NET_FAULT_NONE,
	NET_FAULT_RESOLVE,     /* no such name */
	NET_FAULT_CONNECT,     /* no address lets us in */
	NET_FAULT_TLS,         /* the handshake failed … */
	NET_FAULT_CERTIFICATE, /* … because of the peer's certificate */
	NET_FAULT_RECEIVE      /* it failed in the middle: reset, or an end without the clean sign */
};

enum conn_stamp { CONN_BEGUN, CONN_RESOLVED, CONN_CONNECTED, CONN_SECURED, CONN_STAMPS };

struct buffer {
	struct buffer *next; /* spare: the next one */
	size_t room;
	char bytes[];
};

struct buffer_pool { /* spare buffers, none of them larger than BUFFER_LONG */
	struct buffer *spare;
	unsigned lent, kept;
};

struct conn {
	struct stream stream;
	SSL *ssl; /* NULL: plain */
	struct buffer_pool *pool;
	struct buffer *buffer; /* NULL: nothing has arrived that was not used */
	size_t begin, end;     /* its unused bytes */
	int64_t heard;         /* when bytes last came */
	bool is_long;          /* they filled the buffer to the brim */
	bool ended;            /* the peer has ended cleanly */
	bool was_reset;        /* the kernel has told of a reset; it does so once, and later of an end (plain) */
	enum status out_error; /* nothing can be sent any more, and why */
	bool is_paused;        /* more than CONN_HIGH_WATER bytes are queued: conn_drain waits */
	bool has_ended;        /* our own direction ends behind what is queued */
	struct buffer *out;    /* what the kernel has not taken yet (writer.c); NULL: nothing */
	size_t out_begin, out_end; /* its bytes */
	struct handle sender;  /* sends those bytes on; it is queued while run is set */
	struct list drains;    /* the waits in conn_drain and conn_flush */
	struct hold hold;      /* of the frame it lies in, if that opened it */
	enum net_fault fault;    /* what has failed; NET_FAULT_NONE: nothing */
	char why[160];           /* after ASYNC_E_DISCONNECTED or ASYNC_E_CONNECT */
	int64_t at[CONN_STAMPS]; /* when connect_host came to which step; 0: it did not */
};

/* Closes everything at once, saying close_notify if that is still possible, and gives the buffers back; what
 * is queued is dropped. A task in conn_drain gets ASYNC_E_DISCONNECTED; a task that reads sees the end, and
 * c must last until that task has run. Safe on a zeroed conn. */
void conn_close(struct conn *c);

/* TLS from here on, by c->ssl, which tls_new has made on c->stream, and which conn_close frees.
 * ASYNC_E_CONNECT: see c->why. */
async conn_handshake(struct conn *c);

/* Waits until at least one more byte has arrived in c->buffer, or the peer has ended: then c->ended is set
 * and nothing added. A buffer that is full grows, up to most bytes of content; beyond that
 * ASYNC_E_PAYLOAD. ASYNC_E_DISCONNECTED: cut or failed, see c->why. The bytes may have moved.
 * ASYNC_E_SYSTEM: no memory. */
async conn_fill(struct conn *c, size_t most);

/* The bytes that have arrived; conn_use takes them off the front. */
static inline const char *conn_bytes(const struct conn *c, size_t *len)
{
	*len = c->end - c->begin;
	return c->buffer ? c->buffer->bytes + c->begin : "";
}
void conn_use(struct conn *c, size_t len);

/* A look at a connection that is not in use: true if nothing has arrived that was not asked for, and the peer
 * has not closed. Costs a system call. */
bool conn_is_quiet(struct conn *c);

/* What the files of this room share. One try to send, never suspending; and what a failed one means: notes
 * why the connection is of no use any more, and returns the status. */
enum tls_outcome conn_try_write(struct conn *c, const char *bytes, size_t len, size_t *done);
enum status conn_broken(struct conn *c, enum tls_outcome outcome, enum status status);

/* A buffer of BUFFER_SIZE, or NULL; and back; without a pool (NULL) from malloc. buffer_pool_free frees
 * the spare ones. */
struct buffer *buffer_borrow(struct buffer_pool *pool);
void buffer_return(struct buffer_pool *pool, struct buffer *b);

/* Makes it hold at least `room` bytes; it and those in it may move. False: no memory, and nothing has
 * changed. buffer_grown: the bytes it will hold then; growing doubles. */
bool buffer_grow(struct buffer **b, size_t room);
size_t buffer_grown(const struct buffer *b, size_t room);

/* The place for len more behind *end, in a buffer that is borrowed if there is none (*b NULL), or made
 * larger. What stands before *begin is of no use any more, and is overwritten once it is the larger part: so
 * each byte is moved once, on average. NULL: no memory; then *b may have been borrowed all the same. */
char *buffer_make_room(struct buffer_pool *pool, struct buffer **b, size_t *begin, size_t *end, size_t len);

void buffer_pool_free(struct buffer_pool *pool);

#endif
