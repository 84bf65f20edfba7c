/* test_redirect.c - redirects, for who asks to follow them: where they lead, with which method, body and header lines,
 * and which are refused. */
#include "tests/lib/client.h"

#include <string.h>

#define GOES(status, to, fields)                                                                             \
	SEND("HTTP/1.1 " status " Moved\r\nLocation: " to "\r\nContent-Length: 0\r\n" fields "\r\n")
#define STAYS(status) SEND("HTTP/1.1 " status " Moved\r\nContent-Length: 5\r\n\r\nhello")
#define HELLO         EXPECT, REPLY("5", "hello")

/* Asks one of everything, so that a permit or connection that is not given back would be missed. */
static void follow(struct peer *peer, const char *url, const struct request *request, const char *said)
{
	const struct visit visits[] = {{.path = url}, {0}};
	struct client client = {.visits = {visits}, .request = *request, .texts = true};

	client.options.limit = client.options.limit_per_host = 1;
	visit_peer(&client, peer);
	assert_said(said);
}

static void assert_asked(const struct peer *peer, const char *first_line, unsigned requests)
{
	assert_int_equal(strncmp(peer->request, first_line, strlen(first_line)), 0);
	assert_int_equal(peer->requests, requests);
}

/* ---- where they lead ---- */

static void n4_a_location_is_relative_to_the_url(void **state)
{
	static const struct peer_step relative[] = {EXPECT, GOES("302", "../x?y#z", ""), HELLO, END};
	static const struct peer_step whole[] = {EXPECT, GOES("301", "HTTP://LOCALHOST:80", ""), HELLO, END};
	static const struct request request = {.follow = 1};

	(void)state;
	for (int sockets = 0; sockets < 2; sockets++) {
		struct peer to_x = {.sockets = sockets, .scripts = {relative}},
			to_root = {.scripts = {whole}};

		follow(&to_x, "/a/b/c?d", &request, "200:hello");
		assert_asked(&to_x, "GET /a/x?y HTTP/1.1\r\n", 2);
		assert_int_equal(to_x.connections, 1);
		follow(&to_root, "/a", &request, "200:hello");
		assert_asked(&to_root, "GET / HTTP/1.1\r\nHost: localhost\r\n", 2);
		assert_int_equal(to_root.connections, 1);
	}
}

static void another_host_is_another_connection(void **state)
{
	static const struct peer_step first[] = {EXPECT, GOES("307", "//b.example:81/x", ""), END},
				      second[] = {HELLO, END};
	struct peer peer = {.scripts = {first, second}};

	(void)state;
	follow(&peer, "http://a.example/", &(struct request){.follow = 1}, "200:hello");
	assert_asked(&peer, "GET /x HTTP/1.1\r\nHost: b.example:81\r\n", 2);
	assert_int_equal(peer.connections, 2);
}

static void what_is_no_redirect_is_a_reply(void **state)
{
	static const struct peer_step
		no_location[] = {EXPECT, STAYS("302"), END},
		choices[] = {EXPECT,
			SEND("HTTP/1.1 300 Moved\r\nLocation: /b\r\nContent-Length: 5\r\n\r\nhello"), END};
	struct peer not_asked = {.scripts = {no_location}}, choice = {.scripts = {choices}},
		    none = {.scripts = {no_location}};

	(void)state;
	follow(&not_asked, "/", &(struct request){0}, "302:hello");
	follow(&choice, "/", &(struct request){.follow = 9}, "300:hello");
	follow(&none, "/", &(struct request){.follow = 9}, "302:hello");
}

/* What is left of it would have to be waited for. */
static void a_redirect_with_a_long_body_costs_its_connection(void **state)
{
	static const struct peer_step first[] = {
		EXPECT, SEND("HTTP/1.1 302 Moved\r\nLocation: /b\r\nContent-Length: 5\r\n\r\nhe"), END};
	static const struct peer_step second[] = {HELLO, END};
	struct peer peer = {.scripts = {first, second}};

	(void)state;
	follow(&peer, "/", &(struct request){.follow = 1}, "200:hello");
	assert_int_equal(peer.connections, 2);
}

/* ---- what is asked then ---- */

