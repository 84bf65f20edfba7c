/* test_musts.c - what RFC 9110 and RFC 9112 demand of a client that sends requests and keeps connections, rule by rule:
 * see notes/http.md; of replies test_musts_reply.c. */
#include "tests/lib/certs.h"
#include "tests/lib/musts.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- what is sent ---- */

/* Asks for that URL alone, and fails unless the request has these words once. */
static void asks(const char *url, const char *words)
{
	struct must must = {.reply = TEXT(OK LENGTH5 "\r\nhello"), .url = url, .alone = true};
	const char *found;

	must_say(&must, "200:hello");
	found = strstr(must.peer.request, words);
	if (!found || strstr(found + 1, words))
		fail_msg("not once %s in %s", words, must.peer.request);
}

static void n4_the_version_is_1_1(void **state)
{
	(void)state;
	asks("/a", "GET /a HTTP/1.1\r\n");
}

static void n4_host_names_the_urls_host(void **state)
{
	(void)state;
	asks("http://a.example/", "\r\nHost: a.example\r\n");
	asks("http://a.example:80/", "\r\nHost: a.example\r\n");
	asks("http://[::1]/", "\r\nHost: [::1]\r\n");
}

static void n4_host_has_a_port_that_is_not_the_default(void **state)
{
	(void)state;
	asks("http://a.example:8080/", "\r\nHost: a.example:8080\r\n");
}

static void n4_an_empty_path_is_sent_as_a_slash(void **state)
{
	(void)state;
	asks("http://a.example", "GET / HTTP/1.1\r\n");
	asks("http://a.example?b=c", "GET /?b=c HTTP/1.1\r\n");
}

static void n4_a_fragment_is_not_sent(void **state)
{
	(void)state;
	asks("http://a.example/b?c#d", "GET /b?c HTTP/1.1\r\n");
}

static void is_not_sent(const char *url)
{
	struct must must = {.reply = TEXT(OK LENGTH5 "\r\nhello"), .url = url, .alone = true};

	must_say(&must, "invalid request");
	assert_int_equal(must.peer.requests, 0);
}

static void n4_userinfo_is_not_sent(void **state)
{
	(void)state;
	is_not_sent("http://user:password@a.example/");
}

static void n4_a_url_without_a_host_is_refused(void **state)
{
	(void)state;
	is_not_sent("http:///a");
	is_not_sent("http://:80/a");
	is_not_sent("https://?a");
}

/* Nor is a space: either would write into the head. */
static void n4_a_url_with_a_line_end_is_refused(void **state)
{
	(void)state;
	is_not_sent("http://a.example/b\r\nX: y");
	is_not_sent("http://a.example/b HTTP/1.1");
}

/* ---- how long a connection lives ---- */

static void n4_who_said_close_is_not_asked_again(void **state)
{
	(void)state;
	KEPT(OK LENGTH5 "\r\nhello", "200:hello");
	NOT_KEPT(OK LENGTH5 "Connection: close\r\n\r\nhello", "200:hello");
	NOT_KEPT("HTTP/1.0 200 OK\r\n" LENGTH5 "Connection: keep-alive, close\r\n\r\nhello", "200:hello");
}

static void n4_words_of_connection_have_no_case(void **state)
{
	(void)state;
	NOT_KEPT(OK LENGTH5 "Connection: CLOSE\r\n\r\nhello", "200:hello");
}

static void n4_http_1_0_ends_with_its_reply(void **state)
{
	(void)state;
	NOT_KEPT("HTTP/1.0 200 OK\r\n" LENGTH5 "\r\nhello", "200:hello");
	KEPT("HTTP/1.0 200 OK\r\n" LENGTH5 "Connection: keep-alive\r\n\r\nhello", "200:hello");
}

static void n4_after_our_own_close_nothing_more_is_sent(void **state)
{
	struct must must = {.reply = TEXT(OK LENGTH5 "\r\nhello"), .options.force_close = true};

	(void)state;
	must_say(&must, "200:hello 200:again");
	assert_int_equal(must.peer.connections, 2);
	assert_non_null(strstr(must.peer.request, "\r\nConnection: close\r\n"));
}

/* Half of the body is not there yet when the reply is left. */
static void n4_a_body_that_was_not_read_ends_the_connection(void **state)
{
	struct must part = {.reply = TEXT(OK LENGTH5 "\r\nhel"), .how = VISIT_LEAVE};
	struct must head = {.reply = TEXT(OK LENGTH5 "\r\n"), .how = VISIT_LEAVE}; /* the body may come at any time */

	(void)state;
	must_say(&part, "200 200:again");
	assert_int_equal(part.peer.connections, 2);
	must_say(&head, "200 200:again");
	assert_int_equal(head.peer.connections, 2);
}

