/* Rule 37: to drain waits only when more than 64 KiB are queued, and then until no more than 16 KiB are. */
#include "coro/many/locks.h"
#include "coro/net/server.h"
#include "tests/house/conform/conform.h"

static struct event may_read;
static char bytes[CONN_HIGH_WATER];

static async serve(struct conn *conn, void *arg)
{
	ASYNC(char some[4096]; size_t len);
	(void)arg;
	AWAIT(event_wait(&may_read));
	do
		AWAIT(conn_read(conn, my->some, sizeof my->some, &my->len));
	while (my->len > 0);
	ASYNC_END;
}
ASYNC_ENTRY(conn_drain, struct conn *);

/* Until the kernel takes no more, even after a while. */
static async fill(struct conn *conn)
{
	ASYNC(int i);
	do {
		while (!conn_queued(conn))
			conn_write(conn, bytes, 65536);
		for (my->i = 0; my->i < 20; my->i++)
			AWAIT(sleep_ms(0));
	} while (!conn_queued(conn));
	ASYNC_END;
}

static async async_main(void)
{
	ASYNC(struct server server; struct conn conn; struct task drains; int i);
	ASYNC_WITH(start_server(&my->server, serve, NULL, "127.0.0.1", 0, NULL)) {
		ASYNC_WITH(open_connection(&my->conn, "127.0.0.1", server_port(&my->server), NULL)) {
			AWAIT(fill(&my->conn));
			conn_write(&my->conn, bytes, CONN_HIGH_WATER - conn_queued(&my->conn));
			AWAIT(conn_drain(&my->conn));
			say("at the mark: at once");
			conn_write(&my->conn, "!", 1);
			task_start(&my->drains, "drains", conn_drain, &my->conn);
			for (my->i = 0; my->i < 5; my->i++)
				AWAIT(sleep_ms(0));
			say("above it: %s", my->drains.state == TASK_DONE ? "at once" : "waits");
			event_set(&may_read);
			AWAIT(task_await(&my->drains));
			say("until few are left: %s", conn_queued(&my->conn) <= CONN_LOW_WATER ? "True" : "False");
		} ASYNC_EXIT(conn_finish(&my->conn));
		AWAIT(server_drain(&my->server));
	} ASYNC_EXIT(server_close(&my->server));
	ASYNC_END;
}
RUN_MAIN;
