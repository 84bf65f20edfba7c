/* stream.h - a two-way stream of bytes, with one interface: a socket, or an end in memory.
 *
 * TLS and plain HTTP stand on it. Two memory ends, joined, are a network without a kernel: nothing on it
 * takes real time, so whole TLS sessions repeat byte for byte on the virtual clock, and a test may cut,
 * split or stall it where it likes. */
#ifndef CORO_NET_STREAM_H
#define CORO_NET_STREAM_H

#include "coro/io.h"

#include <sys/types.h>

enum { STREAM_PIPE_SIZE = 32768 };

struct stream_pipe {        /* one direction of a memory stream */
	size_t held;        /* so many bytes wait for the reader, from the front on */
	bool ended;         /* the writer has closed */
	size_t most;        /* bytes one recv may give, 0: no bound. For tests: 1 splits everywhere … */
	uint64_t passed;    /* bytes written so far */
	uint64_t cut;       /* … and this many bytes reach the reader before the line is cut; 0: all */
	char bytes[STREAM_PIPE_SIZE];
};

struct stream {
	struct io io;                 /* readiness; io.watch.fd is the socket, or -1 */
	struct stream *peer;          /* memory: the other end, NULL once it has closed */
	struct stream_pipe *in, *out; /* memory: whose bytes are the creator's */
};

/* A stream on a connected (or connecting) non-blocking socket, which it owns from then on. 0, or -errno:
 * fd is closed. */
int stream_open_socket(struct stream *self, int fd);

/* Joins two ends: what is sent into one comes out of the other. */
void stream_open_memory(struct stream *a, struct stream *b, struct stream_pipe pipes[2]);

/* Bytes received, 0 at the end of the stream, -1 with errno; EAGAIN: none now, wait for LOOP_READ. Never
 * suspends. */
ssize_t stream_recv(struct stream *self, void *buf, size_t room);

/* Bytes sent, perhaps fewer than len; -1 with errno; EAGAIN: no room now, wait for LOOP_WRITE. A peer that
 * is gone is EPIPE, not a signal: MSG_NOSIGNAL, because a library must not change what SIGPIPE does to its
 * program. */
ssize_t stream_send(struct stream *self, const void *buf, size_t len);

/* Ends our direction: the peer will read the end, and may still send. */
void stream_end(struct stream *self);

bool stream_is_open(const struct stream *self);

/* Ends it at once; safe on a zeroed stream and when closed already. */
void stream_close(struct stream *self);

#endif