static void n4_only_303_and_a_post_become_a_get(void **state)
{
#define TO(status)                                                                                           \
	{                                                                                                    \
		EXPECT, GOES(status, "/b", ""), HELLO, END                                                   \
	}
	static const struct peer_step scripts[][5] = {TO("301"), TO("302"), TO("303"), TO("307"), TO("308")};
	static const struct {
		const char *method, *first_line[5];
	} cases[] = {
		{"GET", {"GET /b", "GET /b", "GET /b", "GET /b", "GET /b"}},
		{"POST", {"GET /b", "GET /b", "GET /b", "POST /b", "POST /b"}},
		{"PUT", {"PUT /b", "PUT /b", "GET /b", "PUT /b", "PUT /b"}},
	};

	(void)state;
	for (size_t i = 0; i < 15; i++) {
		struct request request = {.method = cases[i / 5].method, .follow = 1};
		struct peer peer = {.scripts = {scripts[i % 5]}};
		bool keeps = cases[i / 5].first_line[i % 5][0] == 'P';

		request.headers = SLICE("content-encoding: x\r\nA: b\r\n");
		request.content_type = "text/x";
		request.body = (struct slice){
			request.method[0] == 'P' ? "body" : NULL, request.method[0] == 'P' ? 4 : 0};
		follow(&peer, "/a", &request, "200:hello");
		assert_asked(&peer, cases[i / 5].first_line[i % 5], 2);
		assert_string_equal(peer.body, keeps ? "body" : "");
		assert_int_equal(
			keeps, strstr(peer.request, "Content-Type: text/x\r\nContent-Length: 4\r\n") != NULL);
		assert_int_equal(keeps, strstr(peer.request, "content-encoding: x\r\n") != NULL);
		assert_non_null(strstr(peer.request, "\r\nA: b\r\n"));
	}
}

static void the_reply_to_head_leads_to_a_head(void **state)
{
	static const struct peer_step script[] = {EXPECT, GOES("303", "/b", ""), EXPECT,
		SEND("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"), END};
	struct peer peer = {.scripts = {script}};

	(void)state;
	follow(&peer, "/a", &(struct request){.method = "HEAD", .follow = 1}, "200:");
	assert_asked(&peer, "HEAD /b", 2);
}

/* ---- secrets ---- */

#define SECRETS                                                                                              \
	"authorization: s3cret\r\nCookie: s3cret\r\nX-API-KEY: s3cret\r\nProxy-Authorization: s3cret\r\n"

static void n4_no_secret_header_goes_to_another_origin(void **state)
{
	static const struct peer_step same[] = {EXPECT, GOES("302", "/b", ""), HELLO, END};
	static const struct peer_step host[] = {EXPECT, GOES("302", "http://b.example/", ""), END};
	static const struct peer_step port[] = {EXPECT, GOES("307", "http://a.example:81/", ""), END};
	static const struct peer_step back[] = {EXPECT, GOES("302", "http://a.example/", ""), END},
				      hello[] = {HELLO, END};
	static const struct peer_step *const scripts[][PEER_SCRIPTS] = {
		{same}, {host, hello}, {port, hello}, {host, back, hello}};
	const struct request request = {
		.headers = SLICE("A: b\r\n" SECRETS "Host: a.other\r\nC: d\r\n"), .follow = 2};

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		struct peer peer = {0};

		memcpy(peer.scripts, scripts[i], sizeof peer.scripts);
		follow(&peer, "http://a.example/", &request, "200:hello");
		assert_non_null(strstr(peer.request,
			i ? "\r\nA: b\r\nC: d\r\n\r\n" : "\r\nA: b\r\n" SECRETS "Host: a.other\r\nC: d"));
		assert_int_equal(strstr(peer.request, "s3cret") != NULL, i == 0);
		assert_int_equal(strstr(peer.request, "a.other") != NULL, i == 0);
	}
}

#define KEYED   "http://a.example/?apikey=s3%2Fcret"
#define REFUSED "a redirect that is not followed: "

static void n4_no_key_goes_to_another_host(void **state)
{
	static const struct peer_step same[] = {EXPECT, GOES("302", "/b?apikey=s3/cret", ""), HELLO, END};
	static const struct peer_step away[] = {EXPECT, GOES("302", "http://b.example/s3/cret", ""), END};
	static const struct peer_step later[] = {
		EXPECT, GOES("302", "/x", ""), EXPECT, GOES("302", "http://b.example/?s3/cret", ""), END};
	static const struct peer_step without[] = {EXPECT, GOES("302", "http://b.example", ""), END},
				      hello[] = {HELLO, END};
	struct peer stays = {.scripts = {same}}, leaves = {.scripts = {away}},
		    leaves_later = {.scripts = {later}};
	struct peer no_key = {.scripts = {without, hello}};

	(void)state;
	follow(&stays, KEYED, &(struct request){.follow = 2}, "200:hello");
	follow(&leaves, KEYED, &(struct request){.follow = 2},
		REFUSED "it would take the API key to another host, url='http://a.example/?apikey=***'");
	assert_int_equal(leaves.requests, 1);
	follow(&leaves_later, KEYED, &(struct request){.follow = 2},
		REFUSED "it would take the API key to another host, url='http://a.example/x'");
	follow(&no_key, KEYED, &(struct request){.follow = 2}, "200:hello");
	assert_null(strstr(no_key.request, "cret"));
}

