/* test_session_said.c - N5: what a server says of an error in its body is told; but nobody waits long for it, and
 * whatever goes wrong with it, the status is what is told. */
#include "tests/lib/client.h"

#include <string.h>

#define SHOWN   "403, message='No'"
#define URL     ", url='http://localhost/'"
#define HEAD(n) SEND("HTTP/1.1 403 No\r\nContent-Type: application/json\r\nContent-Length: " n "\r\n\r\n")
#define BODY    "{\"error\":\"You\",\"more\":1}"

static void test_N5_no_long_wait_for_words(void **state)
{
	static const struct peer_step good[] = {EXPECT, HEAD("24"), WAIT_MS(900), SEND(BODY), END};
	static const struct peer_step late[] = {EXPECT, HEAD("24"), WAIT_MS(1100), SEND(BODY), END};
	static const struct peer_step part[] = {EXPECT, HEAD("24"), SEND("{\"error\":"), STALL};
	static const struct peer_step cut[] = {EXPECT, HEAD("24"), SEND("{\"error\":"), CUT};
	static const struct peer_step cut_chunks[] = {EXPECT,
		SEND("HTTP/1.1 403 No\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"), END};
	static const struct peer_step large[] = {EXPECT, HEAD("99999999"), SEND("{\"error\":\"You\",\"more\":\""),
		TIMES(100000, "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"), END};
	static const struct peer_step text[] = {EXPECT,
		SEND("HTTP/1.1 403 No\r\nContent-Type: text/plain\r\nContent-Length: 24\r\n\r\n"), STALL};
	static const struct visit get[] = {{.path = "/"}, {0}};
	static const struct {
		const struct peer_step *script;
		int64_t timeout_ms;
		const char *said;
	} cases[] = {
		{good, 0, SHOWN ", error='You'" URL " @900"},
		{late, 0, SHOWN URL " @1000"},
		{part, 0, SHOWN URL " @1000"},
		{part, 300, SHOWN URL " @300"}, /* the time for all of it is over: the status is still what came */
		{cut, 0, SHOWN URL " @0"},
		{cut_chunks, 0, SHOWN URL " @0"},
		{large, 0, SHOWN URL " @0"},
		{text, 0, SHOWN URL " @0"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct peer peer = {.scripts = {cases[i].script}};
		struct client client = {.visits = {get}, .texts = true, .times = true};

		client.options.raise_for_status = true;
		client.options.timeout_ns = cases[i].timeout_ms * NS_PER_MS;
		visit_peer(&client, &peer);
		assert_said(cases[i].said);
		assert_int_equal(client.visitors[0].err, ASYNC_E_STATUS);
		assert_int_equal(client.visitors[0].response.fault, FAULT_NONE);
	}
}

/* Whose words were read to their end keeps its connection. */
static void test_N5_words_keep_the_connection(void **state)
{
	static const struct peer_step twice[] = {EXPECT, HEAD("24"), WAIT_MS(5), SEND(BODY), AGAIN};
	static const struct visit gets[] = {{.path = "/"}, {.path = "/"}, {0}};
	struct peer peer = {.scripts = {twice}};
	struct client client = {.visits = {gets}, .options.raise_for_status = true};

	(void)state;
	visit_peer(&client, &peer);
	assert_said("bad status bad status");
	assert_int_equal(peer.connections, 1);
}

static async ask_briefly(struct client *client, struct response *response)
{
	ASYNC(struct timeout timeout);
	ASYNC_WITH(timeout_enter(&my->timeout, 500 * NS_PER_MS)) {
		AWAIT(session_get(response, &client->session, "http://localhost/"));
	} ASYNC_EXIT(timeout_exit(&my->timeout, ASYNC_RAISED));
	ASYNC_END;
}

static async impatient(struct client *client)
{
	enum status err;

	ASYNC(struct response response);
	ASYNC_WITH(session_open(&client->session, &client->options)) {
		AWAIT_CATCH(err, ask_briefly(client, &my->response));
		say("%s @%d", status_name(err), now_ms());
	} ASYNC_EXIT(session_close(&client->session));
	ASYNC_END;
}
ASYNC_ENTRY(impatient, struct client *);

/* A cancel ends the wait for words, and is not taken for their absence. */
static void test_N5_words_can_be_cancelled(void **state)
{
	static const struct peer_step part[] = {EXPECT, HEAD("24"), SEND("{\"error\":"), STALL};
	struct peer peer = {.scripts = {part}};
	struct client client = {.options.raise_for_status = true};

	(void)state;
	begin_at(&peer, &client.options);
	assert_int_equal(async_run(impatient, &client), ASYNC_OK);
	assert_said("timeout @500");
	end_at(&peer, &client.session);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CLOSED(test_N5_no_long_wait_for_words),
		CLOSED(test_N5_words_keep_the_connection),
		CLOSED(test_N5_words_can_be_cancelled),
	};

	return cmocka_run_group_tests(tests, peer_setup, peer_teardown);
}
