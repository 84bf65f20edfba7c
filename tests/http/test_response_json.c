/* test_response_json.c - a reply as a program uses it: its head, its body as JSON, twice, and too late. */
#include "tests/lib/client.h"

#include <string.h>

struct asking {
	struct session_options options; /* in */
	const char *url;                /* in */
	struct session session;
};

static void look_up(const struct json *json)
{
	char name[16];
	double probability = 0;

	assert_true(json_string(json, json_get(json, 0, "name"), name, sizeof name));
	assert_true(json_number(json, json_get(json, 0, "probability"), &probability));
	say("%s %g %d %d", name, probability, json_type(json, json_get(json, 0, "gender")) == JSON_NULL,
		json_type(json, json_get(json, 0, "country")) == JSON_MISSING);
}

static async understand(struct asking *self)
{
	enum status err;

	ASYNC(struct response response; struct json json, again; struct slice piece);
	ASYNC_WITH(session_open(&self->session, &self->options)) {
		ASYNC_WITH(session_get(&my->response, &self->session, self->url)) {
			AWAIT(response_json(&my->response, &my->json));
			look_up(&my->json);
			AWAIT(response_json(&my->response, &my->again));
			look_up(&my->again);
		} ASYNC_EXIT(response_close(&my->response));
		AWAIT_CATCH(err, response_read(&my->response, &my->piece));
		say("%s", status_name(err));
	} ASYNC_EXIT(session_close(&self->session));
	AWAIT_CATCH(err, response_json(&my->response, &my->json));
	say("%s", status_name(err));
	say("%s", my->response.error);
	ASYNC_END;
}
ASYNC_ENTRY(understand, struct asking *);

/* Many members take tokens from the heap: who forgets one of the two trees is told by the leak checker. */
static void test_json(void **state)
{
	static const struct peer_step script[] = {EXPECT,
		SEND("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
		     "30\r\n{\"name\":\"Bob\",\"gender\":null,\"probability\":0.99, \r\n"
		     "5d\r\n\"a\":[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,"
		     "28,29,30,31,32]}\r\n"
		     "0\r\n\r\n"),
		AGAIN};

	(void)state;
	for (int i = 0; i < 4; i++) {
		struct peer peer = {.sockets = i & 1, .tls = i & 2, .scripts = {script}};
		struct asking asking = {0};

		begin_at(&peer, &asking.options);
		asking.url = peer_url(&peer, "/");
		assert_int_equal(async_run(understand, &asking), ASYNC_OK);
		end_at(&peer, &asking.session);
		assert_said(
			"Bob 0.99 1 1 Bob 0.99 1 1 invalid request invalid request the response is closed");
	}
}

/* ---- the head ---- */

#define EIGHTY     "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define LINE       "X-Long: " EIGHTY EIGHTY EIGHTY EIGHTY EIGHTY EIGHTY EIGHTY EIGHTY "\r\n"
#define LINES      LINE LINE LINE LINE LINE
#define FIRST_LINE "HTTP/1.1 200 Fine\r\n"
#define LAST_LINES "X-Last: here\r\nContent-Length: 40\r\n\r\n"

enum { LONG_HEAD = sizeof FIRST_LINE LAST_LINES - 1 + 8 * (sizeof LINES - 1) };

static void say_head(const struct response *response)
{
	struct slice head = response_head(response), value;

	assert_int_equal(head.len, LONG_HEAD);
	assert_memory_equal(head.at, FIRST_LINE LINE, sizeof FIRST_LINE LINE - 1);
	assert_memory_equal(head.at + head.len - (sizeof LAST_LINES - 1), LAST_LINES, sizeof LAST_LINES - 1);
	assert_true(head_field(&response->head, "x-last", &value));
	say("%.*s %.*s", SLICE_FMT(value), SLICE_FMT(response->head.reason));
}

/* One piece is read, and the rest of the body collected. */
static async read_and_collect(struct asking *self)
{
	static const struct request more = {.headers = {"X-One: 1\r\nX-Two: 2\r\n", 20}};

	ASYNC(struct response response; struct slice piece; char first[64]);
	ASYNC_WITH(session_open(&self->session, &self->options)) {
		ASYNC_WITH(session_request(&my->response, &self->session, self->url, &more)) {
			AWAIT(response_read(&my->response, &my->piece));
			snprintf(my->first, sizeof my->first, "%.*s", SLICE_FMT(my->piece));
			AWAIT(response_body(&my->response, &my->piece));
			say("%s%.*s", my->first, SLICE_FMT(my->piece));
			say_head(&my->response);
		} ASYNC_EXIT(response_close(&my->response));
	} ASYNC_EXIT(session_close(&self->session));
	ASYNC_END;
}
ASYNC_ENTRY(read_and_collect, struct asking *);

/* Longer than a buffer, and behind another one. */
static void test_head(void **state)
{
	static const struct peer_step script[] = {EXPECT, SEND("HTTP/1.1 103 Early Hints\r\n"),
		TIMES(2, LINES), SEND("\r\n"), SEND(FIRST_LINE), TIMES(8, LINES), SEND(LAST_LINES),
		SEND("0123456789"), WAIT_MS(1), SEND("0123456789abcdefghijklmnopqrst"), AGAIN};

	(void)state;
	for (int i = 0; i < 4; i++) {
		struct peer peer = {.sockets = i & 1, .tls = i & 2, .scripts = {script}};
		struct asking asking = {0};

		begin_at(&peer, &asking.options);
		asking.url = peer_url(&peer, "/");
		assert_int_equal(async_run(read_and_collect, &asking), ASYNC_OK);
		end_at(&peer, &asking.session);
		assert_said("01234567890123456789abcdefghijklmnopqrst here Fine");
		assert_non_null(strstr(peer.request, "\r\nX-One: 1\r\nX-Two: 2\r\n\r\n"));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CLOSED(test_json),
		CLOSED(test_head),
	};

	return cmocka_run_group_tests(tests, peer_setup, peer_teardown);
}
