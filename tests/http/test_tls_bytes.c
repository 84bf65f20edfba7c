/* test_tls_bytes.c - TLS in mid-stream: what the two ends tell each other on their own, what damages a
 * stream, and who waits for which direction. */
#include "tests/lib/client.h"

#include <openssl/err.h>
#include <string.h>

static const struct peer_step hello[] = {EXPECT, REPLY("5", "hello"), AGAIN};
static const struct visit twice[] = {{.path = "/a"}, {.path = "/b"}, {0}};

/* Runs over memory, which splits the client's records in every place, and over sockets. */
static void visit_twice(const struct peer_step *script, const char *said, unsigned opened)
{
	const struct peer transports[] = {
		{.tls = true}, {.tls = true, .most = 1}, {.tls = true, .sockets = true}};

	for (size_t i = 0; i < sizeof transports / sizeof *transports; i++) {
		struct peer peer = transports[i];
		struct client client = {.visits = {twice}};

		peer.scripts[0] = script;
		peer.scripts[1] = hello;
		visit_peer(&client, &peer);
		assert_said(said);
		assert_int_equal(client.session.opened, opened);
		assert_int_equal(client.session.replayed, 0);
	}
}

/* ---- on its own ---- */

static void update_key(struct conn *c)
{
	assert_int_equal(SSL_key_update(c->ssl, SSL_KEY_UPDATE_REQUESTED), 1);
	assert_int_equal(SSL_do_handshake(c->ssl), 1);
}

static void send_ticket(struct conn *c)
{
	assert_int_equal(SSL_new_session_ticket(c->ssl), 1);
	assert_int_equal(SSL_do_handshake(c->ssl), 1);
}

/* RFC 8446 section 4.6: messages between replies, and in the middle of one, that mean nothing to HTTP. */
static void test_messages_after_handshake(void **state)
{
	static const struct peer_step keys[] = {DO(update_key), EXPECT, DO(update_key), REPLY("10", "hello"),
		DO(update_key), SEND("world"), DO(update_key), EXPECT, DO(update_key), REPLY("2", "ok"), END};
	static const struct peer_step tickets[] = {DO(send_ticket), EXPECT, DO(send_ticket),
		REPLY("10", "hello"), DO(send_ticket), SEND("world"), DO(send_ticket), EXPECT,
		DO(send_ticket), REPLY("2", "ok"), END};

	(void)state;
	visit_twice(keys, "200:helloworld 200:ok", 1);
	visit_twice(tickets, "200:helloworld 200:ok", 1);
}

static void put_error(struct conn *c)
{
	(void)c;
	ERR_put_error(ERR_LIB_SSL, 0, SSL_R_CERTIFICATE_VERIFY_FAILED, "elsewhere", 1);
}

/* OpenSSL's queue of errors is the whole thread's: what somebody else has left there is not about us. */
static void test_foreign_errors(void **state)
{
	static const struct peer_step script[] = {DO(put_error), EXPECT, DO(put_error), REPLY("10", "hello"),
		DO(put_error), WAIT_MS(1), DO(put_error), SEND("world"), DO(put_error), EXPECT, DO(put_error),
		REPLY("2", "ok"), DO(put_error), END};

	(void)state;
	visit_twice(script, "200:helloworld 200:ok", 1);
	ERR_clear_error();
}

/* ---- damage ---- */

static void send_garbage(struct conn *c)
{
	char garbage[] = "\x17\x03\x03\x00\x20"
			 "This is not what it says it is.";

	assert_int_equal(stream_send(&c->stream, garbage, sizeof garbage), sizeof garbage);
}

static void send_alert(struct conn *c)
{
	assert_int_equal(stream_send(&c->stream, "\x15\x03\x03\x00\x02\x02\x50", 7), 7);
}

/* What arrived well before it counts; the rest of the connection does not. */
static void test_damage(void **state)
{
	static const struct peer_step in_head[] = {
		EXPECT, SEND("HTTP/1.1 200 OK\r\n"), DO(send_garbage), END};
	static const struct peer_step in_body[] = {EXPECT, REPLY("5", "hell"), DO(send_garbage), END};
	static const struct peer_step behind[] = {EXPECT, REPLY("5", "hello"), DO(send_garbage), END};
	static const struct peer_step alert[] = {EXPECT, REPLY("5", "hell"), DO(send_alert), END};

	(void)state;
	visit_twice(in_head, "disconnected 200:hello", 2);
	visit_twice(in_body, "bad payload 200:hello", 2);
	visit_twice(behind, "200:hello 200:hello", 2);
	visit_twice(alert, "bad payload 200:hello", 2);
}

/* ---- the other direction ---- */

static struct conn a, b; /* a client and a server, in memory */
static struct stream_pipe pipes[2];
static struct buffer_pool buffers;

ASYNC_ENTRY(conn_fill, struct conn *, size_t);

