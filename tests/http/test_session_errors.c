/* test_session_errors.c - each kind of failure, in its words: what a person needs, and never the API key. */
#include "tests/lib/client.h"
#include "tests/lib/sockets.h"

#include <string.h>

#define SHOWN   "url='http://localhost/?name=Bob&apikey=***'"
#define AT_ONCE SHOWN " @0"

static const struct visit get[] = {{.path = "/?name=Bob&apikey=SECRET"}, {0}};
static const struct visit get_https[] = {{.path = "https://localhost/?name=Bob&apikey=SECRET"}, {0}};
static const struct visit get_json[] = {{.path = "/?name=Bob&apikey=SECRET", .how = VISIT_JSON}, {0}};

/* What the one visitor is told. */
static void assert_told(const char *text, enum status err, struct peer *peer, struct client *client)
{
	client->texts = client->times = true;
	visit_peer(client, peer);
	assert_said(text);
	assert_int_equal(client->visitors[0].worker.task.result, ASYNC_OK);
	assert_int_equal(client->visitors[0].err, err);
	assert_null(strstr(client->visitors[0].response.error, "SECRET"));
}

/* ---- what the peer may send ---- */

static void test_replies(void **state)
{
	static const struct peer_step closed[] = {EXPECT, CLOSE};
	static const struct peer_step head_cut[] = {EXPECT, SEND("HTTP/1.1 20"), CLOSE};
	static const struct peer_step not_http[] = {EXPECT, SEND("SSH-2.0-OpenSSH_9.2\r\n"), END};
	static const struct peer_step bad_length[] = {
		EXPECT, SEND("HTTP/1.1 200 OK\r\nContent-Length: 5, 5\r\n\r\n"), END};
	static const struct peer_step upgrade[] = {EXPECT, SEND("HTTP/1.1 101 Switch\r\n\r\n"), END};
	static const struct peer_step interim[] = {EXPECT, TIMES(1001, "HTTP/1.1 100 Continue\r\n\r\n"), END};
	static const struct peer_step body_cut[] = {EXPECT, REPLY("5", "hell"), CLOSE};
	static const struct peer_step bad_chunk[] = {
		EXPECT, SEND("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhellox"), CLOSE};
	static const struct peer_step last_chunk[] = {EXPECT,
		SEND("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n"), CLOSE};
	static const struct {
		const struct peer_step *script;
		enum status err;
		const char *text;
	} cases[] = {
		{closed, ASYNC_E_DISCONNECTED, "server disconnected, " AT_ONCE},
		{head_cut, ASYNC_E_DISCONNECTED, "server disconnected, " AT_ONCE},
		{not_http, ASYNC_E_PAYLOAD, "not a proper HTTP reply: a reply that is not HTTP, " AT_ONCE},
		{bad_length, ASYNC_E_PAYLOAD,
			"not a proper HTTP reply: a Content-Length that is not a plain number, " AT_ONCE},
		{upgrade, ASYNC_E_PAYLOAD,
			"not a proper HTTP reply: status 101, though no other protocol was asked "
			"for, " AT_ONCE},
		{interim, ASYNC_E_PAYLOAD, "not a proper HTTP reply: too many interim replies, " AT_ONCE},
		{body_cut, ASYNC_E_PAYLOAD, "damaged reply: a body that was cut short, " AT_ONCE},
		{bad_chunk, ASYNC_E_PAYLOAD,
			"damaged reply: chunk data without a line end behind it, " AT_ONCE},
		{last_chunk, ASYNC_E_PAYLOAD, "damaged reply: a body that was cut short, " AT_ONCE},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct peer peer = {.scripts = {cases[i].script}};
		struct client client = {.visits = {get}};

		assert_told(cases[i].text, cases[i].err, &peer, &client);
	}
}

static void test_json(void **state)
{
	static const struct {
		const char *type, *body;
		enum status err;
		const char *text;
	} cases[] = {
		{"Content-Type: application/json\r\n", "{\"a\":\"b\"}", ASYNC_OK, "200:b @0"},
		{"content-type: Application/Problem+JSON ;charset=utf-8\r\n", "{\"a\":\"b\"}", ASYNC_OK,
			"200:b @0"},
		{"Content-Type: text/html\r\n", "{\"a\":\"b\"}", ASYNC_E_PAYLOAD,
			"the reply is not JSON: status 200, Content-Type 'text/html', " AT_ONCE},
		{"Content-Type: application/jsonp\r\n", "{\"a\":\"b\"}", ASYNC_E_PAYLOAD,
			"the reply is not JSON: status 200, Content-Type 'application/jsonp', " AT_ONCE},
		{"", "{\"a\":\"b\"}", ASYNC_E_PAYLOAD,
			"the reply is not JSON: status 200, no Content-Type, " AT_ONCE},
		{"Content-Type: application/json\r\n", "{\"a\":\"b", ASYNC_E_PAYLOAD,
			"not JSON: cut short, " AT_ONCE},
		{"Content-Type: application/json\r\n", "", ASYNC_E_PAYLOAD, "not JSON: empty, " AT_ONCE},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct peer_step script[] = {
			EXPECT, SEND("HTTP/1.1 200 OK\r\n"), SEND(""), SEND("\r\n"), SEND(""), CLOSE};
		struct peer peer = {.scripts = {script}};
		struct client client = {.visits = {get_json}};

		script[2].bytes = slice_of(cases[i].type);
		script[4].bytes = slice_of(cases[i].body);
		assert_told(cases[i].text, cases[i].err, &peer, &client);
	}
}

