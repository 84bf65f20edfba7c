/* test_kitchen_guest.c - the kitchen in the test's process, and clients that never read. */
#include "coro/run.h"
#include "demo/kitchen/guest.h"
#include "tests/lib/client.h"

static struct server server;

static const char order[] = "GET /?name=Bob HTTP/1.1\r\nHost: a\r\n\r\n";

/* More orders than the line has room for dishes; then the guest only waits. */
static async order_and_look_away(struct stream *client)
{
	ASYNC();
	for (int i = 0; i < 200; i++)
		assert_int_equal(stream_send(client, order, sizeof order - 1), sizeof order - 1);
	AWAIT(server_drain(&server));
	assert_int_equal(loop.now, KITCHEN_WRITE_S * NS_PER_S);
	AWAIT(server_close(&server));
	ASYNC_END;
}
ASYNC_ENTRY(order_and_look_away, struct stream *);

static void k1_who_never_reads_is_left(void **state)
{
	static struct stream_pipe pipes[2];
	static struct kitchen kitchen = {.options = {.plain = true}};
	struct stream client;
	struct conn *guest;

	(void)state;
	kitchen_open(&kitchen);
	server_open(&server, kitchen_serve, &kitchen, &kitchen.server);
	guest = server_client(&server);
	assert_non_null(guest);
	stream_open_memory(&client, &guest->stream, pipes);
	server_begin(guest);
	assert_int_equal(async_run(order_and_look_away, &client), ASYNC_OK);
	assert_int_equal(server.buffers.lent, 0);
	stream_close(&client);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FRESH(k1_who_never_reads_is_left),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
