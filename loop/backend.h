/* backend.h - the kernel's side of readiness: epoll.c, kqueue.c or poll.c, chosen when the program is linked.
 * A new one: imitate epoll.c, and add its name to the Makefile (VARIANT, BACKENDS).
 * An fd is registered once, for both directions, edge-triggered: the kernel reports a change, and the loop
 * keeps what was reported as sticky bits in the watch until a system call says EAGAIN. So no system call
 * is spent on switching interest on and off (epoll(7), "edge-triggered"; kqueue(2), EV_CLEAR). poll(2) has
 * no edges; poll.c makes them of the sticky bits. */
#ifndef LOOP_BACKEND_H
#define LOOP_BACKEND_H

#include <stdint.h>

enum {
	LOOP_READ = 1,  /* a read may succeed, or report the end or the error */
	LOOP_WRITE = 2, /* a write may succeed, or report the error */
	LOOP_HUP = 4    /* the peer has sent its last byte (EPOLLRDHUP, EV_EOF); bytes may still be unread */
};

struct watch {
	int fd;
	unsigned ready; /* sticky LOOP_* bits */
	/* Called while events are collected: it may queue, never run user code. */
	void (*on_ready)(struct watch *);
};

/* The backend's name, for messages: "epoll", "kqueue" or "poll". */
extern const char backend_name[];

/* Opens the kernel's object (close-on-exec), if the backend has one. There is one in a process, which the
 * backend keeps to itself. Returns 0 or -errno. */
int backend_open(void);

/* Starts watching w->fd, which is open and no regular file (loop_watch has looked); w must stay where it is
 * until backend_remove. Readiness that exists already is reported by the next wait, or by setting the bits at
 * once. Returns 0 or -errno. */
int backend_add(struct watch *w);

/* Stops watching. Must be called before close(w->fd): a duplicate of the fd would keep the registration
 * alive. */
void backend_remove(struct watch *w);

/* Sleeps until something happens or timeout_ns has passed (0: only looks; < 0: for ever), rounding up,
 * never down. Takes all that has happened, up to 65,536 events (poll: all). Adds the reported bits to each
 * watch's ready and calls its on_ready once per event: since nothing else runs meanwhile, no event can speak
 * of an fd that was closed. Returns the number of events; 0 on a signal; -errno if it cannot wait. */
int backend_wait(int64_t timeout_ns);

void backend_close(void);

#endif
