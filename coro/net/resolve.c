/* resolve.c - many tasks may wait for one look-up, and if they are cancelled it goes on. */
#include "coro/net/resolve.h"
#include "coro/many/wait_queue.h"
#include "loop/offload.h"

#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct lookup { /* on the heap: it may outlive all that asked */
	struct offload job;
	struct host *host; /* NULL when the host is no longer interested */
	struct destination to;
	struct addresses *found;
	int error, lack;
};

void host_init(struct host *self, const char *name, size_t len, uint16_t port, bool tls)
{
	*self = (struct host){.tls = tls, .port = port};
	memcpy(self->name, name, len);
	memcpy(self->to.name, name, len);
	snprintf(self->to.port, sizeof self->to.port, "%u", (unsigned)port);
}

/* ---- what was found ---- */

/* found is the host's from now on; or NULL, and error and lack say why. */
static void set_found(struct host *self, struct addresses *found, int error, int lack)
{
	addresses_drop(self->found);
	self->found = found;
	self->error = error;
	self->lack = lack;
	self->resolved_at = loop.now;
}

void host_close(struct host *self)
{
	if (self->lookup)
		self->lookup->host = NULL; /* its thread goes on; its answer is dropped */
	tls_sessions_free(&self->sessions);
	addresses_drop(self->found);
	self->found = NULL;
}

bool destination_is_local(const struct destination *to)
{
	static const char local[] = "localhost";
	const char *name = to->name;
	size_t len = strlen(name), size = sizeof local - 1;

	len -= len > 0 && name[len - 1] == '.';
	return len >= size && strncasecmp(name + len - size, local, size) == 0 &&
	       (len == size || name[len - size - 1] == '.');
}

struct addresses *destination_look_up(const struct destination *to, int flags, int *error, int *lack)
{
	const int passive = to->name[0] ? 0 : AI_PASSIVE; /* all addresses: to listen */
	const struct addrinfo hints = {.ai_flags = flags | AI_NUMERICSERV | passive, .ai_socktype = SOCK_STREAM};
	const bool local = !(flags & AI_NUMERICHOST) && destination_is_local(to); /* it is no number */
	struct addrinfo *list;
	struct addresses *found;
	int met;

	errno = 0;
	/* With AI_NUMERICHOST it asks no server, and may be called on the loop's thread. Else it may block
	 * for long. */
	*error = getaddrinfo(local || passive ? NULL : to->name, to->port, &hints, &list);
	if (*error) {
		/* Its own errors do not tell: to glibc no name is known when /etc/hosts cannot be opened. */
		met = *error == EAI_MEMORY ? ENOMEM : errno;
		*lack = address_is_ours(met) ? met : 0;
		return NULL;
	}
	found = addresses_new(list);
	*lack = found ? 0 : ENOMEM;
	freeaddrinfo(list);
	return found;
}

/* ---- the look-up: a job of its own, so that a task that asks may be cancelled ---- */

static void ask(struct offload *job) /* on the helper thread */
{
	struct lookup *l = container_of(job, struct lookup, job);

	l->found = destination_look_up(&l->to, 0, &l->error, &l->lack);
}

static void drop_answer(struct offload *job)
{
	struct lookup *l = container_of(job, struct lookup, job);

	addresses_drop(l->found);
	free(l);
}

static void take_answer(struct offload *job)
{
	struct lookup *l = container_of(job, struct lookup, job);
	struct host *host = l->host;

	if (host) {
		set_found(host, l->found, l->error, l->lack);
		l->found = NULL;
		host->lookup = NULL;
		wait_queue_wake_all(&host->waiting); /* who runs in the next turn: each task that asked */
	}
	drop_answer(job);
}

/* Returns 0 or errno: no memory, or no thread. */
static int start_lookup(struct host *host)
{
	struct lookup *l = calloc(1, sizeof *l);
	int err;

	if (!l)
		return ENOMEM;
	*l = (struct lookup){{ask, take_answer, drop_answer, NULL, 0}, .host = host, .to = host->to};
	err = offload_start(&l->job);
	if (err)
		free(l);
	else
		host->lookup = l;
	return -err;
}

/* ---- the coroutine ---- */

static const struct wait_kind waits_for_address = {.what = "an address"};

/* Is the address there without a wait? It may be known already, or the name may be a number. */
static bool resolved_at_once(struct host *host)
{
	struct addresses *found;
	int error, lack;

	if (host->found && loop.now - host->resolved_at < RESOLVE_TTL_S * NS_PER_S)
		return true;
	found = destination_look_up(&host->to, AI_NUMERICHOST, &error, &lack);
	if (found)
		set_found(host, found, 0, 0);
	return found;
}

async resolve_host(struct host *host)
{
	ASYNC(bool called);
	if (resolved_at_once(host))
		ASYNC_RETURN();
	if (!host->lookup)
		host->lack = start_lookup(host);
	if (host->lookup)
		/* Others run until take_answer. A cancel ends this wait, and not the look-up. */
		AWAIT(wait_queue_join(&host->waiting, &waits_for_address, &my->called));
	if (host->lack)
		ASYNC_RAISE(ASYNC_E_SYSTEM);
	ASYNC_RAISE(host->error ? ASYNC_E_CONNECT : ASYNC_OK);
	ASYNC_END;
}