/* The reason is the peer's text: only what can do no harm on a terminal is shown. */
static void test_raise_for_status(void **state)
{
	static const struct {
		const char *head, *text;
		enum status err;
	} cases[] = {
		{"HTTP/1.1 399 Fine\r\nContent-Length: 0\r\n\r\n", "399: @0", ASYNC_OK},
		{"HTTP/1.1 400 \r\nContent-Length: 0\r\n\r\n", "400, message='', " AT_ONCE, ASYNC_E_STATUS},
		{"HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\n\r\n",
			"429, message='Too Many Requests', " AT_ONCE, ASYNC_E_STATUS},
		{"HTTP/1.1 403 No key SECRET for /?apikey=SECRET&name=Bob\r\nContent-Length: 0\r\n\r\n",
			"403, message='No key *** for /?apikey=***&name=Bob', " AT_ONCE, ASYNC_E_STATUS},
		{"HTTP/1.1 599 \xe9-\t'\r\n\r\n", "599, message='?-?'', " AT_ONCE, ASYNC_E_STATUS},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct peer_step script[] = {EXPECT, SEND(""), END};
		struct peer peer = {.scripts = {script}};
		struct client client = {.visits = {get}, .options.raise_for_status = true};

		script[1].bytes = slice_of(cases[i].head);
		assert_told(cases[i].text, cases[i].err, &peer, &client);
	}
}

/* Without close_notify, TLS tells neither a reply nor its body from its beginning. */
static void test_cut_tls(void **state)
{
#define TLS_AT_ONCE "url='https://localhost/?name=Bob&apikey=***' @0"
	static const struct peer_step cut[] = {EXPECT, CUT}, in_body[] = {EXPECT, REPLY("5", "hell"), CUT};
	static const struct peer_step to_end[] = {EXPECT, SEND("HTTP/1.1 200 OK\r\n\r\nhello"), CUT};
	static const struct {
		const struct peer_step *script;
		enum status err;
		const char *text;
	} cases[] = {
		{cut, ASYNC_E_DISCONNECTED,
			"server disconnected: the peer closed the connection, " TLS_AT_ONCE},
		{in_body, ASYNC_E_PAYLOAD,
			"the reply was cut short: the peer closed the connection, " TLS_AT_ONCE},
		{to_end, ASYNC_E_PAYLOAD,
			"the reply was cut short: the peer closed the connection, " TLS_AT_ONCE},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct peer peer = {.tls = true, .scripts = {cases[i].script}};
		struct client client = {.visits = {get}};

		assert_told(cases[i].text, cases[i].err, &peer, &client);
	}
}

/* ---- before any reply ---- */

static void test_no_request(void **state)
{
	static const char name[] =
		"http://a234567890b234567890c234567890d234567890e234567890f2345678901234.example/";
	static const struct {
		const char *url;
		enum status err;
		const char *begin, *end; /* of the text */
	} cases[] = {
		{"ftp://localhost/?apikey=SECRET", ASYNC_E_INVALID,
			"invalid URL: does not begin with http:// or https://, "
			"url='ftp://localhost/?apikey=***'",
			""},
		{"http://me:SECRET@localhost/", ASYNC_E_INVALID,
			"invalid URL: a user name or password before the host, url='http://***@localhost/'",
			""},
		{"", ASYNC_E_INVALID, "invalid URL: does not begin with http:// or https://, url=''", ""},
		{name, ASYNC_E_CONNECT, "cannot connect to host a234567890b", ".example:80: "},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct visit visits[] = {{.path = cases[i].url}, {0}};
		struct peer peer = {.sockets = true, .scripts = {NULL}};
		struct client client = {.visits = {visits}};
		const struct visitor *visitor = &client.visitors[0];

		visit_peer(&client, &peer);
		assert_int_equal(visitor->err, cases[i].err);
		assert_ptr_equal(strstr(visitor->response.error, cases[i].begin), visitor->response.error);
		assert_non_null(strstr(visitor->response.error, cases[i].end));
		assert_int_equal(peer.connections, 0);
		say_nothing();
	}
}

