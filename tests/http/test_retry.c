/* test_retry.c - which trouble may pass, what is done about it, and how long the waits are. With a session:
 * test_retry_get.c. */
#include "http/retry.h"
#include "tests/lib/support.h"

#include <netdb.h>
#include <string.h>

static struct origin unknown = {.host.error = EAI_NONAME}, unsure = {.host.error = EAI_AGAIN};

static enum retry_answer decide(struct retry *retry, unsigned tries, enum status err, struct response *r)
{
	struct retry_call call = {.retry = retry, .tries = tries};

	if (!r->origin)
		r->origin = &unknown;
	return retry_decide(&call, err, r);
}

/* ---- what may pass ---- */

static void test_statuses(void **state)
{
	static const int passing[] = {408, 429, 500, 502, 503, 504};
	struct retry retry;

	(void)state;
	retry_init(&retry, 1);
	for (int status = 200; status <= 999; status++) {
		struct response r = {.status = status};
		enum retry_answer answer = RETRY_NO;

		for (size_t i = 0; i < sizeof passing / sizeof *passing; i++)
			if (status == passing[i])
				answer = RETRY_YES;
		assert_int_equal(decide(&retry, 1, ASYNC_OK, &r), answer);
		assert_int_equal(decide(&retry, 1, ASYNC_E_STATUS, &r), answer);
		assert_int_equal(decide(&retry, 1, ASYNC_CANCELLED, &r), RETRY_NO);
		assert_int_equal(decide(&retry, 1, ASYNC_E_PAYLOAD, &r), RETRY_NO);
	}
}

static void test_errors(void **state)
{
	static const struct {
		enum status err;
		enum fault fault;
		enum retry_answer answer;
	} cases[] = {
		{ASYNC_E_CONNECT, FAULT_CONNECT, RETRY_YES},
		{ASYNC_E_CONNECT, FAULT_RESOLVE, RETRY_NO},
		{ASYNC_E_CONNECT, FAULT_TLS, RETRY_NO},
		{ASYNC_E_CONNECT, FAULT_CERTIFICATE, RETRY_NO},
		{ASYNC_E_SYSTEM, FAULT_CONNECT, RETRY_NO},
		{ASYNC_E_SYSTEM, FAULT_TRUST, RETRY_NO},
		{ASYNC_E_SYSTEM, FAULT_NONE, RETRY_NO},
		{ASYNC_E_DISCONNECTED, FAULT_EMPTY, RETRY_YES},
		{ASYNC_E_DISCONNECTED, FAULT_RECEIVE, RETRY_YES},
		{ASYNC_E_PAYLOAD, FAULT_HEAD, RETRY_NO},
		{ASYNC_E_PAYLOAD, FAULT_BODY, RETRY_NO},
		{ASYNC_E_PAYLOAD, FAULT_CUT, RETRY_NO},
		{ASYNC_E_INVALID, FAULT_NONE, RETRY_NO},
		{ASYNC_E_STUCK, FAULT_NONE, RETRY_NO},
		{ASYNC_CANCELLED, FAULT_CONNECT, RETRY_NO},
	};
	struct retry retry;

	(void)state;
	retry_init(&retry, 1);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct response r = {.fault = cases[i].fault};

		assert_int_equal(decide(&retry, 1, cases[i].err, &r), cases[i].answer);
	}
}

static void test_temporary_look_up(void **state)
{
	struct response r = {.fault = FAULT_RESOLVE, .origin = &unsure};
	struct retry retry;

	(void)state;
	retry_init(&retry, 1);
	assert_int_equal(decide(&retry, 1, ASYNC_E_CONNECT, &r), RETRY_YES);
}

/* A timeout before the deadline of the whole request was another one's: of the connection, or of a read. */
static void test_timeouts(void **state)
{
	struct response r = {.deadline = 300 * NS_PER_S};
	struct retry retry;

	(void)state;
	retry_init(&retry, 1);
	loop.now = r.deadline - 1;
	assert_int_equal(decide(&retry, 1, ASYNC_TIMEOUT, &r), RETRY_YES);
	loop.now = r.deadline;
	assert_int_equal(decide(&retry, 1, ASYNC_TIMEOUT, &r), RETRY_NO);
}

/* ---- how often, and how long ---- */

