/* test_pool_many.c - a crowd at the pool: how many connections are opened at a time and in all, for which host
 * next, and what becomes of one that was given to who is cancelled before he can take it. */
#include "tests/lib/late_tls.h"

#include <string.h>

enum { MOST = 1000 };

struct asker {
	const char *url;      /* in */
	struct task *cancels; /* in: cancelled as soon as we have given our connection back */
	struct set_task worker;
	struct response response;
	int64_t ended;
};

static struct crowd {
	struct session_options options; /* in */
	int count;                      /* in */
	struct session session;
	struct asker askers[MOST];
	struct task_set set;
	unsigned most; /* that were being opened at a time */
} crowd;

static async inquire(struct asker *self)
{
	ASYNC(struct slice body);
	ASYNC_WITH(session_get(&self->response, &crowd.session, self->url)) {
		AWAIT(response_body(&self->response, &my->body));
	} ASYNC_EXIT(response_close(&self->response));
	if (self->cancels)
		task_cancel(self->cancels);
	self->ended = loop.now;
	ASYNC_END;
}
ASYNC_ENTRY(inquire, struct asker *);

static async ask_all(void)
{
	ASYNC();
	ASYNC_WITH(session_open(&crowd.session, &crowd.options)) {
		task_set_init(&crowd.set);
		for (int i = 0; i < crowd.count; i++)
			task_set_start(
				&crowd.set, &crowd.askers[i].worker, "asker", inquire, &crowd.askers[i]);
		AWAIT(gather_return_exceptions(&crowd.set));
	} ASYNC_EXIT(session_close(&crowd.session));
	ASYNC_END;
}
ASYNC_ENTRY(ask_all);

static void note_opening(struct conn *c)
{
	(void)c;
	if (crowd.session.pool.nopening > crowd.most)
		crowd.most = crowd.session.pool.nopening;
}

static void begin_crowd(int count, unsigned limit, const char *url)
{
	memset(&crowd, 0, sizeof crowd);
	crowd.count = count;
	crowd.options.limit = limit;
	for (int i = 0; i < count; i++)
		crowd.askers[i].url = url;
}

static void meet(struct peer *peer)
{
	begin_at(peer, &crowd.options);
	assert_int_equal(async_run(ask_all), ASYNC_OK);
	end_at(peer, &crowd.session);
}

/* ---- how many ---- */

/* A thousand, and handshakes of 10 ms, and answers of 10 ms: after 64 handshakes come as many answers, on
 * connections that serve again before the next ones are ready. */
static void test_as_many_as_needed(void **state)
{
	static const struct peer_step script[] = {DO(note_opening), WAIT_MS(10), DO(begin_tls), EXPECT,
		WAIT_MS(10), REPLY("2", "ok"), EXPECT, WAIT_MS(10), REPLY("2", "ok"), EXPECT, WAIT_MS(10),
		REPLY("2", "ok"), EXPECT, WAIT_MS(10), REPLY("2", "ok"), EXPECT, WAIT_MS(10),
		REPLY("2", "ok"), EXPECT, WAIT_MS(10), REPLY("2", "ok"), EXPECT, WAIT_MS(10),
		REPLY("2", "ok"), EXPECT, WAIT_MS(10), REPLY("2", "ok"), EXPECT, WAIT_MS(10),
		REPLY("2", "ok"), EXPECT, WAIT_MS(10), REPLY("2", "ok"), CLOSE};
	struct peer peer = {.scripts = {script}};

	(void)state;
	begin_crowd(MOST, MOST, "https://localhost/");
	meet(&peer);
	for (int i = 0; i < MOST; i++) {
		assert_int_equal(task_result(&crowd.askers[i].worker.task), ASYNC_OK);
		assert_true(i == 0 ||
			    crowd.askers[i].ended >= crowd.askers[i - 1].ended); /* in order of arrival */
	}
	assert_int_equal(crowd.most, POOL_OPENING);
	assert_true(peer.connections < MOST / 2);
	assert_true(crowd.session.opened <= peer.connections);
	assert_int_equal(crowd.session.opened + crowd.session.reused, MOST);
	assert_int_equal(crowd.session.replayed, 0);
}

/* ---- for whom next ---- */

/* A peer that does not answer who wants TLS. */
static void lose_hello(struct conn *c)
{
	struct stream_pipe *in = c->stream.in;

	if (in->held > 0 && in->bytes[0] == '\x16')
		in->held = 0;
}

/* One host takes all permits and never answers. When they come back, at 100, another has its turn at once. */
static void test_hosts_take_turns(void **state)
{
	enum { SILENT = 3 * POOL_OPENING };
	static const struct peer_step by_host[] = {DO(lose_hello), EXPECT, REPLY("2", "ok"), END};
	struct peer peer = {.scripts = {by_host}};

	(void)state;
	begin_crowd(SILENT + 1, MOST, "https://silent.example/");
	crowd.askers[SILENT].url = "http://localhost/";
	crowd.options.connect_timeout_ns = 100 * NS_PER_MS;
	crowd.options.timeout_ns = 250 * NS_PER_MS;
	meet(&peer);
	assert_int_equal(task_result(&crowd.askers[SILENT].worker.task), ASYNC_OK);
	assert_int_equal(crowd.askers[SILENT].ended, 100 * NS_PER_MS);
	for (int i = 0; i < SILENT; i++)
		assert_int_equal(task_result(&crowd.askers[i].worker.task), ASYNC_TIMEOUT);
	assert_non_null(strstr(crowd.askers[0].response.error, "no connection within 0.1 s"));
	assert_non_null(strstr(crowd.askers[SILENT - 1].response.error, "no connection within 0.25 s"));
}

/* ---- given, and not taken ---- */

/* The first gives his connection back, which goes to the second, and cancels him in the same step: the third
 * gets it. If no one is there, it rests. */
static void test_given_to_who_is_cancelled(void **state)
{
	static const struct peer_step quick[] = {DO(begin_tls), EXPECT, WAIT_MS(10), REPLY("2", "ok"), EXPECT,
		WAIT_MS(10), REPLY("2", "ok"), END};
	static const struct peer_step stall[] = {STALL};

	(void)state;
	for (int count = 2; count <= 3; count++) {
		struct peer peer = {.scripts = {quick, stall}};

		begin_crowd(count, 3, "https://localhost/");
		crowd.askers[0].cancels = &crowd.askers[1].worker.task;
		meet(&peer);
		assert_int_equal(crowd.askers[0].worker.task.result, ASYNC_OK);
		assert_int_equal(crowd.askers[1].worker.task.result, ASYNC_CANCELLED);
		assert_int_equal(crowd.session.reused, count - 2);
		assert_int_equal(peer.requests, count - 1);
		if (count == 3)
			assert_int_equal(crowd.askers[2].ended, 20 * NS_PER_MS);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CLOSED(test_as_many_as_needed),
		CLOSED(test_hosts_take_turns),
		CLOSED(test_given_to_who_is_cancelled),
	};

	return cmocka_run_group_tests(tests, late_tls_set_up, late_tls_tear_down);
}
