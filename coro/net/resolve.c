/* resolve.c - many tasks may wait for one look-up, and if they are cancelled it goes on. */
#include "coro/net/resolve.h"
#include "coro/entry.h"
#include "coro/many/thread.h"

#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct question { /* what the helper thread is asked, and its answer */
	struct destination to;
	int error, lack;
	struct addrinfo *found;
};

struct lookup { /* on the heap: its task may outlive all that asked */
	struct task task;
	struct task_link ended;
	struct host *host; /* NULL when the host is no longer interested */
	struct question question;
};

struct resolve_wait { /* one wait for a look-up */
	struct wait wait;
	struct list link;
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

/* Takes the result of a look-up, and frees it. */
static void set_addresses(struct host *self, int error, struct addrinfo *found)
{
	addresses_drop(self->found);
	self->found = error || !found ? NULL : addresses_new(found);
	self->error = error || self->found ? error : EAI_MEMORY;
	self->lack = self->error == EAI_MEMORY ? ENOMEM : 0;
	self->resolved_at = loop.now;
	if (!error && found)
		freeaddrinfo(found);
}

void host_close(struct host *self)
{
	if (self->lookup) {
		self->lookup->host = NULL;
		/* Who runs next, in a later turn: look_up, which leaves the thread behind. */
		task_cancel(&self->lookup->task);
	}
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

/* ---- the look-up: a task of its own, so that a task that asks may be cancelled ---- */

static enum status ask(void *arg) /* on the helper thread */
{
	struct question *q = arg;

	q->error = destination_look_up(&q->to, 0, &q->found);
	q->lack = resolve_lack(q->error);
	return ASYNC_OK;
}

static void drop_answer(void *arg)
{
	struct question *q = arg;

	if (!q->error && q->found)
		freeaddrinfo(q->found);
}

static async look_up(struct lookup *self)
{
	ASYNC();
	/* Others run until getaddrinfo has returned. */
	AWAIT(to_thread_drop(ask, &self->question, drop_answer));
	ASYNC_END;
}
ASYNC_ENTRY(look_up, struct lookup *);

static void take_answer(struct host *host, enum status outcome, struct question *q)
{
	set_addresses(host, q->error, q->found);
	host->lookup = NULL;
	if (outcome)
		host->lack = EAGAIN; /* no thread */
	else if (q->lack)
		host->lack = q->lack;
	for (struct list *k = host->waiting.next; k != &host->waiting; k = k->next)
		/* Who runs next: each task that asked. */
		task_wake(&container_of(k, struct resolve_wait, link)->wait);
}

static void look_up_ended(struct task_link *link)
{
	struct lookup *l = container_of(link, struct lookup, ended);

	if (l->host)
		take_answer(l->host, task_result(&l->task), &l->question);
	else
		drop_answer(&l->question);
	free(l);
}

/* False: no memory. */
static bool start_lookup(struct host *host)
{
	struct lookup *l = calloc(1, sizeof *l);

	if (!l)
		return false;
	host->lookup = l;
	l->host = host;
	l->question.to = host->to;
	task_start(&l->task, "look-up", look_up, l);
	task_link(&l->ended, &l->task, look_up_ended);
	return true;
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
	return true;
}

async resolve_host(struct host *host)
{
	enum status err;

	ASYNC(struct resolve_wait in);
	if (resolved_at_once(host))
		ASYNC_RAISE(host->found ? ASYNC_OK : ASYNC_E_SYSTEM);
	host->lack = 0;
	if (!host->lookup && !start_lookup(host)) {
		host->lack = ENOMEM;
		ASYNC_RAISE(ASYNC_E_SYSTEM);
	}
	list_append(&host->waiting, &my->in.link);
	/* Others run until take_answer. */
	AWAIT_CATCH_ALL(err, task_suspend(&my->in.wait, &waits_for_address));
	list_remove(&my->in.link); /* after a cancel the look-up goes on, for others, or for the next time */
	if (!err && host->lack)
		ASYNC_RAISE(ASYNC_E_SYSTEM);
	ASYNC_RAISE(err ? err : host->error ? ASYNC_E_CONNECT : ASYNC_OK);
	ASYNC_END;
}
