/* test_resolve.c - which names are this machine's own. */
#include "coro/net/resolve.h"
#include "tests/lib/support.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

static bool is_loopback(const struct sockaddr *at)
{
	const struct sockaddr_in6 *v6 = (const void *)at;
	const struct sockaddr_in *v4 = (const void *)at;

	return at->sa_family == AF_INET6 ? IN6_IS_ADDR_LOOPBACK(&v6->sin6_addr)
					 : ntohl(v4->sin_addr.s_addr) == INADDR_LOOPBACK;
}

/* RFC 6761 section 6.3. Of names below it no file of the machine knows anything, nor of the dot. */
static void localhost_is_this_machine(void **state)
{
	static const char *const local[] = {"localhost", "LocalHost", "localhost.", "a.localhost", "b.a.localhost."};
	struct destination to = {.port = "1"};
	struct addresses *found;
	int error, lack;

	(void)state;
	for (size_t i = 0; i < sizeof local / sizeof *local; i++) {
		strcpy(to.name, local[i]);
		assert_true(destination_is_local(&to));
		assert_null(destination_look_up(&to, AI_NUMERICHOST, &error, &lack));
		assert_int_equal(error, EAI_NONAME);
		found = destination_look_up(&to, 0, &error, &lack);
		assert_int_equal(error, 0);
		for (int k = 0; k < found->count; k++)
			assert_true(is_loopback((const struct sockaddr *)&found->list[k].at));
		addresses_drop(found);
	}
}

static void what_only_looks_like_it_is_not(void **state)
{
	static const char *const others[] = {"", ".", "host", "localhos", "notlocalhost", "localhost..", "localhost.org",
		"127.0.0.1", "localhost6"};
	struct destination to = {.port = "1"};

	(void)state;
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		strcpy(to.name, others[i]);
		assert_false(destination_is_local(&to));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(localhost_is_this_machine),
		cmocka_unit_test(what_only_looks_like_it_is_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
