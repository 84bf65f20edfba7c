/* client.h - what the tests of the session share: visitors, which fetch one URL of a peer after the other on
 * one session and log what they got; and the loop for that, which must be empty at the end. */
#ifndef TESTS_LIB_CLIENT_H
#define TESTS_LIB_CLIENT_H

#include "coro/many/gather.h"
#include "coro/run.h"
#include "tests/lib/peer.h"
#include "tests/lib/support.h"

#include <stdio.h>

enum visit_how {
	VISIT_BODY, /* logs "200:the body" */
	VISIT_HEAD, /* asks by HEAD, and logs the same */
	VISIT_JSON, /* logs "200:" and the string that is the value of "a" */
	VISIT_LEAVE /* logs "200", and leaves the body unread */
};

struct visit {
	const char *path; /* at the peer; if it does not begin with "/", a whole URL */
	enum visit_how how;
	int wait_ms;         /* before the visit */
	bool when_idle_gone; /* first waits until every idle connection has gone */
};

struct visitor {
	struct set_task worker;
	struct response response; /* of the last visit */
	enum status err;          /* how that ended */
};

enum { VISITORS = 4, VISIT_URL_MAX = 256 };

struct client {
	struct peer *peer;                    /* in */
	const struct visit *visits[VISITORS]; /* in: each visitor's visits; the last has no path */
	struct session_options options;       /* in: what the peer's options do not set */
	struct request request;               /* in: of every visit, except the method of VISIT_HEAD */
	bool texts;                           /* in: of an error its text is logged, not its name */
	bool times;                           /* in: the time when a visit ended is logged, too: "@20" */
	bool farewell; /* in: the run lasts until the peer has seen the end of every connection */
	struct session session;
	struct visitor visitors[VISITORS];
	struct task_set set;
};

static async take_body(struct response *response, enum visit_how how, struct slice *body, struct json *json)
{
	if (how == VISIT_LEAVE)
		return ASYNC_OK;
	if (how == VISIT_JSON)
		return response_json(response, json);
	return response_body(response, body);
}

static inline void say_body(
	const struct response *response, enum visit_how how, struct slice body, const struct json *json)
{
	char value[64];

	if (how == VISIT_LEAVE)
		say("%d", response->status);
	else if (how != VISIT_JSON)
		say("%d:%.*s", response->status, SLICE_FMT(body));
	else if (json_string(json, json_get(json, 0, "a"), value, sizeof value))
		say("%d:%s", response->status, value);
}

static async ask(struct client *client, struct response *response, enum visit_how how, const char *url)
{
	struct request request = client->request;

	if (how == VISIT_HEAD)
		request.method = "HEAD";
	return session_request(response, &client->session, url, &request);
}

static async call(struct client *client, struct response *response, enum visit_how how, const char *url)
{
	ASYNC(struct slice body; struct json json);
	ASYNC_WITH(ask(client, response, how, url)) {
		AWAIT(take_body(response, how, &my->body, &my->json));
		say_body(response, how, my->body, &my->json);
	} ASYNC_EXIT(response_close(response));
	ASYNC_END;
}

/* The URL of a path at the peer, written to room. */
static inline const char *whole_url(const struct peer *peer, const char *path, char room[VISIT_URL_MAX])
{
	if (path[0] != '/')
		return path;
	snprintf(room, VISIT_URL_MAX, "%s", peer_url(peer, path));
	return room;
}

static inline void say_outcome(const struct client *client, const struct visitor *visitor)
{
	if (visitor->err != ASYNC_OK)
		say("%s", client->texts ? visitor->response.error : status_name(visitor->err));
	if (client->times)
		say("@%d", now_ms());
}

/* Waits for an event that is certain to come; the bound of 5 seconds matters only if the test fails. */
static async wait_until(bool (*is_so)(const struct client *), const struct client *client)
{
	ASYNC(int64_t patience);
	my->patience = clock_monotonic() + 5 * NS_PER_S;
	while (!is_so(client) && clock_monotonic() < my->patience)
		AWAIT(sleep_for(NS_PER_MS));
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

static async tour(struct client *client, struct visitor *self, const struct visit *visits)
{
	ASYNC(const struct visit *visit; const char *url; char room[VISIT_URL_MAX]);
	for (my->visit = visits; my->visit->path; my->visit++) {
		if (my->visit->wait_ms > 0)
			AWAIT(sleep_for(my->visit->wait_ms * NS_PER_MS));
		if (my->visit->when_idle_gone)
			AWAIT(wait_until(idle_gone, client));
		my->url = whole_url(client->peer, my->visit->path, my->room);
		AWAIT_CATCH_ALL(self->err, call(client, &self->response, my->visit->how, my->url));
		say_outcome(client, self);
		if (self->err == ASYNC_CANCELLED)
			ASYNC_RAISE(self->err);
	}
	ASYNC_END;
}
ASYNC_ENTRY(tour, struct client *, struct visitor *, const struct visit *);

static inline void start_tours(struct client *self)
{
	static const char *const names[VISITORS] = {"a", "b", "c", "d"};

	task_set_init(&self->set);
	for (int i = 0; i < VISITORS && self->visits[i]; i++) {
		struct visitor *visitor = &self->visitors[i];

		*visitor = (struct visitor){0};
		task_set_start(&self->set, &visitor->worker, names[i], tour, self, visitor, self->visits[i]);
	}
}

static async visit_all(struct client *self)
{
	ASYNC();
	ASYNC_WITH(session_open(&self->session, &self->options)) {
		start_tours(self);
		AWAIT(gather_return_exceptions(&self->set));
	} ASYNC_EXIT(session_close(&self->session));
	if (self->farewell)
		AWAIT(wait_until(all_ended, self));
	ASYNC_END;
}
ASYNC_ENTRY(visit_all, struct client *);

/* Opens the peer, and a loop, with the real clock if the peer uses sockets; completes the options. */
static inline void begin_at(struct peer *peer, struct session_options *options)
{
	struct session_options at = peer_options(peer);

	assert_int_equal(loop_open(peer->sockets ? LOOP_REAL : LOOP_VIRTUAL), 0);
	peer_open(peer);
	options->cafile = options->cafile ? options->cafile : at.cafile;
	options->dial = at.dial;
	options->dial_arg = at.dial_arg;
}

/* Closes both. Fails if anything of them, or of the session, is left. */
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

/* Lets the visitors visit the peer, on a loop of their own: for tests that are CLOSED. */
static inline void visit_peer(struct client *self, struct peer *peer)
{
	begin_at(peer, &self->options);
	self->peer = peer;
	assert_int_equal(async_run(visit_all, self), ASYNC_OK);
	end_at(peer, &self->session);
}

#endif