/* A server may say it again where the URL has it no more. */
static void no_key_is_told_behind_a_redirect(void **state)
{
	static const struct peer_step script[] = {EXPECT, GOES("302", "/x", ""), EXPECT,
		SEND("HTTP/1.1 401 No s3/cret\r\nContent-Length: 0\r\n\r\n"), END};
	static const struct visit visits[] = {{.path = KEYED}, {0}};
	struct client client = {.visits = {visits},
		.request = {.follow = 1},
		.options = {.raise_for_status = true},
		.texts = true};
	struct peer peer = {.scripts = {script}};

	(void)state;
	visit_peer(&client, &peer);
	assert_said("401, message='No ***', url='http://a.example/x'");
}

static void n4_https_never_leads_to_http(void **state)
{
	static const struct peer_step script[] = {EXPECT, GOES("302", "http://localhost/", ""), END};
	struct peer peer = {.tls = true, .scripts = {script}};

	(void)state;
	follow(&peer, "/", &(struct request){.follow = 9},
		REFUSED "it leads from https to http, url='https://localhost/'");
	assert_int_equal(peer.connections, 1);
}

/* ---- bounds ---- */

static void a_redirect_too_many_is_an_error(void **state)
{
	static const struct peer_step loop_of_one[] = {EXPECT, GOES("302", "", ""), AGAIN};
	static const struct peer_step two[] = {
		EXPECT, GOES("302", "/b", ""), EXPECT, GOES("302", "/c", ""), HELLO, END};
	struct peer endless = {.scripts = {loop_of_one}}, enough = {.scripts = {two}},
		    one_more = {.scripts = {two}};

	(void)state;
	follow(&endless, "/", &(struct request){.follow = 10},
		REFUSED "there were too many before, url='http://localhost/'");
	assert_int_equal(endless.requests, 11);
	follow(&enough, "/a", &(struct request){.follow = 2}, "200:hello");
	follow(&one_more, "/a", &(struct request){.follow = 1},
		REFUSED "there were too many before, url='http://localhost/b'");
}

static void a_location_that_is_no_url_is_an_error(void **state)
{
#define LEADS(to)                                                                                            \
	{                                                                                                    \
		EXPECT, GOES("302", to, ""), END                                                             \
	}
	static const struct peer_step scripts[][3] = {LEADS("ftp://localhost/"),
		LEADS("http://u:p@localhost/"), LEADS("/a b"), LEADS("http://"), LEADS("/\xc3\xa9")};
	static const char *const whys[] = {"does not begin with http:// or https://",
		"a user name or password before the host",
		"a control character, a space or a non-ASCII byte: percent-encode it", "no host",
		"a control character, a space or a non-ASCII byte: percent-encode it"};
	char said[256];

	(void)state;
	for (size_t i = 0; i < 5; i++) {
		struct peer peer = {.scripts = {scripts[i]}};

		snprintf(said, sizeof said, REFUSED "%s, url='http://localhost/'", whys[i]);
		follow(&peer, "/", &(struct request){.follow = 1}, said);
	}
}

static void the_time_is_for_all_of_them(void **state)
{
	static const struct peer_step slow[] = {EXPECT, WAIT_MS(30), GOES("302", "/", ""), AGAIN};
	static const struct visit visits[] = {{.path = "/"}, {0}};
	struct client client = {.visits = {visits}, .request = {.follow = 9}, .texts = true, .times = true};
	struct peer peer = {.scripts = {slow}};

	(void)state;
	client.options.timeout_ns = 100 * NS_PER_MS;
	visit_peer(&client, &peer);
	assert_said("no answer within 0.1 s, url='http://localhost/' @100");
	assert_int_equal(peer.requests, 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CLOSED(n4_a_location_is_relative_to_the_url),
		CLOSED(another_host_is_another_connection),
		CLOSED(what_is_no_redirect_is_a_reply),
		CLOSED(a_redirect_with_a_long_body_costs_its_connection),
		CLOSED(n4_only_303_and_a_post_become_a_get),
		CLOSED(the_reply_to_head_leads_to_a_head),
		CLOSED(n4_no_secret_header_goes_to_another_origin),
		CLOSED(n4_no_key_goes_to_another_host),
		CLOSED(no_key_is_told_behind_a_redirect),
		CLOSED(n4_https_never_leads_to_http),
		CLOSED(a_redirect_too_many_is_an_error),
		CLOSED(a_location_that_is_no_url_is_an_error),
		CLOSED(the_time_is_for_all_of_them),
	};

	return cmocka_run_group_tests(tests, peer_setup, peer_teardown);
}
