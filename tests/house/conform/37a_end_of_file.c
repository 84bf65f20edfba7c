/* Rule 37: at the end of the file a line is what is left of it, and then nothing, as often as one asks. */
#include "coro/net/server.h"
#include "tests/house/conform/conform.h"

#include <string.h>

static async serve(struct conn *conn, void *arg)
{
	ASYNC();
	(void)arg;
	conn_write(conn, "first\nrest", 10);
	ASYNC_END;
}

static async async_main(void)
{
	ASYNC(struct server server; struct conn conn; char line[80]; size_t len; int i);
	ASYNC_WITH(start_server(&my->server, serve, NULL, "127.0.0.1", 0, NULL)) {
		ASYNC_WITH(open_connection(&my->conn, "127.0.0.1", server_port(&my->server), NULL)) {
			for (my->i = 0; my->i < 4; my->i++) {
				AWAIT(conn_read_line(&my->conn, my->line, sizeof my->line, &my->len));
				say("line of %zu", my->len);
			}
			AWAIT(conn_read(&my->conn, my->line, 80, &my->len));
			say("read %zu", my->len);
		} ASYNC_EXIT(conn_finish(&my->conn));
		AWAIT(server_drain(&my->server));
	} ASYNC_EXIT(server_close(&my->server));
	ASYNC_END;
}
RUN_MAIN;
