/* test_kitchen_life.c - the kitchen opens and shuts: its line, its ports, its certificates, and how it ends
 * in the middle of work; and a thousand connections at once. */
#include "coro/net/tls.h"
#include "demo/limits.h"
#include "tests/lib/server.h"
#include "tests/lib/sockets.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

enum { CROWD = 1000 };

static struct server first, second;
static struct process other;
static struct reply reply;

static const char order[] = "GET /?name=Bob HTTP/1.1\r\nHost: a\r\n\r\n";

static void eat_at(int fd)
{
	assert_true(fd >= 0);
	reply = (struct reply){0};
	send_text(fd, order);
	assert_true(take_reply(fd, &reply, false));
	assert_int_equal(reply.head.status, 200);
	close(fd);
}

/* At both of localhost's addresses, each kitchen at a port of its own. */
static void test_two_kitchens(void **state)
{
	(void)state;
	server_start(&first, "--plain --cook 0");
	server_start(&second, "--plain --cook 0");
	assert_int_not_equal(first.port, second.port);
	for (int v6 = 0; v6 < 2; v6++) {
		eat_at(call_server(&first, v6));
		eat_at(call_server(&second, v6));
	}
	server_stop(&first);
	assert_int_equal(call_server(&first, false), -1);
	eat_at(call_server(&second, true));
	server_stop(&second);
}

static void tell_taken(char told[128], unsigned port)
{
	snprintf(told, 128, "kitchen: cannot listen on localhost:%u: Address already in use\n", port);
}

/* O1. The same port can be used again at once, but not while another program has it, even if only for one
 * of the addresses.
 * */
static void o1_a_taken_port_is_named(void **state)
{
	struct sockaddr_in taken;
	char options[64], told[128];
	int listener = tcp_listen(&taken);

	(void)state;
	assert_int_equal(process_run(&other, "", "kitchen --plain --port %d", ntohs(taken.sin_port)), 1);
	tell_taken(told, ntohs(taken.sin_port));
	assert_string_equal(other.errors.at, told);
	close(listener);
	server_start(&first, "--plain --cook 0");
	eat_at(call_server(&first, false));
	assert_int_equal(process_run(&other, "", "kitchen --port %u", first.port), 1);
	tell_taken(told, first.port);
	assert_string_equal(other.errors.at, told);
	assert_string_equal(other.output.at, "");
	server_stop(&first);
	snprintf(options, sizeof options, "--plain --cook 0 --port %u", first.port);
	server_start(&second, options);
	assert_int_equal(first.port, second.port);
	eat_at(call_server(&second, true));
	server_stop(&second);
}

