/* Rule 37: too long a line is an error. It is gone, if its end has come; or else all is gone that has come. */
#include "coro/net/server.h"
#include "tests/house/conform/conform.h"

#include <string.h>

static async serve(struct conn *conn, void *arg)
{
	ASYNC(char byte; size_t len);
	(void)arg;
	conn_write(conn, "12345678\n123456789\nshort\n", 25);
	AWAIT(conn_read(conn, &my->byte, 1, &my->len));
	conn_write(conn, "123456789", 9);
	AWAIT(conn_read(conn, &my->byte, 1, &my->len));
	conn_write(conn, "more\n", 5);
	ASYNC_END;
}

static async async_main(void)
{
	ASYNC(struct server server; struct conn conn; char line[10]; size_t len; enum status err; int i);
	ASYNC_WITH(start_server(&my->server, serve, NULL, "127.0.0.1", 0, NULL)) {
		ASYNC_WITH(open_connection(&my->conn, "127.0.0.1", server_port(&my->server), NULL)) {
			for (my->i = 0; my->i < 6; my->i++) {
				AWAIT_CATCH(my->err, conn_read_line(&my->conn, my->line, sizeof my->line, &my->len));
				if (my->err)
					say("too long");
				else
					say("%.*s", (int)strcspn(my->line, "\n"), my->line);
				if (my->err || my->line[0] == 's')
					conn_write(&my->conn, "!", my->i >= 2);
			}
		} ASYNC_EXIT(conn_finish(&my->conn));
		AWAIT(server_drain(&my->server));
	} ASYNC_EXIT(server_close(&my->server));
	ASYNC_END;
}
RUN_MAIN;
