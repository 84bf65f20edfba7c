/* test_streams_tls.c - streams under TLS: both directions at once, each needing the other; and who is no client. */
#include "coro/error.h"
#include "coro/many/gather.h"
#include "coro/net/server.h"
#include "coro/run.h"
#include "tests/lib/peer.h"
#include "tests/lib/support.h"

#include <string.h>
#include <sys/socket.h>

enum { MUCH = 2000000 };

static struct server server;
static SSL_CTX *context; /* the server's */
static char text[MUCH], got[MUCH];

/* So that the kernel holds little, and the queues much. */
static void make_narrow(const struct conn *conn)
{
	int fd = conn->stream.io.watch.fd, little = 100000;

	assert_int_equal(setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &little, sizeof little), 0);
	assert_int_equal(setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &little, sizeof little), 0);
}

/* Sends back what comes, and stops reading while the client does not. */
static async echo(struct conn *conn, void *arg)
{
	ASYNC(char buf[5000]; size_t got);
	(void)arg;
	make_narrow(conn);
	do {
		AWAIT(conn_read(conn, my->buf, sizeof my->buf, &my->got));
		conn_write(conn, my->buf, my->got);
		AWAIT(conn_drain(conn));
		assert_true(conn_queued(conn) <= CONN_HIGH_WATER + sizeof my->buf);
	} while (my->got > 0);
	ASYNC_END;
}

static async write_much(struct conn *conn)
{
	ASYNC(size_t sent);
	for (; my->sent < MUCH; my->sent += MUCH / 10) {
		conn_write(conn, text + my->sent, MUCH / 10);
		AWAIT(conn_drain(conn));
	}
	say("written");
	ASYNC_END;
}
ASYNC_ENTRY(write_much, struct conn *);

/* Begins late: until then everybody's queues and the kernel's are full. */
static async read_much(struct conn *conn)
{
	ASYNC();
	AWAIT(sleep_for(50 * NS_PER_MS));
	say("reads");
	AWAIT(conn_read_exactly(conn, got, MUCH, NULL));
	ASYNC_END;
}
ASYNC_ENTRY(read_much, struct conn *);

static async talk(bool tls)
{
	struct server_options options = {.tls = tls ? context : NULL};
	struct open_options trust = {.cafile = tls ? peer_cafile() : NULL, .timeout_ns = 10 * NS_PER_S};

	ASYNC(struct conn conn; struct task_set both; struct set_task reader, writer);
	ASYNC_WITH(start_server(&server, echo, NULL, "localhost", 0, &options)) {
		ASYNC_WITH(open_connection(&my->conn, "localhost", server_port(&server), &trust)) {
			make_narrow(&my->conn);
			task_set_start(&my->both, &my->reader, "reader", read_much, &my->conn);
			task_set_start(&my->both, &my->writer, "writer", write_much, &my->conn);
			AWAIT(gather(&my->both));
		} ASYNC_EXIT(conn_finish(&my->conn));
		AWAIT(server_drain(&server));
	} ASYNC_EXIT(server_close(&server));
	ASYNC_END;
}
ASYNC_ENTRY(talk, bool);

static void a_reader_and_a_writer_talk_at_once(void **state)
{
	(void)state;
	for (int i = 0; i < MUCH; i++)
		text[i] = (char)(i % 253);
	for (int tls = 0; tls < 2; tls++) {
		memset(got, 0, sizeof got);
		assert_int_equal(async_run(talk, tls), ASYNC_OK);
		assert_memory_equal(got, text, MUCH);
		assert_said("reads written"); /* the writer was held up by the reader */
		assert_int_equal(server.buffers.lent, 0);
	}
}

/* ---- a writer who must read ---- */

static struct stream_pipe pipes[2];
static struct conn a, b; /* client and server */

static void open_pair(SSL_CTX *client)
{
	memset(pipes, 0, sizeof pipes);
	a = b = (struct conn){0};
	stream_open_memory(&a.stream, &b.stream, pipes);
	a.ssl = tls_new(client, &a.stream);
	b.ssl = tls_new(context, &b.stream);
	assert_true(tls_client_setup(a.ssl, "localhost", NULL));
	SSL_set_accept_state(b.ssl);
	for (int i = 0; i < 4; i++) {
		tls_handshake(a.ssl);
		tls_handshake(b.ssl);
	}
	assert_true(SSL_is_init_finished(a.ssl) && SSL_is_init_finished(b.ssl));
}

/* TLS 1.2 lets a client begin a new handshake: until the server has answered nothing can be written, and when it has,
 * nobody but the queue wants what has come. */
