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
	int error, lack;
	struct addrinfo *found;
};

void host_init(struct host *self, const char *name, size_t len, uint16_t port, bool tls)
{
	*self = (struct host){.tls = tls, .port = port};
	list_init(&self->waiting);
	memcpy(self->name, name, len);
	memcpy(self->to.name, name, len);
	snprintf(self->to.port, sizeof self->to.port, "%u", (unsigned)port);
}

/* ---- what was found ---- */

/* Takes the result of a look-up, which stays the caller's. */
static void set_addresses(struct host *self, int error, struct addrinfo *found)
{
	addresses_drop(self->found);
	self->found = error ? NULL : addresses_new(found);
	self->error = error || self->found ? error : EAI_MEMORY;
	self->lack = self->error == EAI_MEMORY ? ENOMEM : 0;
	self->resolved_at = loop.now;
}

void host_close(struct host *self)
{
	if (self->lookup)
		self->lookup->host = NULL; /* its thread goes on, and finds nobody */
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

int destination_look_up(const struct destination *to, int flags, struct addrinfo **found)
{
	struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = flags | AI_NUMERICSERV};
	bool any = !to->name[0];
	bool local = !(flags & AI_NUMERICHOST) && destination_is_local(to); /* it is no number */

	if (any)
		hints.ai_flags |= AI_PASSIVE;
	errno = 0;
	/* With AI_NUMERICHOST it asks nobody, and may be called on the loop's thread. Else it may block for
	 * long. */
	return getaddrinfo(local || any ? NULL : to->name, to->port, &hints, found);
}

int resolve_lack(int error)
{
	if (error == EAI_MEMORY)
		return ENOMEM;
	return error && address_is_ours(errno) ? errno : 0;
}

/* ---- the look-up: a job of its own, so that a task that asks may be cancelled ---- */

static void ask(struct offload *job) /* on the helper thread */
{
	struct lookup *l = container_of(job, struct lookup, job);

	l->error = destination_look_up(&l->to, 0, &l->found);
	l->lack = resolve_lack(l->error);
}

static void drop_answer(struct offload *job)
{
	struct lookup *l = container_of(job, struct lookup, job);

	if (!l->error)
		freeaddrinfo(l->found);
	free(l);
}

static void take_answer(struct offload *job)
{
	struct lookup *l = container_of(job, struct lookup, job);
	struct host *host = l->host;

	if (host) {
		set_addresses(host, l->error, l->found);
		host->lack = l->lack ? l->lack : host->lack;
		host->lookup = NULL;
		wait_queue_wake_all(&host->waiting); /* who runs next: each task that asked */
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

static bool is_fresh(const struct host *host)
{
	return host->found && loop.now - host->resolved_at < RESOLVE_TTL_S * NS_PER_S;
}

/* Is the address there without a wait? It may be known already, or the name may be a number. */
static bool resolved_at_once(struct host *host)
{
	struct addrinfo *found;

	if (is_fresh(host))
		return true;
	if (destination_look_up(&host->to, AI_NUMERICHOST, &found) != 0)
		return false;
	set_addresses(host, 0, found);
	freeaddrinfo(found);
	return true;
}

async resolve_host(struct host *host)
{
	ASYNC(bool called);
	if (resolved_at_once(host))
		ASYNC_RAISE(host->found ? ASYNC_OK : ASYNC_E_SYSTEM);
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
