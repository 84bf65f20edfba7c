/* test_kitchen_guest.c - the kitchen's guests in the test's own process: those who cannot be taken in, and those who
 * never read. */
#include "coro/run.h"
#include "demo/kitchen/door.h"
#include "tests/lib/client.h"
#include "tests/lib/sanitized.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

static struct kitchen kitchen;

static void open_kitchen(enum loop_clock clock)
{
	kitchen = (struct kitchen){.options = {.plain = true}};
	assert_int_equal(loop_open(clock), 0);
	kitchen_open(&kitchen);
}

static void close_kitchen(void)
{
	struct task *left;

	while ((left = task_set_take(&kitchen.tasks)))
		kitchen_forget(left);
	assert_int_equal(kitchen.buffers.lent, 0);
	buffer_pool_free(&kitchen.buffers);
	assert_int_equal(loop.watched, 0);
	loop_close();
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

static void k1_a_guest_without_memory_costs_no_socket(void **state)
{
	struct rlimit old, small = {.rlim_cur = 0};
	struct block *all;
	bool first, second;
	int ends[2];

	(void)state;
	if (SANITIZED)
		skip();
	open_kitchen(LOOP_REAL);
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	assert_int_equal(getrlimit(RLIMIT_AS, &old), 0);
	small.rlim_max = old.rlim_max;
	assert_int_equal(setrlimit(RLIMIT_AS, &small), 0);
	all = take_all_memory();
	first = is_open(ends[0]);
	kitchen_admit(&kitchen, ends[0]);
	second = is_open(ends[0]);
	give_back(all);
	setrlimit(RLIMIT_AS, &old);
	assert_true(first);
	assert_false(second);
	assert_int_equal(task_set_left(&kitchen.tasks), 0);
	close(ends[1]);
	close_kitchen();
}

/* ---- what epoll does not watch ---- */

/* Opens the kitchen, and a file that its backend refuses. -1: this backend refuses none. */
static int open_unwatchable(void)
{
	int fd = open("/dev/null", O_RDONLY);
	struct io io;

	assert_true(fd >= 0);
	open_kitchen(LOOP_REAL);
	if (io_open(&io, fd) != 0)
		return fd;
	io_close(&io);
	close(fd);
	close_kitchen();
	return -1;
}

static void k1_a_guest_who_cannot_be_watched_costs_no_socket(void **state)
{
	int fd = open_unwatchable();

	(void)state;
	if (fd < 0)
		skip();
	kitchen_admit(&kitchen, fd);
	assert_false(is_open(fd));
	assert_int_equal(task_set_left(&kitchen.tasks), 0);
	close_kitchen();
}

static void k1_a_door_that_cannot_be_watched_is_none(void **state)
{
	int fd = open_unwatchable();
	struct door door;

	(void)state;
	if (fd < 0)
		skip();
	assert_int_equal(door_open(&door, &kitchen, fd), -EPERM);
	assert_false(is_open(fd));
	assert_int_equal(door.fd, -1);
	assert_int_equal(task_set_left(&kitchen.tasks), 0);
	door_close(&door);
	close_kitchen();
}

/* ---- no reader ---- */

static const char order[] = "GET /?name=Bob HTTP/1.1\r\nHost: a\r\n\r\n";

/* More orders than the line has room for dishes; then the guest only waits. */
static async order_and_look_away(struct stream *client)
{
	ASYNC(struct task *done; enum status err);
	for (int i = 0; i < 200; i++)
		assert_int_equal(stream_send(client, order, sizeof order - 1), sizeof order - 1);
	AWAIT_CATCH(my->err, as_completed(&kitchen.tasks, &my->done));
	assert_int_equal(my->err, ASYNC_TIMEOUT);
	assert_int_equal(loop.now, KITCHEN_WRITE_S * NS_PER_S);
	kitchen_forget(my->done);
	ASYNC_END;
}
ASYNC_ENTRY(order_and_look_away, struct stream *);

static void k1_who_never_reads_is_left(void **state)
{
	static struct stream_pipe pipes[2];
	struct kitchen_guest *guest;
	struct stream client;

	(void)state;
	open_kitchen(LOOP_VIRTUAL);
	guest = kitchen_guest_new(&kitchen);
	assert_non_null(guest);
	stream_open_memory(&client, &guest->conn.stream, pipes);
	kitchen_seat(guest);
	assert_int_equal(async_run(order_and_look_away, &client), ASYNC_OK);
	stream_close(&client);
	close_kitchen();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(k1_a_guest_without_memory_costs_no_socket),
		cmocka_unit_test(k1_a_guest_who_cannot_be_watched_costs_no_socket),
		cmocka_unit_test(k1_a_door_that_cannot_be_watched_is_none),
		cmocka_unit_test(k1_who_never_reads_is_left),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