static void shake_hands(void)
{
	for (int i = 0; i < 4; i++) {
		tls_handshake(a.ssl);
		tls_handshake(b.ssl);
	}
	assert_true(SSL_is_init_finished(a.ssl) && SSL_is_init_finished(b.ssl));
}

static void open_pair(SSL_CTX *client, SSL_CTX *server)
{
	memset(pipes, 0, sizeof pipes);
	a = b = (struct conn){.pool = &buffers};
	stream_open_memory(&a.stream, &b.stream, pipes);
	a.ssl = tls_new(client, &a.stream);
	b.ssl = tls_new(server, &b.stream);
	assert_true(tls_client_setup(a.ssl, "localhost", NULL));
	SSL_set_accept_state(b.ssl);
	shake_hands();
}

struct contexts {
	SSL_CTX *client, *server;
};

static struct contexts open_contexts(void)
{
	char why[160];

	return (struct contexts){tls_client_context(peer_cafile(), why, sizeof why), peer_context()};
}

static void close_all(struct contexts *contexts)
{
	conn_close(&a);
	conn_close(&b);
	buffer_pool_free(&buffers);
	SSL_CTX_free(contexts->client);
	SSL_CTX_free(contexts->server);
}

/* Each call is tried with an error of somebody else's in the queue. */
static void test_foreign_error_at_each_call(void **state)
{
	struct contexts contexts = open_contexts();
	char byte;
	size_t done;

	(void)state;
	open_pair(contexts.client, contexts.server);
	put_error(NULL);
	assert_int_equal(tls_read(a.ssl, &byte, 1, &done), TLS_WANT_READ);
	a.stream.out->held = STREAM_PIPE_SIZE;
	put_error(NULL);
	assert_int_equal(tls_write(a.ssl, "x", 1, &done), TLS_WANT_WRITE);
	a.stream.out->held = 0;
	SSL_free(a.ssl);
	a.ssl = tls_new(contexts.client, &a.stream);
	assert_true(tls_client_setup(a.ssl, "localhost", NULL));
	put_error(NULL);
	assert_int_equal(tls_handshake(a.ssl), TLS_WANT_READ);
	put_error(NULL);
	close_all(&contexts);
	assert_int_equal(ERR_peek_error(), 0);
}

/* OpenSSL's own streams, which the blocking program has, tell of an unannounced end in another way. */
static void test_end_of_another_bio(void **state)
{
	struct contexts contexts = open_contexts();
	BIO *empty = BIO_new(BIO_s_mem());
	char byte;
	size_t done;

	(void)state;
	open_pair(contexts.client, contexts.server);
	BIO_set_mem_eof_return(empty, 0);
	SSL_set0_rbio(a.ssl, empty);
	assert_int_equal(tls_read(a.ssl, &byte, 1, &done), TLS_CUT);
	close_all(&contexts);
}

/* TLS 1.2 lets a server ask for a new handshake, and then wait for it. A reader who has no room to answer
 * waits for room, and then answers, though nothing more has come to be read. */
static void test_answer_of_a_reader(void **state)
{
	struct contexts contexts = open_contexts();
	struct task task = {0};
	size_t done;
	char byte;

	(void)state;
	SSL_CTX_set_max_proto_version(contexts.server, TLS1_2_VERSION);
	open_pair(contexts.client, contexts.server);
	assert_int_equal(SSL_renegotiate(b.ssl), 1);
	assert_int_equal(SSL_do_handshake(b.ssl), 1);
	a.stream.out->held = STREAM_PIPE_SIZE; /* as if b had not read for long */
	task_start(&task, "filler", conn_fill, &a, SIZE_MAX);
	drive();
	assert_int_equal(task.state, TASK_WAITING);
	assert_int_equal(a.stream.io.waiting[1]->bits, LOOP_WRITE);
	assert_int_equal(buffers.lent, 0);
	a.stream.io.watch.ready &= ~(unsigned)LOOP_READ; /* a socket would know that it is empty */
	a.stream.out->held = 0;
	io_signal(&a.stream.io, LOOP_WRITE);
	drive();
	assert_int_equal(task.state, TASK_WAITING);
	assert_int_equal(a.stream.io.waiting[0]->bits, LOOP_READ);
	assert_true(a.stream.out->held > 0);
	for (int i = 0; i < 4; i++, drive())
		assert_int_equal(tls_read(b.ssl, &byte, 1, &done), TLS_WANT_READ);
	assert_int_equal(tls_write(b.ssl, "x", 1, &done), TLS_DONE);
	drive();
	assert_int_equal(task.state, TASK_DONE);
	assert_int_equal(task.result, ASYNC_OK);
	close_all(&contexts);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CLOSED(test_messages_after_handshake),
		CLOSED(test_foreign_errors),
		CLOSED(test_damage),
		FRESH(test_foreign_error_at_each_call),
		FRESH(test_end_of_another_bio),
		FRESH(test_answer_of_a_reader),
	};

	return cmocka_run_group_tests(tests, peer_setup, peer_teardown);
}