static void test_usage(void **state)
{
#define COOK "not milliseconds up to 3600000, or a range as in 50-200\n"
#define FAIL "not a status of 400 to 599 and a percentage, as in 503:30\n"
	static const struct {
		const char *line, *errors;
	} wrong[] = {
		{"--port 65536", "kitchen: --port: '65536' is not a whole number from 0 to 65535\n"},
		{"--port", "kitchen: --port: '' is not a whole number from 0 to 65535\n"},
		{"--port x", "kitchen: --port: 'x' is not a whole number from 0 to 65535\n"},
		{"--cook 5-1", "kitchen: --cook: '5-1' is " COOK},
		{"--cook -1", "kitchen: --cook: '-1' is " COOK},
		{"--fail 200:5", "kitchen: --fail: '200:5' is " FAIL},
		{"--fail 500", "kitchen: --fail: '500' is " FAIL},
		{"--fail 500:101", "kitchen: --fail: '500:101' is " FAIL},
		{"--chefs 1.5", "kitchen: --chefs: '1.5' is not a whole number from 0 to 1000000000\n"},
		{"--what", "kitchen: unknown option: '--what' (see --help)\n"},
		{"here", "kitchen: unexpected argument: 'here' (see --help)\n"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		assert_int_equal(process_run(&other, "", "kitchen %s", wrong[i].line), 2);
		assert_string_equal(other.errors.at, wrong[i].errors);
		assert_string_equal(other.output.at, "");
	}
	assert_int_equal(process_run(&other, "", "kitchen --help"), 0);
	assert_non_null(strstr(other.output.at, "--quota N"));
	assert_string_equal(other.errors.at, "");
}

/* ---- certificates ---- */

static SSL *talk_tls(const struct server *server, SSL_CTX *context, int *fd)
{
	SSL *ssl = SSL_new(context);

	*fd = call_server(server, true);
	assert_true(tls_client_setup(ssl, "localhost", NULL));
	assert_int_equal(SSL_set_fd(ssl, *fd), 1);
	assert_int_equal(tls_handshake(ssl), TLS_DONE);
	return ssl;
}

/* At SIGTERM one guest waits for its dish, one has ordered nothing, and one is in its handshake. The kitchen
 * waits for none of them: the first two get a close_notify. */
static void test_ends_in_mid_work(void **state)
{
	char why[128], bytes[16];
	SSL_CTX *context;
	SSL *hungry, *idle;
	size_t done;
	int fds[3];
	double start;

	(void)state;
	server_start(&first, "--cook 3600000");
	context = tls_client_context(first.cafile, why, sizeof why);
	assert_non_null(context);
	fds[2] = call_server(&first, false);
	send_text(fds[2], "\x16\x03\x01");
	idle = talk_tls(&first, context, &fds[1]);
	hungry = talk_tls(&first, context, &fds[0]);
	assert_int_equal(tls_write(hungry, order, sizeof order - 1, &done), TLS_DONE);
	start = seconds_now();
	server_stop(&first);
	assert_true(seconds_now() - start < 5);
	assert_int_equal(tls_read(hungry, bytes, sizeof bytes, &done), TLS_END);
	assert_int_equal(tls_read(idle, bytes, sizeof bytes, &done), TLS_END);
	assert_int_equal(recv(fds[2], bytes, sizeof bytes, 0), 0);
	tls_close(hungry);
	tls_close(idle);
	SSL_CTX_free(context);
	for (int i = 0; i < 3; i++)
		close(fds[i]);
}

static void test_no_place_for_certificates(void **state)
{
	(void)state;
	other.variable = "TMPDIR=/dev/null";
	assert_int_equal(process_run(&other, "", "kitchen"), 1);
	assert_non_null(strstr(other.errors.at, "kitchen: certificates: /dev/null/kitchen-"));
	other.variable = NULL;
}

/* ---- a crowd ---- */

/* All of them are there, and stay, while each is served twice. */
static void test_crowd(void **state)
{
	static int crowd[CROWD];
	struct rlimit files;

	(void)state;
	limits_raise_files();
	getrlimit(RLIMIT_NOFILE, &files);
	if (files.rlim_cur < CROWD + 100)
		skip();
	server_start(&first, "--plain --cook 1-50");
	for (int i = 0; i < CROWD; i++) {
		crowd[i] = call_server(&first, i % 2);
		assert_true(crowd[i] >= 0);
	}
	for (int round = 0; round < 2; round++) {
		for (int i = 0; i < CROWD; i++)
			send_text(crowd[i], order);
		for (int i = 0; i < CROWD; i++) {
			reply.held = reply.size = 0;
			assert_true(take_reply(crowd[i], &reply, false));
			assert_int_equal(reply.head.status, 200);
		}
	}
	for (int i = 0; i < CROWD; i++)
		close(crowd[i]);
	server_stop(&first);
}

/* A kitchen with few files serves those it can, and the others when those have left. */
static void test_full_house(void **state)
{
	int guests[20];

	(void)state;
	first = (struct server){.process.files = 16};
	server_start(&first, "--plain --cook 0");
	for (int i = 0; i < 20; i++) {
		guests[i] = call_server(&first, false);
		send_text(guests[i], order);
	}
	for (int i = 0; i < 20; i++) {
		reply = (struct reply){0};
		assert_true(take_reply(guests[i], &reply, false));
		assert_int_equal(reply.head.status, 200);
		close(guests[i]);
	}
	server_stop(&first);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_two_kitchens),
		cmocka_unit_test(o1_a_taken_port_is_named),
		cmocka_unit_test(test_usage),
		cmocka_unit_test(test_ends_in_mid_work),
		cmocka_unit_test(test_no_place_for_certificates),
		cmocka_unit_test(test_crowd),
		cmocka_unit_test(test_full_house),
	};

	(void)argc;
	process_find(argv[0]);
	return cmocka_run_group_tests(tests, NULL, process_kill_all);
}
