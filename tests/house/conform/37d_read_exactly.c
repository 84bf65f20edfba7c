/* Rule 37: so many bytes, or an error that says how many came. */
#include "coro/net/server.h"
#include "tests/house/conform/conform.h"

#include <string.h>

static async serve(struct conn *conn, void *arg)
{
	ASYNC();
	(void)arg;
	conn_write(conn, "abcdef", 6);
	ASYNC_END;
}

static async async_main(void)
{
	ASYNC(struct server server; struct conn conn; char some[80]; size_t len; enum status err; int i);
	ASYNC_WITH(start_server(&my->server, serve, NULL, "127.0.0.1", 0, NULL)) {
		ASYNC_WITH(open_connection(&my->conn, "127.0.0.1", server_port(&my->server), NULL)) {
			for (my->i = 0; my->i < 3; my->i++) {
				AWAIT_CATCH(my->err, conn_read_exactly(&my->conn, my->some, 4, &my->len));
				say("%s%zu of 4", my->err ? "only " : "", my->len);
			}
		} ASYNC_EXIT(conn_finish(&my->conn));
		AWAIT(server_drain(&my->server));
	} ASYNC_EXIT(server_close(&my->server));
	ASYNC_END;
}
RUN_MAIN;
