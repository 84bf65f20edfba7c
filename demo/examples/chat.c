/* chat.c - a chat server: every other guest gets the lines of each guest. Use telnet or nc to talk to it.
 *
 *     chat PORT          0: any free port
 *
 * A guest that does not read delays no other. Lines are queued for each guest, up to BACKLOG bytes and one
 * line; while a queue is full, its guest misses lines. So a guest takes a bounded amount of memory, and gets
 * only whole lines. */
#include "async.h"

#include <stdlib.h>

enum { BACKLOG = 65536 };

struct guest {
	struct list link;
	struct conn *conn;
};

static struct list guests;

static async enter(struct guest *guest, struct conn *conn)
{
	guest->conn = conn;
	list_append(&guests, &guest->link);
	return ASYNC_OK;
}

static async leave(struct guest *guest)
{
	list_remove(&guest->link);
	return ASYNC_OK;
}

static void tell_others(const struct guest *speaker, const char *line, size_t len)
{
	for (struct list *l = list_first(&guests); l != &guests; l = l->next) {
		struct guest *guest = container_of(l, struct guest, link);

		if (guest != speaker && conn_queued(guest->conn) < BACKLOG)
			conn_write(guest->conn, line, len);
	}
}

static async talk(struct conn *conn, void *unused)
{
	enum status err;

	ASYNC(struct guest guest; char line[512]; size_t len);
	(void)unused;
	ASYNC_WITH(enter(&my->guest, conn)) {
		do { /* an error, or a line that is too long, ends the guest */
			AWAIT_CATCH(err, conn_read_line(conn, my->line, sizeof my->line, &my->len));
			if (err)
				ASYNC_RETURN();
			tell_others(&my->guest, my->line, my->len);
		} while (my->len > 0);
	} ASYNC_EXIT(leave(&my->guest));
	ASYNC_END;
}

static async chat(unsigned port)
{
	ASYNC(struct server server);
	ASYNC_WITH(start_server(&my->server, talk, NULL, "127.0.0.1", port, NULL)) {
		printf("listening on port %u\n", server_port(&my->server));
		fflush(stdout);
		AWAIT(server_forever(&my->server));
	} ASYNC_EXIT(server_close(&my->server));
	ASYNC_END;
}
ASYNC_ENTRY(chat, unsigned);

int main(int argc, char **argv)
{
	enum status end = async_run(chat, argc > 1 ? (unsigned)atoi(argv[1]) : 7777);

	return end != ASYNC_CANCELLED && async_failed(end); /* Ctrl-C is its normal end */
}