static void what_is_queued_may_wait_for_the_peer_to_speak(void **state)
{
	char why[160], byte;
	SSL_CTX *client = tls_client_context(peer_cafile(), why, sizeof why);
	size_t done;

	(void)state;
	assert_non_null(client);
	SSL_CTX_set_max_proto_version(client, TLS1_2_VERSION);
	SSL_CTX_set_options(context, SSL_OP_ALLOW_CLIENT_RENEGOTIATION);
	open_pair(client);
	assert_int_equal(SSL_renegotiate(a.ssl), 1);
	conn_write(&a, "x", 1);
	assert_int_equal(conn_queued(&a), 1);
	for (int i = 0; i < 4; i++) {
		if (tls_read(b.ssl, &byte, 1, &done) == TLS_DONE)
			say("%c", byte);
		drive(); /* what b has said wakes the queue */
	}
	assert_said("x");
	assert_int_equal(conn_queued(&a), 0);
	conn_close(&a);
	conn_close(&b);
	SSL_CTX_free(client);
}

/* Record by record, the peer goes behind the first that is counted. Since OpenSSL 3.2 a callback must be there before
 * the handshake: it counts from below zero until then. */
static int records;

static void goes_with_the_second(int sent, int version, int type, const void *bytes, size_t len, SSL *ssl, void *arg)
{
	(void)version, (void)bytes, (void)len, (void)ssl, (void)arg;
	if (sent && type == SSL3_RT_HEADER && ++records == 2)
		stream_close(&b.stream);
}

static void nothing_is_queued_for_who_goes_in_mid_send(void **state)
{
	char why[160];
	SSL_CTX *client = tls_client_context(peer_cafile(), why, sizeof why);
	size_t done;

	(void)state;
	SSL_CTX_set_msg_callback(client, goes_with_the_second);
	records = -1000;
	open_pair(client);
	conn_write(&a, text, 2 * STREAM_PIPE_SIZE);
	assert_true(conn_queued(&a) > 0);
	while (tls_read(b.ssl, got, sizeof got, &done) == TLS_DONE)
		;
	records = 0;
	drive();
	assert_true(records >= 2);
	assert_int_equal(conn_queued(&a), 0);
	conn_close(&a);
	conn_close(&b);
	SSL_CTX_free(client);
}

/* ---- who is no client, and what is no server ---- */

static async knock(void)
{
	struct server_options options = {.tls = context, .handshake_ns = 30 * NS_PER_MS};
	enum status err;

	ASYNC(struct conn conn; char byte; size_t got);
	ASYNC_WITH(start_server(&server, echo, NULL, "localhost", 0, &options)) {
		AWAIT(open_connection(&my->conn, "localhost", server_port(&server), NULL)); /* plain */
		conn_write(&my->conn, "GET / HTTP/1.1\r\n\r\n", 18);
		AWAIT_CATCH(err, conn_read(&my->conn, &my->byte, 1, &my->got)); /* an alert, or the end */
		conn_close(&my->conn);
		AWAIT(open_connection(&my->conn, "localhost", server_port(&server), NULL)); /* says nothing */
		AWAIT_CATCH(err, conn_read(&my->conn, &my->byte, 1, &my->got));
		say("%s", err || !my->got ? "sent away" : "served");
		conn_close(&my->conn);
		AWAIT_CATCH(err, open_connection(&my->conn, "localhost", server_port(&server),
					 &(struct open_options){.tls = true})); /* does not trust us */
		say("%s", strchr(async_error_text(err), 'c'));
	} ASYNC_EXIT(server_close(&server));
	ASYNC_END;
}
ASYNC_ENTRY(knock);

static void who_does_not_speak_tls_is_sent_away(void **state)
{
	char said[300];

	(void)state;
	assert_int_equal(async_run(knock), ASYNC_OK);
	take_said(said, sizeof said);
	assert_non_null(strstr(said, "sent away cannot connect to host localhost:"));
	assert_non_null(strstr(said, ": certificate verify failed: "));
}

static async end_half(void)
{
	enum status err;

	ASYNC();
	AWAIT_CATCH(err, conn_write_eof(&a));
	say("%s", async_error_text(err));
	ASYNC_RAISE(err);
	ASYNC_END;
}
ASYNC_ENTRY(end_half);

static void tls_has_no_half_close(void **state)
{
	char why[160];
	SSL_CTX *client = tls_client_context(peer_cafile(), why, sizeof why);

	(void)state;
	open_pair(client);
	assert_int_equal(async_run(end_half), ASYNC_E_INVALID);
	assert_said("TLS ends both directions at once");
	conn_close(&a);
	conn_close(&b);
	SSL_CTX_free(client);
}

static int set_up(void **state)
{
	int err = peer_setup(state);

	context = err ? NULL : peer_context();
	return err;
}

static int tear_down(void **state)
{
	SSL_CTX_free(context);
	return peer_teardown(state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FRESH_REAL(a_reader_and_a_writer_talk_at_once),
		FRESH(what_is_queued_may_wait_for_the_peer_to_speak),
		FRESH(nothing_is_queued_for_who_goes_in_mid_send),
		FRESH_REAL(who_does_not_speak_tls_is_sent_away),
		FRESH(tls_has_no_half_close),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
