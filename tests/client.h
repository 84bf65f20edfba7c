/* client.h - what the tests of the session share: visitors who call at a peer one URL after the other and
 * say what they got, on one session; and the loop for that, which must be left empty. */
#ifndef TESTS_CLIENT_H
#define TESTS_CLIENT_H

#include "coro/gather.h"
#include "coro/run.h"
#include "tests/peer.h"
#include "tests/support.h"

#include <stdio.h>

enum visit_how {
	VISIT_BODY, /* says "200:the body" */
	VISIT_HEAD, /* asks by HEAD, and says the same */
	VISIT_JSON, /* says "200:" and the string that is the value of "a" */
	VISIT_LEAVE /* says "200", and leaves the body unread */
};

struct visit {
	const char *path; /* at the peer; or a whole URL, if it does not begin with "/" */
	enum visit_how how;
	int wait_ms;         /* before it */
	bool when_idle_gone; /* it waits until every idle connection has gone */
};

struct call { /* the frame of one visit */
	struct coro coro;
	struct response response;
	struct slice body;
	struct json json;
};

struct pause { /* … and of what is before it */
	struct coro coro;
	struct sleep nap;
	int64_t patience;
};

struct visitor {
	struct coro coro;
	struct client *client;
	const struct visit *visit;
	struct pause pause;
	struct call call;
	enum status err; /* of the last visit */
	const char *url;
	char text[256];
};

enum { VISITORS = 4 };

struct client {
	struct coro coro;
	struct peer *peer;                    /* in */
	const struct visit *visits[VISITORS]; /* in: each visitor's, the last of which has no path */
	struct session_options options;       /* in: what the peer's options leave open */
	struct slice headers;                 /* in: more lines of every request */
	bool texts;                           /* in: of an error its text is said, and not its name */
	bool times;                           /* in: when a visit ended is said, too: "@20" */
	bool farewell; /* in: the run lasts until the peer has seen the end of every connection */
	struct session session;
	struct visitor visitors[VISITORS];
	struct task tasks[VISITORS];
	struct set_link links[VISITORS];
	struct task_set set;
	struct pause pause;
};

__attribute__((unused)) static async take_body(struct call *self, enum visit_how how)
{
	if (how == VISIT_LEAVE)
		return ASYNC_OK;
	if (how == VISIT_JSON)
		return response_json(&self->response, &self->json);
	return response_body(&self->response, &self->body);
}

static inline void say_body(const struct call *self, enum visit_how how)
{
	char value[64];

	if (how == VISIT_LEAVE)
		say("%d", self->response.status);
	else if (how != VISIT_JSON)
		say("%d:%.*s", self->response.status, SLICE_FMT(self->body));
	else if (json_string(&self->json, json_get(&self->json, 0, "a"), value, sizeof value))
		say("%d:%s", self->response.status, value);
}

__attribute__((unused)) static async ask(struct call *self, struct client *client, enum visit_how how, const char *url)
{
	return session_request(&self->response, &client->session, url, how == VISIT_HEAD, client->headers);
}

__attribute__((unused)) static async call(struct call *self, struct client *client, enum visit_how how, const char *url)
{
	ASYNC_BEGIN(self);
	ASYNC_WITH(ask(self, client, how, url)) {
		AWAIT(take_body(self, how));
		say_body(self, how);
	} ASYNC_EXIT(response_close(&self->response));
	ASYNC_END;
}

static inline void prepare(struct visitor *self)
{
	bool whole = self->visit->path[0] != '/';

	self->call = (struct call){0};
	self->url = whole ? self->visit->path : self->text;
	if (!whole)
		snprintf(
			self->text, sizeof self->text, "%s", peer_url(self->client->peer, self->visit->path));
}

static inline void say_outcome(struct visitor *self, enum status err)
{
	self->err = err;
	if (err != ASYNC_OK)
		say("%s", self->client->texts ? self->call.response.error : status_name(err));
	if (self->client->times)
		say("@%d", now_ms());
}

/* Waits for news that surely come, and so for no time that matters; a test that fails takes 5 seconds. */
__attribute__((unused)) static async wait_until(
	struct pause *self, bool (*is_so)(const struct client *), const struct client *client)
{
	ASYNC_BEGIN(self);
	self->patience = clock_monotonic() + 5 * NS_PER_S;
	while (!is_so(client) && clock_monotonic() < self->patience)
		AWAIT(sleep_for(&self->nap, NS_PER_MS));
	ASYNC_END;
}

static inline bool idle_gone(const struct client *client)
{
	return client->session.pool.nidle == 0;
}

static inline bool all_ended(const struct client *client)
{
	return client->peer->goodbyes + client->peer->cuts == client->peer->connections;
}

__attribute__((unused)) static async tour(struct visitor *self)
{
	enum status err;

	ASYNC_BEGIN(self);
	for (; self->visit->path; self->visit++) {
		if (self->visit->wait_ms > 0)
			AWAIT(sleep_for(&self->pause.nap, self->visit->wait_ms * NS_PER_MS));
		if (self->visit->when_idle_gone)
			AWAIT(wait_until(&self->pause, idle_gone, self->client));
		prepare(self);
		AWAIT_CATCH(err, call(&self->call, self->client, self->visit->how, self->url));
		say_outcome(self, err);
		if (err == ASYNC_CANCELLED)
			ASYNC_RAISE(err);
	}
	ASYNC_END;
}
ASYNC_TASK(tour);

static inline void start_tours(struct client *self)
{
	static const char *const names[VISITORS] = {"a", "b", "c", "d"};

	task_set_init(&self->set);
	for (int i = 0; i < VISITORS && self->visits[i]; i++) {
		self->visitors[i] = (struct visitor){.client = self, .visit = self->visits[i]};
		task_create(&self->tasks[i], tour, &self->visitors[i], names[i]);
		task_set_add(&self->set, &self->links[i], &self->tasks[i]);
	}
}

__attribute__((unused)) static async visit_all(struct client *self)
{
	ASYNC_BEGIN(self);
	ASYNC_WITH(session_open(&self->session, &self->options)) {
		start_tours(self);
		AWAIT(gather_return_exceptions(&self->set));
	} ASYNC_EXIT(session_close(&self->session));
	if (self->farewell)
		AWAIT(wait_until(&self->pause, all_ended, self));
	ASYNC_END;
}
ASYNC_TASK(visit_all);

/* Opens a loop, whose clock is real if the peer is at a socket, and the peer; completes the options. */
static inline void begin_at(struct peer *peer, struct session_options *options)
{
	struct session_options at = peer_options(peer);

	assert_int_equal(loop_open(peer->sockets ? LOOP_REAL : LOOP_VIRTUAL), 0);
	peer_open(peer);
	options->cafile = options->cafile ? options->cafile : at.cafile;
	options->dial = at.dial;
	options->dial_arg = at.dial_arg;
}

/* Closes both, and fails if anything is left of them or of the session. */
static inline void end_at(struct peer *peer, const struct session *session)
{
	assert_closed(session);
	peer_close(peer);
	assert_int_equal(loop.timers.count, 0);
	assert_int_equal(loop.nready, 0);
	assert_int_equal(loop.waiting, 0);
	assert_int_equal(loop.watched, 0);
	loop_close();
}

/* Lets the visitors call at the peer, in a loop of their own: for tests that are CLOSED. */
static inline void visit_peer(struct client *self, struct peer *peer)
{
	begin_at(peer, &self->options);
	self->peer = peer;
	assert_int_equal(run(visit_all, self), ASYNC_OK);
	end_at(peer, &self->session);
}

#endif
