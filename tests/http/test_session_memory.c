/* test_session_memory.c - N8: what hostile peers can make a session hold is bounded in all, and not for each reply
 * alone. */
#include "tests/lib/client.h"

#include <string.h>

enum { VISITS = 4, ALL = 100 << 10 }; /* a body of 39 KiB needs a buffer of 64 */

#define TOO_MUCH "the replies of all requests take more memory than allowed, url='http://localhost/'"
#define HEAD     "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
#define KILO     "400\r\n" KILO_OF "\r\n"
#define KILO_OF  TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN
#define TEN      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"

static const struct visit one[] = {{.path = "/"}, {0}}, three[] = {{.path = "/"}, {.path = "/"}, {.path = "/"}, {0}};

static unsigned count_errors(const struct client *client, const char *error)
{
	unsigned count = 0;

	for (int i = 0; i < VISITS && client->visits[i]; i++)
		count += strcmp(client->visitors[i].response.error, error) == 0;
	return count;
}

/* Four bodies without an end: each finds room for 15 KiB more, two of them for 16 more, and none for the next 32. */
static void test_N8_endless_bodies(void **state)
{
	static const struct peer_step endless[] = {EXPECT, SEND(HEAD), TIMES(1 << 20, KILO), END};
	struct peer peer = {.scripts = {endless}};
	struct client client = {.visits = {one, one, one, one}, .options.memory_max = ALL};

	(void)state;
	visit_peer(&client, &peer);
	assert_int_equal(count_errors(&client, TOO_MUCH), VISITS);
	assert_int_equal(client.session.memory, 0);
	say_nothing();
}

/* One after the other they have all of it, again and again. */
static void test_N8_memory_comes_back(void **state)
{
	static const struct peer_step fits[] = {EXPECT, SEND(HEAD), TIMES(39, KILO), SEND("0\r\n\r\n"), AGAIN};
	struct peer peer = {.scripts = {fits}};
	struct client client = {.visits = {three}, .options.memory_max = (64 << 10) - BUFFER_SIZE};

	(void)state;
	visit_peer(&client, &peer);
	assert_int_equal(client.visitors[0].err, ASYNC_OK);
	assert_int_equal(peer.requests, 3);
	assert_int_equal(client.session.memory, 0);
	say_nothing();
}

/* A body that fits, into a buffer of 8 KiB, may be JSON that does not: each "0," is a token of 20 bytes. */
static void test_N8_what_json_is_made_of(void **state)
{
	static char numbers[4096];
	static const struct visit json[] = {{.path = "/", .how = VISIT_JSON}, {0}};
	static struct peer_step dense[] = {EXPECT, SEND("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
							"Content-Length: 4096\r\n\r\n"),
		{.act = PEER_SEND, .bytes = {numbers, sizeof numbers}}, END};
	struct peer peer = {.scripts = {dense}};
	struct client client = {.visits = {json}, .texts = true,
		.options.memory_max = (8 << 10) - BUFFER_SIZE + 2048 * sizeof(jsmntok_t) - 1};

	(void)state;
	for (size_t i = 0; i < sizeof numbers; i += 2)
		memcpy(numbers + i, i ? ",0" : "[0", 2);
	memcpy(numbers + sizeof numbers - 2, "] ", 2);
	visit_peer(&client, &peer);
	assert_said(TOO_MUCH);
	client.options.memory_max++;
	peer = (struct peer){.scripts = {dense}};
	visit_peer(&client, &peer);
	assert_int_equal(client.visitors[0].err, ASYNC_OK);
	assert_int_equal(client.session.memory, 0);
	say_nothing();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CLOSED(test_N8_endless_bodies),
		CLOSED(test_N8_memory_comes_back),
		CLOSED(test_N8_what_json_is_made_of),
	};

	return cmocka_run_group_tests(tests, peer_setup, peer_teardown);
}