static void test_limits(void **state)
{
	static const struct {
		int status;
		unsigned tries, most;
		int64_t asked_s, longest_ms;
		enum retry_answer answer;
	} cases[] = {
		{503, 3, 4, 0, 60000, RETRY_YES},
		{503, 4, 4, 0, 60000, RETRY_ENOUGH},
		{503, 5, 4, 0, 60000, RETRY_ENOUGH},
		{503, 1, 1, 0, 60000, RETRY_ENOUGH},
		{503, 1, 0, 0, 60000, RETRY_ENOUGH},
		{503, 1, 4, 60, 60000, RETRY_YES},
		{503, 1, 4, 61, 60000, RETRY_TOO_LONG},
		{503, 1, 4, INT64_MAX, 60000, RETRY_TOO_LONG},
		{429, 1, 4, 60, 60000, RETRY_YES},
		{429, 1, 4, 61, 60000, RETRY_QUOTA},
		{429, 1, 1, 61, 60000, RETRY_QUOTA}, /* told also to who would not ask again */
		{429, 4, 4, 60, 60000, RETRY_ENOUGH},
		{404, 1, 4, 61, 60000, RETRY_NO},
		{200, 1, 4, 61, 60000, RETRY_NO},
		{503, 1, 4, 1, 1500, RETRY_YES},
		{503, 1, 4, 2, 1500, RETRY_TOO_LONG},
		{503, 1, 4, 1, 0, RETRY_TOO_LONG},
		{503, 1, 4, -1, 0, RETRY_YES},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct response r = {.status = cases[i].status, .retry_after_s = cases[i].asked_s};
		struct retry retry;

		retry_init(&retry, 1);
		retry.tries = cases[i].most;
		retry.longest_ns = cases[i].longest_ms * NS_PER_MS;
		assert_int_equal(decide(&retry, cases[i].tries, ASYNC_E_STATUS, &r), cases[i].answer);
	}
}

static int64_t delay(struct retry *retry, unsigned tries, int64_t asked_s)
{
	struct response r = {.status = 503, .retry_after_s = asked_s};
	struct retry_call call = {.retry = retry, .tries = tries};

	assert_int_equal(retry_decide(&call, ASYNC_E_STATUS, &r), RETRY_YES);
	return call.delay_ns;
}

/* Full jitter: from 0 to base * 2^(tries - 1), but not beyond the longest; all of that range, and evenly. */
static void test_jitter(void **state)
{
	enum { DRAWS = 20000 };
	static const int64_t most_s[] = {1, 2, 4, 8, 16, 32, 60, 60, 60};
	struct retry retry;

	(void)state;
	retry_init(&retry, 0);
	retry.tries = 1000;
	for (unsigned tries = 1; tries <= 9; tries++) {
		int64_t most = most_s[tries - 1] * NS_PER_S, lowest = most, highest = 0, sum = 0;

		for (int i = 0; i < DRAWS; i++) {
			int64_t ns = delay(&retry, tries, 0);

			lowest = ns < lowest ? ns : lowest;
			highest = ns > highest ? ns : highest;
			sum += ns / DRAWS;
		}
		assert_true(lowest >= 0 && lowest < most / 1000);
		assert_true(highest <= most && highest > most - most / 1000);
		assert_true(sum > most / 2 - most / 50 && sum < most / 2 + most / 50);
	}
	assert_in_range(delay(&retry, 999, 0), 0, 60 * NS_PER_S);
}

static void test_bounds_of_jitter(void **state)
{
	struct retry retry;
	int seen[3] = {0};

	(void)state;
	retry_init(&retry, 7);
	retry.base_ns = 0;
	assert_int_equal(delay(&retry, 3, 0), 0);
	retry.base_ns = 1;
	for (int i = 0; i < 100; i++)
		seen[delay(&retry, 2, 0)]++;
	assert_true(seen[0] && seen[1] && seen[2]);
	retry.base_ns = 100 * NS_PER_S; /* more than the longest */
	for (int i = 0; i < 100; i++)
		assert_in_range(delay(&retry, 1, 0), 0, 60 * NS_PER_S);
	retry.tries = 1000;
	retry.longest_ns = INT64_MAX; /* no overflow on the way there */
	assert_in_range(delay(&retry, 999, 0), 0, INT64_MAX);
}

/* What the server asks for is the least wait, and exact if the lot is below it. */
static void test_asked_wait(void **state)
{
	struct retry retry;

	(void)state;
	retry_init(&retry, 7);
	for (int i = 0; i < 100; i++) {
		assert_int_equal(delay(&retry, 1, 1), NS_PER_S);
		assert_int_equal(delay(&retry, 3, 60), 60 * NS_PER_S);
		assert_in_range(delay(&retry, 3, 1), NS_PER_S, 4 * NS_PER_S);
	}
}

static void test_seed(void **state)
{
	struct retry a, b, c;
	int same = 0;

	(void)state;
	retry_init(&a, 1);
	retry_init(&b, 1);
	retry_init(&c, 2);
	for (int i = 0; i < 100; i++) {
		int64_t ns = delay(&a, 3, 0);

		assert_int_equal(delay(&b, 3, 0), ns);
		same += delay(&c, 3, 0) == ns;
	}
	assert_true(same < 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_statuses),
		cmocka_unit_test(test_errors),
		cmocka_unit_test(test_temporary_look_up),
		cmocka_unit_test(test_timeouts),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_jitter),
		cmocka_unit_test(test_bounds_of_jitter),
		cmocka_unit_test(test_asked_wait),
		cmocka_unit_test(test_seed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
