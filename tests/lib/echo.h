/* echo.h - what the tests of server.c share: an echo server, and a client of it. */
#ifndef TESTS_LIB_ECHO_H
#define TESTS_LIB_ECHO_H

#include "coro/entry.h"
#include "coro/net/server.h"
#include "tests/lib/support.h"

#include <string.h>

static struct server server;

/* Sends each line back, until the client has ended. */
static async echo(struct conn *conn, void *arg)
{
	ASYNC(char line[80]; size_t len);
	(void)arg;
	do {
		AWAIT(conn_read_line(conn, my->line, sizeof my->line, &my->len));
		conn_write(conn, my->line, my->len);
		AWAIT(conn_drain(conn));
	} while (my->len > 0);
	ASYNC_END;
}

/* Sends a line to localhost, ends its half, and logs what comes back. */
static async ask(const char *host, const char *line)
{
	ASYNC(struct conn conn; char answer[80]);
	ASYNC_WITH(open_connection(&my->conn, host, server_port(&server), NULL)) {
		conn_print(&my->conn, "%s\n", line);
		AWAIT(conn_read_line(&my->conn, my->answer, sizeof my->answer, NULL));
		my->answer[strcspn(my->answer, "\n")] = '\0';
		say("%s", my->answer);
		AWAIT(conn_write_eof(&my->conn));
		AWAIT(conn_read_line(&my->conn, my->answer, sizeof my->answer, NULL));
		assert_string_equal(my->answer, "");
	} ASYNC_EXIT(conn_finish(&my->conn));
	ASYNC_END;
}
ASYNC_ENTRY(ask, const char *, const char *);

#endif
