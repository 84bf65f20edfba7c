/* Rule 37: who reads what is closed meanwhile is at the end; what was cut stays cut, however often one reads. */
#include "coro/net/server.h"
#include "tests/house/conform/conform.h"

#include <sys/socket.h>

static async serve(struct conn *conn, void *arg)
{
	const struct linger at_once = {.l_onoff = 1};

	ASYNC(char byte; size_t got);
	(void)arg;
	AWAIT(conn_read(conn, &my->byte, 1, &my->got));
	if (my->got)
		setsockopt(conn->stream.io.watch.fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
	ASYNC_END;
}

static async read_twice(struct conn *conn)
{
	enum status err;

	ASYNC(char byte; size_t got; int i);
	for (; my->i < 2; my->i++) {
		AWAIT_CATCH(err, conn_read(conn, &my->byte, 1, &my->got));
		say("%s", err ? status_name(err) : my->got ? "data" : "end");
	}
	ASYNC_END;
}
ASYNC_ENTRY(read_twice, struct conn *);

static async async_main(void)
{
	ASYNC(struct server server; struct conn conn; struct task reader; int i);
	ASYNC_WITH(start_server(&my->server, serve, NULL, "127.0.0.1", 0, NULL)) {
		for (; my->i < 2; my->i++) {
			AWAIT(open_connection(&my->conn, "127.0.0.1", server_port(&my->server), NULL));
			task_start(&my->reader, "reader", read_twice, &my->conn);
			AWAIT(sleep_ms(0));
			if (my->i == 0)
				conn_close(&my->conn);
			else
				conn_write(&my->conn, "!", 1);
			AWAIT(task_await(&my->reader));
			conn_close(&my->conn);
		}
		AWAIT(server_drain(&my->server));
	} ASYNC_EXIT(server_close(&my->server));
	ASYNC_END;
}
RUN_MAIN;
