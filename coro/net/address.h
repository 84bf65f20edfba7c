/* address.h - the addresses of a host, and a socket on its way to one of them. Nothing here waits. */
#ifndef CORO_NET_ADDRESS_H
#define CORO_NET_ADDRESS_H

#include <netdb.h>
#include <stdbool.h>
#include <sys/socket.h>

struct addrinfo; /* <netdb.h> keeps it back from a program in strict C11 that does not ask for POSIX */

/* How long an address may not answer before the next one is tried beside it (RFC 8305 section 5, "Connection
 * Attempt Delay"). */
enum { CONNECT_NEXT_MS = 250 };

struct address {
	struct sockaddr_storage at;
	socklen_t len;
};

/* What one look-up has found, on the heap. The host uses it until the next look-up, and each connect
 * for as long as it goes through it. */
struct addresses {
	unsigned users;
	int count;
	int good; /* the one that worked last: tried first, and the others after it, round */
	struct address list[]; /* in the order in which to try them: the resolver's, families in turn */
};

/* Takes the result of getaddrinfo, which stays the caller's. NULL: no memory. drop: one user less. */
struct addresses *addresses_new(const struct addrinfo *found);
void addresses_drop(struct addresses *self);

/* Begins a connect(2) on a new socket, which is non-blocking and sends without delay. Returns it, the
 * caller's to close, or -errno. */
int address_connect(const struct address *to);

/* Listens there, on IPv4 or IPv6 alone, with so many clients in the kernel's queue at most. Returns the
 * socket, the caller's to close, or -errno. *port is used in place of the address's own; if it is 0,
 * the kernel chooses one, and *port says which. */
int address_listen(const struct address *at, unsigned *port, int backlog);

/* Makes a socket what each of ours is: non-blocking, not inherited, and sending without delay. Returns 0 or
 * errno. */
int address_prepare(int fd);

/* How that ended: 0 or errno. To be asked once, when the socket is writable. */
int address_outcome(int fd);

/* Is errno a limit of our own machine's, against which no other address helps? */
bool address_is_ours(int err);

#endif