/* A second reply that nobody asked for is not the answer to the next request. */
static void n4_what_comes_behind_a_reply_is_no_reply(void **state)
{
	(void)state;
	NOT_KEPT(OK LENGTH5 "\r\nhello" OK "Content-Length: 4\r\n\r\nevil", "200:hello");
	NOT_KEPT(OK CHUNKED "\r\n5\r\nhello\r\n0\r\n\r\n" OK "Content-Length: 4\r\n\r\nevil", "200:hello");
}

/* Nor when it comes while the connection is idle. */
static void n4_what_comes_to_an_idle_connection_is_no_reply(void **state)
{
	static const struct peer_step late[] = {EXPECT, REPLY("5", "hello"), WAIT_MS(100), REPLY("4", "evil"), END};
	static const struct peer_step again[] = {EXPECT, REPLY("5", "again"), END};
	static const struct visit visits[] = {{.path = "/"}, {.path = "/", .wait_ms = 1000}, {0}};
	struct peer peer = {.scripts = {late, again}};
	struct client client = {.visits = {visits}};

	(void)state;
	visit_peer(&client, &peer);
	assert_said("200:hello 200:again");
	assert_int_equal(peer.connections, 2);
}

/* ---- TLS ---- */

static void n4_https_is_never_spoken_in_the_clear(void **state)
{
	struct must must = {.reply = TEXT(OK LENGTH5 "\r\nhello"), .url = "https://localhost/", .alone = true};

	(void)state;
	must_say(&must, "cannot connect");
	assert_int_equal(must.peer.requests, 0);
}

static void n4_a_certificate_for_another_host_is_refused(void **state)
{
	struct must must = {
		.reply = TEXT(OK LENGTH5 "\r\nhello"), .url = "https://other.example/", .tls = true, .alone = true};

	(void)state;
	must_say(&must, "cannot connect");
	assert_int_equal(must.peer.requests, 0);
}

/* We trust another authority, of the same name. */
static void n4_a_certificate_of_nobody_known_is_refused(void **state)
{
	struct must must = {.reply = TEXT(OK LENGTH5 "\r\nhello"), .tls = true, .alone = true};
	X509 *other;
	FILE *out;

	(void)state;
	assert_int_equal(certs_setup(NULL), 0);
	other = certs_make(&(struct cert){.common_name = "kitchen throwaway CA"}, NULL);
	certs_extend(other, other, NID_basic_constraints, "critical,CA:TRUE");
	certs_sign(other);
	out = fopen(certs_file, "w");
	assert_non_null(out);
	assert_int_equal(PEM_write_X509(out, other), 1);
	fclose(out);
	must.options.cafile = certs_file;
	must_say(&must, "cannot connect");
	assert_int_equal(must.peer.requests, 0);
	X509_free(other);
	certs_teardown(NULL);
}

static void n4_close_notify_comes_before_the_end(void **state)
{
	struct must must = {.reply = TEXT(OK LENGTH5 "\r\nhello"), .tls = true};

	(void)state;
	must_say(&must, "200:hello 200:again");
	assert_int_equal(must.peer.goodbyes, 1);
	assert_int_equal(must.peer.cuts, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CLOSED(n4_the_version_is_1_1),
		CLOSED(n4_host_names_the_urls_host),
		CLOSED(n4_host_has_a_port_that_is_not_the_default),
		CLOSED(n4_an_empty_path_is_sent_as_a_slash),
		CLOSED(n4_a_fragment_is_not_sent),
		CLOSED(n4_userinfo_is_not_sent),
		CLOSED(n4_a_url_without_a_host_is_refused),
		CLOSED(n4_a_url_with_a_line_end_is_refused),
		CLOSED(n4_who_said_close_is_not_asked_again),
		CLOSED(n4_words_of_connection_have_no_case),
		CLOSED(n4_http_1_0_ends_with_its_reply),
		CLOSED(n4_after_our_own_close_nothing_more_is_sent),
		CLOSED(n4_a_body_that_was_not_read_ends_the_connection),
		CLOSED(n4_what_comes_behind_a_reply_is_no_reply),
		CLOSED(n4_what_comes_to_an_idle_connection_is_no_reply),
		CLOSED(n4_https_is_never_spoken_in_the_clear),
		CLOSED(n4_a_certificate_for_another_host_is_refused),
		CLOSED(n4_a_certificate_of_nobody_known_is_refused),
		CLOSED(n4_close_notify_comes_before_the_end),
	};

	cmocka_set_test_filter(getenv("TEST_ONLY")); /* tests/house/musts.sh wants one */
	return cmocka_run_group_tests(tests, peer_setup, peer_teardown);
}
