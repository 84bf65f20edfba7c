/* test_server_end.c - how a server of streams ends, and what ends it not. */
#include "coro/error.h"
#include "coro/net/server.h"
#include "coro/run.h"
#include "tests/lib/capture.h"
#include "tests/lib/echo.h"
#include "tests/lib/sockets.h"
#include "tests/lib/support.h"

#include <stdlib.h>
#include <string.h>

/* ---- its end ---- */

static async wait_long(struct conn *conn, void *arg)
{
	enum status err;
	char byte;
	size_t got;

	ASYNC();
	(void)arg;
	say("served");
	AWAIT_CATCH_ALL(err, conn_read(conn, &byte, 1, &got));
	say("%s", status_name(err));
	ASYNC_RAISE(err);
	ASYNC_END;
}

static async close_with_a_client(bool patient)
{
	ASYNC(struct conn conn; char byte; size_t got; struct task drain);
	ASYNC_WITH(start_server(&server, wait_long, NULL, "127.0.0.1", 0, NULL)) {
		AWAIT(open_connection(&my->conn, "127.0.0.1", server_port(&server), NULL));
		while (list_empty(&server.clients))
			AWAIT(sleep_for(NS_PER_MS));
		AWAIT(sleep_for(0));
		if (patient) {
			conn_close(&my->conn);
			AWAIT(server_drain(&server));
		}
	} ASYNC_EXIT(server_close(&server));
	say("closed");
	if (!patient)
		AWAIT(conn_read(&my->conn, &my->byte, 1, &my->got));
	assert_int_equal(my->got, 0);
	conn_close(&my->conn);
	ASYNC_END;
}
ASYNC_ENTRY(close_with_a_client, bool);

static void closing_cancels_those_who_are_served(void **state)
{
	(void)state;
	assert_int_equal(async_run(close_with_a_client, false), ASYNC_OK);
	assert_said("served cancelled closed");
}

static void draining_waits_until_they_have_ended(void **state)
{
	(void)state;
	assert_int_equal(async_run(close_with_a_client, true), ASYNC_OK);
	assert_said("served ok closed");
}

/* ---- trouble ---- */

static async fail_at(struct conn *conn, void *arg)
{
	ASYNC(char line[80]);
	(void)arg;
	AWAIT(conn_read_line(conn, my->line, sizeof my->line, NULL));
	if (strcmp(my->line, "fail\n") == 0)
		ASYNC_RAISE(ASYNC_E_PAYLOAD);
	conn_write(conn, my->line, strlen(my->line));
	AWAIT(conn_read_line(conn, my->line, sizeof my->line, NULL));
	ASYNC_END;
}

static async fail_then_ask(void)
{
	ASYNC(struct conn conn; char byte; size_t got);
	ASYNC_WITH(start_server(&server, fail_at, NULL, "127.0.0.1", 0, NULL)) {
		AWAIT(open_connection(&my->conn, "127.0.0.1", server_port(&server), NULL));
		conn_write(&my->conn, "fail\n", 5);
		AWAIT(conn_read(&my->conn, &my->byte, 1, &my->got));
		assert_int_equal(my->got, 0);
		conn_close(&my->conn);
		AWAIT(ask("127.0.0.1", "well"));
	} ASYNC_EXIT(server_close(&server));
	ASYNC_END;
}
ASYNC_ENTRY(fail_then_ask);

static void an_error_ends_its_own_connection_and_no_other(void **state)
{
	(void)state;
	assert_int_equal(async_run(fail_then_ask), ASYNC_OK);
	assert_said("well");
}

static char reason[] = "for a reason";

static async fail_for_a_reason(struct conn *conn, void *text)
{
	ASYNC();
	conn_write(conn, text, strlen(text));
	ASYNC_RAISE(async_error(ASYNC_E_DISCONNECTED, "%s", (char *)text));
	ASYNC_END;
}

static async serve_who_has_gone(void)
{
	int ends[2];

	ASYNC();
	tcp_pair(ends);
	tcp_reset(ends[1]);
	until(ends[0], POLLHUP);
	server_open(&server, fail_for_a_reason, reason, NULL);
	server_admit(&server, ends[0]);
	AWAIT(server_drain(&server));
	AWAIT(server_close(&server));
	ASYNC_END;
}
ASYNC_ENTRY(serve_who_has_gone);

/* What ended it is told, and not how its connection took that. */
static void an_error_is_told_and_not_what_closing_met(void **state)
{
	struct capture printed;

	(void)state;
	capture_begin(&printed);
	async_run(serve_who_has_gone);
	capture_end(&printed);
	assert_non_null(strstr(printed.err, "\n  for a reason\n"));
	assert_non_null(strstr(printed.err, " fail_for_a_reason: raised\n"));
}

/* With no file left nobody can be let in: who comes waits in the kernel's queue until there is one. */
static async run_out_of_files(void)
{
	struct sockaddr_in at = {.sin_family = AF_INET};
	struct rlimit none;

	ASYNC(struct rlimit before; struct stream client; char byte);
	ASYNC_WITH(start_server(&server, echo, NULL, "127.0.0.1", 0, NULL)) {
		at.sin_port = htons((uint16_t)server_port(&server));
		at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
		assert_int_equal(stream_open_socket(&my->client, tcp_connect(&at)), 0);
		assert_int_equal(getrlimit(RLIMIT_NOFILE, &my->before), 0);
		none = my->before;
		none.rlim_cur = (rlim_t)dup(0);
		close((int)none.rlim_cur); /* the lowest that is free */
		assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
		AWAIT(io_ready(&my->client.io, LOOP_WRITE));
		assert_int_equal(stream_send(&my->client, "!\n", 2), 2);
		AWAIT(sleep_for(0));
		AWAIT(sleep_for(0));
		say("%s", list_empty(&server.clients) ? "nobody" : "somebody");
		setrlimit(RLIMIT_NOFILE, &my->before);
		AWAIT(io_ready(&my->client.io, LOOP_READ));
		say("%zd", stream_recv(&my->client, &my->byte, 1));
		stream_close(&my->client);
	} ASYNC_EXIT(server_close(&server));
	ASYNC_END;
}
ASYNC_ENTRY(run_out_of_files);

static void a_server_without_files_goes_on_when_there_are_some(void **state)
{
	(void)state;
	if (getenv("TEST_UNDER")) /* valgrind accepts beyond the limit, and closes what it got */
		skip();
	assert_int_equal(async_run(run_out_of_files), ASYNC_OK);
	assert_said("nobody 1");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FRESH_REAL(closing_cancels_those_who_are_served),
		FRESH_REAL(draining_waits_until_they_have_ended),
		FRESH_REAL(an_error_ends_its_own_connection_and_no_other),
		FRESH_REAL(an_error_is_told_and_not_what_closing_met),
		FRESH_REAL(a_server_without_files_goes_on_when_there_are_some),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
