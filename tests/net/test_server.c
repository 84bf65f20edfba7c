/* test_server.c - a server of streams: who is let in, and who cannot be. */
#include "coro/error.h"
#include "coro/net/server.h"
#include "coro/run.h"
#include "tests/lib/echo.h"
#include "tests/lib/sanitized.h"
#include "tests/lib/sockets.h"
#include "tests/lib/support.h"

#include <stdlib.h>
#include <string.h>

static async close_it(void)
{
	ASYNC();
	AWAIT(server_close(&server));
	ASYNC_END;
}
ASYNC_ENTRY(close_it);

static void shut(void)
{
	assert_int_equal(async_run(close_it), ASYNC_OK);
	assert_int_equal(server.buffers.lent, 0);
	assert_int_equal(loop.watched, 0);
}

static bool is_open(int fd)
{
	return fcntl(fd, F_GETFD) >= 0;
}

/* ---- no memory ---- */

struct block {
	struct block *next;
};

/* Takes all memory there is, the large pieces first. */
static struct block *take_all_memory(void)
{
	struct block *all = NULL, *block;

	for (size_t size = 1 << 20; size >= sizeof *block; size /= 2) {
		while ((block = malloc(size))) {
			block->next = all;
			all = block;
		}
	}
	return all;
}

static void give_back(struct block *all)
{
	while (all) {
		struct block *next = all->next;

		free(all);
		all = next;
	}
}

static void k1_a_client_without_memory_costs_no_socket(void **state)
{
	struct rlimit old, small = {.rlim_cur = 0};
	struct block *all;
	bool first, second;
	int ends[2];

	(void)state;
	if (SANITIZED || getenv("TEST_UNDER")) /* valgrind needs memory, too */
		skip();
	server_open(&server, echo, NULL, NULL);
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	assert_int_equal(getrlimit(RLIMIT_AS, &old), 0);
	small.rlim_max = old.rlim_max;
	assert_int_equal(setrlimit(RLIMIT_AS, &small), 0);
	all = take_all_memory();
	first = is_open(ends[0]);
	server_admit(&server, ends[0]);
	second = is_open(ends[0]);
	give_back(all);
	setrlimit(RLIMIT_AS, &old);
	assert_true(first);
	assert_false(second);
	assert_true(list_empty(&server.clients));
	close(ends[1]);
	shut();
}

/* ---- what epoll does not watch ---- */

/* Opens the server, and a file that its backend refuses. -1: this backend refuses none. */
static int open_unwatchable(void)
{
	int fd = open("/dev/null", O_RDONLY);
	struct io io;

	assert_true(fd >= 0);
	server_open(&server, echo, NULL, NULL);
	if (io_open(&io, fd) != 0)
		return fd;
	io_close(&io);
	close(fd);
	shut();
	return -1;
}

static void k1_a_client_that_cannot_be_watched_costs_no_socket(void **state)
{
	int fd = open_unwatchable();

	(void)state;
	if (fd < 0)
		skip();
	server_admit(&server, fd);
	assert_false(is_open(fd));
	assert_true(list_empty(&server.clients));
	shut();
}

static void a_client_whose_task_has_not_begun_is_closed(void **state)
{
	int ends[2];

	(void)state;
	server_open(&server, echo, NULL, NULL);
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	server_admit(&server, ends[0]);
	assert_true(is_open(ends[0]));
	task_cancel(container_of(task_all.prev, struct task, all));
	shut();
	assert_false(is_open(ends[0]));
	close(ends[1]);
}

static void k1_a_listener_that_cannot_be_watched_is_none(void **state)
{
	int fd = open_unwatchable();

	(void)state;
	if (fd < 0)
		skip();
	assert_int_equal(server_listen(&server, fd), -EPERM);
	assert_false(is_open(fd));
	assert_true(list_empty(&server.listeners));
	shut();
}

/* ---- who comes ---- */

