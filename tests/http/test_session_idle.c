/* test_session_idle.c - the awkward moments of an idle connection's end: together with the last reply, or in
 * the turn in which it is used again. It is not handed out, and so nothing is sent twice; but for an end that comes
 * within a millisecond, which is as one that is still on its way. */
#include "tests/lib/client.h"
#include "tests/lib/sockets.h"

#include <string.h>
#include <sys/wait.h>

static const struct peer_step hello[] = {EXPECT, REPLY("5", "hello"), AGAIN};

static struct client client; /* here, so that the peer can look at its socket */

/* ---- with the reply itself ---- */

static struct conn *client_conn(void)
{
	return &client.visitors[0].response.link->conn;
}

static void ignore(struct watch *w)
{
	(void)w;
}

/* Returns when the client's socket knows that nothing more will come; its loop is not told. A child looks, since
 * a backend has one list of fds in a process. */
static void until_end_arrives(const struct conn *at)
{
	struct watch w = {.fd = at->stream.io.watch.fd, .on_ready = ignore};
	pid_t child = fork();
	int status;

	if (child == 0) {
		if (backend_open() != 0 || backend_add(&w) != 0)
			_exit(1);
		while (!(w.ready & LOOP_HUP))
			if (backend_wait(5 * NS_PER_S) <= 0)
				_exit(2);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

static void end_at_once(struct conn *c, const struct conn *at)
{
	if (c->ssl)
		SSL_shutdown(c->ssl);
	assert_int_equal(shutdown(c->stream.io.watch.fd, SHUT_WR), 0);
	until_end_arrives(at);
}

static void end_with_reply(struct conn *c)
{
	end_at_once(c, client_conn());
}

/* Returns when the client's socket holds all that OpenSSL has written. */
static void until_all_arrives(const struct conn *c)
{
	uint64_t sent = BIO_number_written(SSL_get_wbio(c->ssl));
	uint64_t taken = BIO_number_read(SSL_get_rbio(client_conn()->ssl));
	int fd = client_conn()->stream.io.watch.fd;
	char bytes[4096];

	do
		until(fd, POLLIN);
	while ((uint64_t)recv(fd, bytes, sizeof bytes, MSG_PEEK) < sent - taken);
}

static void write_record(struct conn *c, const char *text)
{
	assert_int_equal(SSL_write(c->ssl, text, (int)strlen(text)), strlen(text));
}

static void two_records(struct conn *c)
{
	write_record(c, "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\none");
	write_record(c, "more");
	until_all_arrives(c);
}

static void reply_and_notice(struct conn *c)
{
	write_record(c, "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\none");
	SSL_shutdown(c->ssl);
	until_all_arrives(c);
}

static void reply_and_tickets(struct conn *c)
{
	write_record(c, "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\none");
	assert_int_equal(SSL_new_session_ticket(c->ssl), 1);
	assert_int_equal(SSL_do_handshake(c->ssl), 1);
	until_all_arrives(c);
}

/* The client finds both at once, and calls again in the same turn: no event has told of the second yet. */
static void test_reply_and_more_at_once(void **state)
{
	static const struct peer_step end[] = {EXPECT, REPLY("3", "one"), DO(end_with_reply), END};
	static const struct peer_step records[] = {EXPECT, DO(two_records), END};
	static const struct peer_step notice[] = {EXPECT, DO(reply_and_notice), END};
	static const struct peer_step tickets[] = {
		EXPECT, DO(reply_and_tickets), EXPECT, REPLY("5", "hello"), END};
	static const struct {
		const struct peer_step *script;
		bool tls;
		unsigned opened;
	} cases[] = {
		{end, false, 2}, {end, true, 2}, {records, true, 2}, {notice, true, 2}, {tickets, true, 1}};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		for (int wait_ms = 0; wait_ms < 2; wait_ms++) {
			const struct visit visits[] = {
				{.path = "/a"}, {.path = "/b", .wait_ms = wait_ms}, {0}};
			struct peer peer = {
				.sockets = true, .tls = cases[i].tls, .scripts = {cases[i].script, hello}};

			client = (struct client){.visits = {visits}};
			visit_peer(&client, &peer);
			assert_said("200:one 200:hello");
			assert_int_equal(client.session.opened, cases[i].opened);
			assert_int_equal(client.session.opened + client.session.reused, 2);
			assert_int_equal(client.session.replayed, 0);
		}
	}
}

/* ---- in the turn in which it is used again ---- */

/* The peer's task runs before ours: the end was told, but the pool has not had its turn to act on it. */
static void test_end_told_in_this_turn(void **state)
{
	static const struct peer_step dies[] = {EXPECT, REPLY("3", "one"), WAIT_MS(1), CLOSE};
	static const struct visit visits[] = {{.path = "/a"}, {.path = "/b", .wait_ms = 1}, {0}};

	(void)state;
	for (int tls = 0; tls < 2; tls++) {
		struct peer peer = {.tls = tls, .scripts = {dies, hello}};

		client = (struct client){.visits = {visits}, .times = true};
		visit_peer(&client, &peer);
		assert_said("200:one @0 200:hello @1");
		assert_int_equal(client.session.opened, 2);
		assert_int_equal(client.session.replayed, 0);
	}
}

static struct conn *peer_conn;
static bool at_once;

static void note_conn(struct conn *c)
{
	peer_conn = c;
}

static void end_idle(const struct pool *pool)
{
	const struct conn *conn = &container_of(pool->idle.next, struct pooled, idle)->conn;

	assert_int_equal(pool->nidle, 1);
	end_at_once(peer_conn, conn);
	while (!at_once && clock_now() <= conn->heard + NS_PER_MS)
		; /* our step goes on for a while */
}

/* Two calls without a pause, and the connection ends in between. */
static async call_twice(struct client *self)
{
	struct response *response = &self->visitors[0].response;

	ASYNC(const char *url);
	ASYNC_WITH(session_open(&self->session, &self->options)) {
		my->url = peer_url(self->peer, "/");
		AWAIT(call(self, response, VISIT_BODY, my->url));
		end_idle(&self->session.pool);
		AWAIT(call(self, response, VISIT_BODY, my->url));
	} ASYNC_EXIT(session_close(&self->session));
	ASYNC_END;
}
ASYNC_ENTRY(call_twice, struct client *);

static void test_end_untold_in_this_turn(void **state)
{
	static const struct peer_step dies[] = {DO(note_conn), EXPECT, REPLY("3", "one"), END};

	(void)state;
	for (int i = 0; i < 4; i++) {
		struct peer peer = {.sockets = true, .tls = i % 2, .scripts = {dies, hello}};

		at_once = i < 2;
		client = (struct client){.peer = &peer};
		begin_at(&peer, &client.options);
		assert_int_equal(async_run(call_twice, &client), ASYNC_OK);
		end_at(&peer, &client.session);
		assert_said("200:one 200:hello");
		assert_int_equal(client.session.opened, 2);
		assert_true(client.session.replayed <= at_once);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CLOSED(test_reply_and_more_at_once),
		CLOSED(test_end_told_in_this_turn),
		CLOSED(test_end_untold_in_this_turn),
	};

	return cmocka_run_group_tests(tests, peer_setup, peer_teardown);
}
