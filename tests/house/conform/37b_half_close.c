/* Rule 37: write_eof ends one direction behind what was written; the other goes on. */
#include "coro/net/server.h"
#include "tests/house/conform/conform.h"

#include <string.h>

static async serve(struct conn *conn, void *arg)
{
	ASYNC(char some[80]; size_t len, all);
	(void)arg;
	do {
		AWAIT(conn_read(conn, my->some, sizeof my->some, &my->len));
		my->all += my->len;
	} while (my->len > 0);
	say("the end, behind %zu", my->all);
	conn_write(conn, "answer", 6);
	ASYNC_END;
}

static async async_main(void)
{
	ASYNC(struct server server; struct conn conn; char some[80]; size_t len);
	ASYNC_WITH(start_server(&my->server, serve, NULL, "127.0.0.1", 0, NULL)) {
		ASYNC_WITH(open_connection(&my->conn, "127.0.0.1", server_port(&my->server), NULL)) {
			conn_write(&my->conn, "question", 8);
			AWAIT(conn_write_eof(&my->conn));
			AWAIT(conn_read_exactly(&my->conn, my->some, 6, &my->len));
			say("%.*s", (int)my->len, my->some);
			AWAIT(conn_read(&my->conn, my->some, 80, &my->len));
			say("read %zu", my->len);
		} ASYNC_EXIT(conn_finish(&my->conn));
		AWAIT(server_drain(&my->server));
	} ASYNC_EXIT(server_close(&my->server));
	ASYNC_END;
}
RUN_MAIN;
