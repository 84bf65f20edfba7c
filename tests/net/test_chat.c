/* test_chat.c - a chat of a thousand: what one says all others hear, and one who never reads costs nobody anything. */
#include "coro/many/gather.h"
#include "coro/net/server.h"
#include "coro/run.h"
#include "tests/lib/sanitized.h"
#include "tests/lib/sockets.h"
#include "tests/lib/support.h"

#include <stdlib.h>
#include <string.h>

enum { CROWD = 1000, SMALL_CROWD = 100, LINES = 50, LINE = 4000, MOST_QUEUED = 50000 };

/* ---- the server ---- */

static struct server server;
static struct list members;
static size_t most_queued; /* of all that is queued at one time, for everybody */
static int nmembers, dropped;

struct member {
	struct list link;
	struct conn *conn;
	struct task *task;
};

/* Nobody waits for a slow one: it is dropped when too much is queued for it. */
static void tell_all(const char *line, size_t len)
{
	size_t queued = 0;

	for (struct list *l = list_first(&members), *next; l != &members; l = next) {
		struct member *m = container_of(l, struct member, link);

		next = l->next;
		conn_write(m->conn, line, len);
		queued += conn_queued(m->conn);
		if (conn_queued(m->conn) <= MOST_QUEUED)
			continue;
		dropped++;
		list_remove(&m->link);
		task_cancel(m->task); /* closes its connection */
	}
	most_queued = queued > most_queued ? queued : most_queued;
}

static async listen_to(struct member *m)
{
	ASYNC(char line[2 * LINE]; size_t len);
	do {
		AWAIT(conn_read_line(m->conn, my->line, sizeof my->line, &my->len));
		if (my->len > 0)
			tell_all(my->line, my->len);
		AWAIT(sleep_for(0));
	} while (my->len > 0);
	ASYNC_END;
}

static async welcome(struct conn *conn, void *arg)
{
	enum status err;
	int little = 1;

	ASYNC(struct member member);
	(void)arg;
	setsockopt(conn->stream.io.watch.fd, SOL_SOCKET, SO_SNDBUF, &little, sizeof little);
	my->member = (struct member){.conn = conn, .task = task_running};
	list_append(&members, &my->member.link);
	nmembers++;
	AWAIT_CATCH_ALL(err, listen_to(&my->member));
	list_remove(&my->member.link);
	ASYNC_RAISE(err);
	ASYNC_END;
}

/* ---- the guests ---- */

static struct guest {
	struct set_task worker;
	struct conn conn;
	int heard;
} guests[CROWD];

static async enter(struct guest *guest)
{
	ASYNC();
	AWAIT(open_connection(&guest->conn, "127.0.0.1", server_port(&server), NULL));
	ASYNC_END;
}

static async hear_all(struct guest *guest)
{
	ASYNC(char line[2 * LINE]; size_t len);
	for (; guest->heard < LINES; guest->heard++) {
		AWAIT(conn_read_line(&guest->conn, my->line, sizeof my->line, &my->len));
		assert_int_equal(my->len, LINE);
		assert_int_equal(atoi(my->line), guest->heard);
	}
	ASYNC_END;
}
ASYNC_ENTRY(hear_all, struct guest *);

/* The first says a line when all others, but the last, have heard the one before. */
static async say_all(struct guest *guest, int crowd)
{
	char line[LINE + 1];

	ASYNC(int i, other);
	for (; my->i < LINES; my->i++) {
		memset(line, 'x', LINE);
		line[snprintf(line, LINE, "%d", my->i)] = ' ';
		line[LINE - 1] = '\n';
		conn_write(&guest->conn, line, LINE);
		for (my->other = 0; my->other < crowd - 1; my->other++)
			while (guests[my->other].heard <= my->i)
				AWAIT(sleep_for(0));
	}
	ASYNC_END;
}
ASYNC_ENTRY(say_all, struct guest *, int);

/* The last never reads, and has little room. */
static async chat(int crowd)
{
	int little = 1;

	ASYNC(int i; struct task_set set; struct set_task speaker);
	ASYNC_WITH(start_server(&server, welcome, NULL, "127.0.0.1", 0, &(struct server_options){.backlog = CROWD})) {
		for (; my->i < crowd; my->i++)
			AWAIT(enter(&guests[my->i]));
		while (nmembers < crowd)
			AWAIT(sleep_for(0));
		setsockopt(guests[crowd - 1].conn.stream.io.watch.fd, SOL_SOCKET, SO_RCVBUF, &little, sizeof little);
		for (int i = 0; i < crowd - 1; i++)
			task_set_start(&my->set, &guests[i].worker, "guest", hear_all, &guests[i]);
		task_set_start(&my->set, &my->speaker, "speaker", say_all, &guests[0], crowd);
		AWAIT(gather(&my->set));
		for (int i = 0; i < crowd; i++)
			conn_close(&guests[i].conn);
	} ASYNC_EXIT(server_close(&server));
	ASYNC_END;
}
ASYNC_ENTRY(chat, int);

static void one_who_never_reads_holds_up_nobody(void **state)
{
	int crowd = SANITIZED || getenv("TEST_UNDER") ? SMALL_CROWD : CROWD;

	(void)state;
	allow_fds(2 * CROWD + 20);
	assert_int_equal(async_run(chat, crowd), ASYNC_OK);
	assert_int_equal(nmembers, crowd);
	assert_int_equal(dropped, 1);
	assert_true(most_queued <= MOST_QUEUED + LINE); /* for all of them */
	assert_int_equal(server.buffers.lent, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FRESH_REAL(one_who_never_reads_holds_up_nobody),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