/* NULL: all addresses of this machine. */
static async ask_both(const char *where)
{
	ASYNC();
	ASYNC_WITH(start_server(&server, echo, NULL, where, 0, NULL)) {
		assert_true(server_port(&server) > 0);
		AWAIT(ask("127.0.0.1", "four"));
		AWAIT(ask("::1", "six"));
		AWAIT(server_drain(&server));
	} ASYNC_EXIT(server_close(&server));
	ASYNC_END;
}
ASYNC_ENTRY(ask_both, const char *);

static void a_server_is_at_one_port_of_both_families(void **state)
{
	(void)state;
	assert_int_equal(async_run(ask_both, NULL), ASYNC_OK);
	assert_said("four six");
	assert_int_equal(async_run(ask_both, "localhost"), ASYNC_OK);
	assert_said("four six");
	assert_int_equal(server.buffers.lent, 0);
}

static async start_at(const char *host, unsigned port)
{
	enum status err;

	ASYNC();
	AWAIT_CATCH(err, start_server(&server, echo, NULL, host, port, NULL));
	say("%s", async_error_text(err));
	ASYNC_RAISE(err);
	ASYNC_END;
}
ASYNC_ENTRY(start_at, const char *, unsigned);

static void where_it_cannot_listen_is_told(void **state)
{
	struct sockaddr_in taken;
	int other = tcp_listen(&taken);
	char expected[128];

	(void)state;
	assert_int_equal(async_run(start_at, "localhost", ntohs(taken.sin_port)), ASYNC_E_SYSTEM);
	snprintf(expected, sizeof expected, "cannot listen on localhost:%d: Address already in use", ntohs(taken.sin_port));
	assert_said(expected);
	assert_int_equal(async_run(start_at, "192.0.2.1", 0), ASYNC_E_SYSTEM); /* RFC 5737: nobody's */
	assert_said("cannot listen on 192.0.2.1:0: Cannot assign requested address");
	assert_int_equal(async_run(start_at, "", 1), ASYNC_E_INVALID);
	assert_int_equal(async_run(start_at, "localhost", 65536), ASYNC_E_INVALID);
	say_nothing();
	close(other);
	assert_int_equal(loop.watched, 0);
}

/* Three come at once, to a server with a backlog of two. */
static async admit_a_crowd(void)
{
	struct server_options options = {.backlog = 2};
	struct sockaddr_in at = {.sin_family = AF_INET};

	ASYNC(int fds[3]);
	ASYNC_WITH(start_server(&server, echo, NULL, "127.0.0.1", 0, &options)) {
		at.sin_port = htons((uint16_t)server_port(&server));
		at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
		for (int i = 0; i < 3; i++) {
			my->fds[i] = tcp_connect(&at);
			until(my->fds[i], POLLOUT);
		}
		while (list_empty(&server.clients))
			AWAIT(sleep_for(0));
		say("%u", loop.watched);
		AWAIT(sleep_for(0));
		say("%u", loop.watched);
		for (int i = 0; i < 3; i++)
			close(my->fds[i]);
	} ASYNC_EXIT(server_close(&server));
	ASYNC_END;
}
ASYNC_ENTRY(admit_a_crowd);

/* Two in one turn, and the third in the next. */
static void a_crowd_is_let_in_over_several_turns(void **state)
{
	(void)state;
	assert_int_equal(async_run(admit_a_crowd), ASYNC_OK);
	assert_said("3 4"); /* with the listener */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FRESH_REAL(k1_a_client_without_memory_costs_no_socket),
		FRESH_REAL(k1_a_client_that_cannot_be_watched_costs_no_socket),
		FRESH_REAL(a_client_whose_task_has_not_begun_is_closed),
		FRESH_REAL(k1_a_listener_that_cannot_be_watched_is_none),
		FRESH_REAL(a_server_is_at_one_port_of_both_families),
		FRESH_REAL(a_crowd_is_let_in_over_several_turns),
		FRESH_REAL(where_it_cannot_listen_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
