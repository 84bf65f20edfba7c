/* session.c - what many requests share: options, hosts, connections, trust. */
#include "http/session.h"
#include "loop/watcher.h"

#include <stdlib.h>

enum { BODY_MAX = 16 << 20, MEMORY_MAX = 256 << 20 };

async session_open(struct session *self, const struct session_options *options)
{
	static const struct session_options defaults;
	struct session_options *o = &self->options;

	*self = (struct session){.options = options ? *options : defaults, .made = task_site()};
	owner_hold(&self->hold, self, "the session", NULL);
	WATCH(opened, ("session not closed", self->made));
	o->timeout_ns = o->timeout_ns ? o->timeout_ns : SESSION_TIMEOUT_S * NS_PER_S;
	if (o->timeout_ns < 0)
		o->timeout_ns = INT64_MAX;
	o->connect_timeout_ns =
		o->connect_timeout_ns ? o->connect_timeout_ns : SESSION_CONNECT_TIMEOUT_S * NS_PER_S;
	o->limit = o->limit ? o->limit : SESSION_LIMIT;
	o->body_max = o->body_max ? o->body_max : BODY_MAX;
	o->memory_max = o->memory_max ? o->memory_max : MEMORY_MAX;
	o->user_agent = o->user_agent ? o->user_agent : "async-c/1";
	self->connect =
		(struct connect_options){o->connect_timeout_ns, NULL, o->dial, o->dial_arg, o->no_resume, ALPN_HTTP};
	semaphore_init(&self->slots, o->limit);
	pool_init(&self->pool, o->limit, &self->connect);
	return ASYNC_OK;
}

static void session_free(struct session *self)
{
	WATCH(closed, ("session not closed", self->made));
	owner_let_go(&self->hold);
	pool_close(&self->pool);
	while (!list_empty(&self->origins)) {
		struct origin *origin = container_of(self->origins.next, struct origin, link);

		list_remove(&origin->link);
		host_close(&origin->host);
		free(origin);
	}
	SSL_CTX_free(self->connect.tls);
	self->connect.tls = NULL;
}

static void cancel_active(struct session *self)
{
	for (struct list *l = list_first(&self->active); l != &self->active; l = l->next) {
		struct response *r = container_of(l, struct response, active);

		if (r->task == task_running)
			loop_fatal("session_close: a response of this very task is still open");
		task_cancel(r->task); /* it leaves its await in a later step, and closes its response */
	}
}

static const struct wait_kind waits_for_end = {.what = "open responses and connections"};

async session_close(struct session *self)
{
	enum status err;

	ASYNC(bool cancelled);
	cancel_active(self);
	pool_stop(&self->pool); /* from here on no request begins either */
	while (!list_empty(&self->active) || !list_empty(&self->pool.opening)) {
		/* A cancel must not hurry us: the responses use what we are about to free, and are on their
		 * way out. It is raised afterwards. */
		AWAIT_CATCH_ALL(err, task_suspend(&self->pool.closing, &waits_for_end)); /* others run */
		my->cancelled = my->cancelled || err;
	}
	session_free(self);
	ASYNC_RAISE(my->cancelled ? ASYNC_CANCELLED : ASYNC_OK);
	ASYNC_END;
}

/* ---- origins ---- */

static struct origin *find_origin(struct session *self, const struct url *url)
{
	struct origin *origin;

	for (struct list *l = list_first(&self->origins); l != &self->origins; l = l->next) {
		origin = container_of(l, struct origin, link);
		if (url_same_origin(&origin->url, url))
			return origin;
	}
	origin = malloc(sizeof *origin);
	if (!origin)
		return NULL;
	origin_init(origin, url, self->options.limit_per_host);
	list_append(&self->origins, &origin->link);
	return origin;
}

static enum status session_origin(struct session *self, struct response *r)
{
	char why[160];

	r->origin = find_origin(self, &r->parts);
	if (!r->origin)
		return response_fail(r, ASYNC_E_SYSTEM, "out of memory", "");
	if (!r->parts.tls || self->connect.tls)
		return ASYNC_OK;
	/* Loading the system's certificates takes a while: it is done once, for the first request that needs
	 * them. */
	self->connect.tls = tls_client_context(self->options.cafile, why, sizeof why);
	if (self->connect.tls)
		return ASYNC_OK;
	r->fault = FAULT_TRUST;
	return response_fail(r, ASYNC_E_SYSTEM, "cannot load trusted certificates", why);
}

/* ---- a response begins ---- */

enum status response_aim(struct response *r)
{
	enum url_error err = url_parse(&r->parts, slice_of(response_url(r)));

	if (err)
		return response_fail(r, ASYNC_E_INVALID, "invalid URL", url_error_text(err));
	if (r->session->pool.is_closing)
		return response_fail(r, ASYNC_E_INVALID, "the session is closed", "");
	return session_origin(r->session, r);
}

/* Clears all that a former request has left in the struct. */
enum status response_begin(struct response *r, struct session *session, const char *url)
{
	if (!session->options.limit)
		owner_blame("session_get: the session was not opened");
	owner_must_last(r, "the response", NULL);
	owner_must_last(url, "the URL", NULL);
	if (r->session)
		owner_blame("session_get: this response is still open");
	memset(r, 0, offsetof(struct response, error) + 1); /* of the words, the first byte */
	r->session = session;
	r->url = url;
	r->request.method = "GET";
	r->task = task_running;
	r->deadline = clock_after(session->options.timeout_ns);
	r->at[TIMING_BEGUN] = clock_now();
	list_append(&session->active, &r->active);
	r->made = task_site();
	WATCH(opened, ("response not closed", r->made));
	if (strpbrk(session->options.user_agent, "\r\n"))
		return response_fail(r, ASYNC_E_INVALID, "invalid header lines", "a line end in a value");
	return response_aim(r);
}
