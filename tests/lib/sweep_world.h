/* sweep_world.h - the world of the cancel sweep: a kitchen in this process; a resolver whose first address is
 * closed. */
#ifndef TESTS_LIB_SWEEP_WORLD_H
#define TESTS_LIB_SWEEP_WORLD_H

#include "tests/lib/support.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "demo/kitchen/certs.h"
#include "demo/kitchen/guest.h"
#include "http/session.h"

static struct kitchen kitchen;
static const char *folder;
static char cafile[512];
static uint16_t open_port, closed_port;
static unsigned lookups;

static struct server server; /* the kitchen's */

static int listener(uint16_t *port)
{
	struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof at;
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	assert_true(fd >= 0);
	assert_int_equal(bind(fd, (struct sockaddr *)&at, len), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&at, &len), 0);
	*port = ntohs(at.sin_port);
	return fd;
}

static struct addrinfo *address(uint16_t port, struct addrinfo *next)
{
	struct addrinfo *a = calloc(1, sizeof *a + sizeof(struct sockaddr_in));
	struct sockaddr_in *at = (void *)(a + 1);

	*at = (struct sockaddr_in){
		.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	*a = (struct addrinfo){.ai_family = AF_INET,
		.ai_socktype = SOCK_STREAM,
		.ai_addr = (void *)at,
		.ai_addrlen = sizeof *at,
		.ai_next = next};
	return a;
}

/* Replaces the C library's: called on the helper thread, too. */
int getaddrinfo(const char *name, const char *port, const struct addrinfo *hints, struct addrinfo **found)
{
	(void)name, (void)port;
	if (hints->ai_flags & AI_NUMERICHOST)
		return EAI_NONAME;
	__atomic_add_fetch(&lookups, 1, __ATOMIC_RELAXED);
	*found = address(closed_port, address(open_port, NULL));
	return 0;
}

void freeaddrinfo(struct addrinfo *a)
{
	while (a) {
		struct addrinfo *next = a->ai_next;

		free(a);
		a = next;
	}
}

/* The innermost await outside of the core of coro/. */
static const struct site *site_in_net(const struct coro *root)
{
	const struct site *at = NULL;

	for (; root; root = root->child)
		at = strncmp(root->at->file, "coro/", 5) || !strncmp(root->at->file, "coro/net/", 9) ? root->at : at;
	return at;
}

static long guests(void)
{
	long count = 0;

	for (struct list *l = list_first(&server.clients); l != &server.clients; l = l->next)
		count++;
	return count;
}

#endif