static void test_refused(void **state)
{
	static const char *const hosts[] = {"127.0.0.1", "localhost"};
	struct peer peer = {.refuse = 1};
	struct client client = {.visits = {get}};

	(void)state;
	assert_told("cannot connect to host localhost:80: Connection refused @0", ASYNC_E_CONNECT, &peer,
		&client);
	for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++) {
		unsigned port = ntohs(tcp_nobody().sin_port);
		char url[64], text[128];
		const struct visit visits[] = {{.path = url}, {0}};
		struct peer elsewhere = {.sockets = true, .scripts = {NULL}};
		struct client caller = {.visits = {visits}, .texts = true};

		snprintf(url, sizeof url, "http://%s:%u/", hosts[i], port);
		snprintf(text, sizeof text, "cannot connect to host %s:%u: Connection refused", hosts[i],
			port);
		visit_peer(&caller, &elsewhere);
		assert_said(text);
	}
}

/* ---- time ---- */

static void test_timeouts(void **state)
{
	static const struct peer_step stall[] = {STALL},
				      in_head[] = {EXPECT, SEND("HTTP/1.1 200 OK\r\n"), STALL};
	static const struct peer_step in_body[] = {EXPECT, WAIT_MS(100), REPLY("5", "hell"), STALL};
	static const struct peer_step late[] = {EXPECT, WAIT_MS(400000), REPLY("5", "hello"), END};
	static const struct peer_step dribble[] = {EXPECT, REPLY("5", ""), WAIT_MS(100), SEND("h"),
		WAIT_MS(100), SEND("e"), WAIT_MS(100), SEND("l"), WAIT_MS(100), SEND("l"), WAIT_MS(100),
		SEND("o"), END};
	static const struct {
		const struct peer_step *script;
		bool https; /* the peer knows nothing of TLS */
		int64_t timeout_ms, connect_ms;
		const char *text;
	} cases[] = {
		{stall, false, 0, 0, "no answer within 300 s, " SHOWN " @300000"},
		{in_head, false, 250, 0, "no answer within 0.25 s, " SHOWN " @250"},
		{in_body, false, 250, 0, "no answer within 0.25 s, " SHOWN " @250"},
		{dribble, false, 499, 0, "no answer within 0.499 s, " SHOWN " @499"},
		{dribble, false, 501, 0, "200:hello @500"},
		{late, false, -1, 0, "200:hello @400000"},
		{stall, true, 0, 0, "cannot connect to host localhost:443: no connection within 30 s @30000"},
		{stall, true, 0, 200,
			"cannot connect to host localhost:443: no connection within 0.2 s @200"},
		{stall, true, 100, 200,
			"no connection within 0.1 s, url='https://localhost/?name=Bob&apikey=***' @100"},
		{stall, true, 200, 200,
			"no connection within 0.2 s, url='https://localhost/?name=Bob&apikey=***' @200"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		bool ends = cases[i].text[0] == '2';
		struct peer peer = {.scripts = {cases[i].script}};
		struct client client = {.visits = {cases[i].https ? get_https : get}};

		client.options.timeout_ns = cases[i].timeout_ms * NS_PER_MS;
		client.options.connect_timeout_ns = cases[i].connect_ms * NS_PER_MS;
		assert_told(cases[i].text, ends ? ASYNC_OK : ASYNC_TIMEOUT, &peer, &client);
	}
}

/* Who waits in vain for a connection leaves the queue, and takes no place from those behind him. */
static void test_timeout_in_queue(void **state)
{
	static const struct peer_step slow[] = {EXPECT, WAIT_MS(10), REPLY("5", "hello"), AGAIN};
	static const struct visit now[] = {{.path = "/"}, {0}}, later[] = {{.path = "/", .wait_ms = 12}, {0}};
	struct peer peer = {.scripts = {slow}};
	struct client client = {.visits = {now, now, now, later}, .times = true};

	(void)state;
	client.options.limit = 1;
	client.options.timeout_ns = 19 * NS_PER_MS;
	visit_peer(&client, &peer);
	assert_said("200:hello @10 timeout @19 timeout @19 200:hello @29");
}

/* Of the words for an error nothing is left when the same response is used for the next request. */
static void test_a_new_request_has_no_words(void **state)
{
	static const struct peer_step script[] = {EXPECT, REPLY("5", "hello"), END};
	static const struct visit both[] = {{.path = "ftp://localhost/"}, {.path = "/"}, {0}};
	struct peer peer = {.scripts = {script}};
	struct client client = {.visits = {both}};

	(void)state;
	visit_peer(&client, &peer);
	assert_said("invalid request 200:hello");
	assert_string_equal(client.visitors[0].response.error, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CLOSED(test_replies),
		CLOSED(test_json),
		CLOSED(test_raise_for_status),
		CLOSED(test_cut_tls),
		CLOSED(test_no_request),
		CLOSED(test_refused),
		CLOSED(test_timeouts),
		CLOSED(test_timeout_in_queue),
		CLOSED(test_a_new_request_has_no_words),
	};

	return cmocka_run_group_tests(tests, peer_setup, peer_teardown);
}
