/* test_session_late.c - what is said of a request that was not answered in time: by how far it came. */
#include "tests/lib/client.h"

#include <string.h>

/* N6: what the time was too short for. A limiter keeps the second token for a second; a request of some MiB fills the
 * pipe, and nobody reads. */
static void test_N6_never_sent(void **state)
{
	static const struct peer_step slow[] = {EXPECT, WAIT_MS(100), REPLY("5", "hello"), END}, stall[] = {STALL};
	static const struct visit now[] = {{.path = "/"}, {0}};
	static char body[4 << 20];
#define TIME " within 0.05 s, url='http://localhost/'"
	static const struct {
		const struct peer_step *script;
		unsigned limit, per_host;
		bool limited, large;
		const char *first, *second;
	} cases[] = {
		{slow, 1, 0, false, false, "no answer" TIME, "no connection came free" TIME},
		{slow, 9, 1, false, false, "no answer" TIME, "no connection came free" TIME},
		{slow, 9, 0, true, false, "no answer" TIME, "no token for the request" TIME},
		{stall, 1, 0, false, true, "the request could not be sent" TIME, "no connection came free" TIME},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct peer peer = {.scripts = {cases[i].script}};
		struct client client = {.visits = {now, now}, .texts = true};
		struct limiter limiter;

		limiter_init(&limiter, 1, NS_PER_S, 1);
		client.options.limit = cases[i].limit;
		client.options.limit_per_host = cases[i].per_host;
		client.options.limiter = cases[i].limited ? &limiter : NULL;
		client.options.timeout_ns = 50 * NS_PER_MS;
		client.request.body = (struct slice){cases[i].large ? body : NULL, cases[i].large ? sizeof body : 0};
		visit_peer(&client, &peer);
		assert_string_equal(client.visitors[0].response.error, cases[i].first);
		assert_string_equal(client.visitors[1].response.error, cases[i].second);
		say_nothing();
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CLOSED(test_N6_never_sent),
	};

	return cmocka_run_group_tests(tests, peer_setup, peer_teardown);
}
