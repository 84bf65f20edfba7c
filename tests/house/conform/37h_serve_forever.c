/* Rule 37: closing ends serve_forever, as by a cancel; and several may wait until the server is closed. */
#include "coro/net/server.h"
#include "tests/house/conform/conform.h"

static async serve(struct conn *conn, void *arg)
{
	ASYNC(char byte; size_t got);
	(void)arg;
	AWAIT(conn_read(conn, &my->byte, 1, &my->got));
	say("served");
	ASYNC_END;
}

ASYNC_ENTRY(server_forever, struct server *);

static async drain(struct server *server)
{
	ASYNC();
	AWAIT(server_drain(server));
	say("closed");
	ASYNC_END;
}
ASYNC_ENTRY(drain, struct server *);

static async async_main(void)
{
	enum status err;

	ASYNC(struct server server; struct conn conn; struct task forever, drains[2]; int i);
	ASYNC_WITH(start_server(&my->server, serve, NULL, "127.0.0.1", 0, NULL)) {
		task_start(&my->forever, "forever", server_forever, &my->server);
		AWAIT(open_connection(&my->conn, "127.0.0.1", server_port(&my->server), NULL));
		AWAIT(sleep_ms(0));
		for (; my->i < 2; my->i++)
			task_start(&my->drains[my->i], "drain", drain, &my->server);
		AWAIT(sleep_ms(0));
		AWAIT(conn_finish(&my->conn));
		AWAIT(task_await(&my->drains[0]));
		AWAIT(task_await(&my->drains[1]));
		AWAIT_CATCH_ALL(err, task_await(&my->forever));
		say("forever: %s", status_name(err));
	} ASYNC_EXIT(server_close(&my->server));
	ASYNC_END;
}
RUN_MAIN;
