/* Rule 37: a server that closes takes nobody in any more, and waits for those who are there. */
#include "coro/net/server.h"
#include "tests/house/conform/conform.h"

#include <string.h>

static async echo(struct conn *conn, void *arg)
{
	ASYNC(char line[80]; size_t len);
	(void)arg;
	do {
		AWAIT(conn_read_line(conn, my->line, sizeof my->line, &my->len));
		conn_write(conn, my->line, my->len);
	} while (my->len > 0);
	say("served");
	ASYNC_END;
}

static async drain(struct server *server)
{
	ASYNC();
	AWAIT(server_drain(server));
	say("closed");
	ASYNC_END;
}
ASYNC_ENTRY(drain, struct server *);

static async ask(struct conn *conn, const char *line)
{
	ASYNC(char answer[80]);
	conn_print(conn, "%s\n", line);
	AWAIT(conn_read_line(conn, my->answer, sizeof my->answer, NULL));
	say("%.*s", (int)strcspn(my->answer, "\n"), my->answer);
	ASYNC_END;
}

static async async_main(void)
{
	enum status err;

	ASYNC(struct server server; struct conn conn, late; struct task drains; int i);
	ASYNC_WITH(start_server(&my->server, echo, NULL, "127.0.0.1", 0, NULL)) {
		AWAIT(open_connection(&my->conn, "127.0.0.1", server_port(&my->server), NULL));
		AWAIT(ask(&my->conn, "before"));
		task_start(&my->drains, "drains", drain, &my->server);
		for (my->i = 0; my->i < 5; my->i++)
			AWAIT(sleep_ms(0));
		AWAIT_CATCH(err, open_connection(&my->late, "127.0.0.1", server_port(&my->server), NULL));
		say("%s", err ? "refused" : "let in");
		AWAIT(ask(&my->conn, "after"));
		AWAIT(conn_finish(&my->conn));
		AWAIT(task_await(&my->drains));
	} ASYNC_EXIT(server_close(&my->server));
	ASYNC_END;
}
RUN_MAIN;
