/* test_connect_race.c - happy eyeballs: several addresses of one host, of which some never answer. */
#include "tests/lib/connecting.h"
#include "tests/lib/silent.h"

#include <sys/resource.h>

/* A host whose first address never answers. */
static void silent_host_open(struct silent *silent)
{
	silent_open(silent);
	know("peer.example", 80);
	know_address(&silent->at);
}

static void silent_host_close(struct silent *silent)
{
	silent_close(silent);
	host_close(&host);
}

/* N1: an address that swallows what is sent to it costs a quarter of a second, and not the whole time. */
static void test_N1_silent_address(void **state)
{
	struct sockaddr_in somebody;
	struct silent silent;
	int listener = tcp_listen(&somebody);
	int64_t start = clock_monotonic();

	(void)state;
	silent_host_open(&silent);
	know_address(&somebody);
	assert_int_equal(connect_once(&plain), ASYNC_OK);
	assert_true(clock_monotonic() - start >= CONNECT_NEXT_MS * NS_PER_MS);
	assert_int_equal(tried, 3); /* both, and the winner is watched anew */
	assert_int_equal(host.found->good, 1);
	start = clock_monotonic();
	assert_int_equal(connect_once(&plain), ASYNC_OK);
	assert_int_equal(tried, 1); /* remembered */
	close(listener);
	silent_host_close(&silent);
}

/* N1: behind one that is silent the others are tried in the same way: one that refuses, one that is silent … */
static void test_N1_silent_again(void **state)
{
	struct sockaddr_in nobody = tcp_nobody(), somebody;
	struct silent silent;
	int listener = tcp_listen(&somebody);

	(void)state;
	silent_host_open(&silent);
	know_address(&nobody);
	know_address(&silent.at);
	know_address(&somebody);
	assert_int_equal(connect_once(&plain), ASYNC_OK);
	assert_int_equal(host.found->good, 3);
	assert_int_equal(tried, 4 + 2); /* the winner's socket came from two races further in */
	close(listener);
	silent_host_close(&silent);
}

/* N1: a limit of our own, met while another address is silent, is not waited out. */
static void test_N1_no_more_files(void **state)
{
	struct silent silent;
	struct rlimit before, now;

	(void)state;
	silent_host_open(&silent);
	know_address(&silent.at);
	getrlimit(RLIMIT_NOFILE, &before);
	now = before;
	now.rlim_cur = (rlim_t)dup(0) + 1; /* one more file */
	close((int)now.rlim_cur - 1);
	setrlimit(RLIMIT_NOFILE, &now);
	assert_int_equal(connect_once(&plain), ASYNC_E_SYSTEM);
	setrlimit(RLIMIT_NOFILE, &before);
	assert_int_equal(tried, 1);
	assert_non_null(strstr(conn.why, strerror(EMFILE)));
	silent_host_close(&silent);
}

/* N1: the first is not given up when the second one begins. Here it answers late, and the second never does. */
static void test_N1_first_goes_on(void **state)
{
	struct silent late, silent;
	struct task task = {0};

	(void)state;
	silent_open(&late);
	silent_open(&silent);
	know("peer.example", 80);
	know_address(&late.at);
	know_address(&silent.at);
	conn = (struct conn){.pool = &buffers};
	tried = loop.connections;
	task_start(&task, "caller", call, &plain);
	while (loop.connections - tried < 2)
		assert_true(loop_run_once());
	for (int i = 0; i < 2; i++) /* now there is room in the first one's queue */
		close(accept(late.door, NULL, NULL));
	while (task.state != TASK_DONE)
		assert_true(loop_run_once());
	assert_int_equal(task_result(&task), ASYNC_OK);
	assert_int_equal(host.found->good, 0);
	silent_close(&late);
	silent_close(&silent);
	host_close(&host);
}

static async connect_late(struct conn *c, int64_t ns)
{
	enum status err;

	ASYNC();
	AWAIT(sleep_for(ns));
	AWAIT_CATCH_ALL(err, connect_host(c, &host, &plain));
	conn_close(c);
	ASYNC_RAISE(err);
	ASYNC_END;
}
ASYNC_ENTRY(connect_late, struct conn *, int64_t);

/* N1: what another race has learnt meanwhile makes none pass an address over. */
static void test_N1_two_races(void **state)
{
	static struct conn conns[2];
	static struct task tasks[2];
	struct sockaddr_in somebody;
	struct silent silent;
	int listener = tcp_listen(&somebody);

	(void)state;
	silent_host_open(&silent);
	know_address(&somebody);
	for (int i = 0; i < 2; i++)
		task_start(&tasks[i], "caller", connect_late, &conns[i], i * 100 * NS_PER_MS);
	for (int i = 0; i < 2; i++) {
		while (tasks[i].state != TASK_DONE)
			assert_true(loop_run_once());
		assert_int_equal(task_result(&tasks[i]), ASYNC_OK);
	}
	assert_int_equal(host.found->good, 1);
	close(listener);
	silent_host_close(&silent);
}

/* N1: nobody answers, and the time is over: nothing is left open. */
static void test_N1_nobody_answers(void **state)
{
	const struct connect_options hurried = {.timeout_ns = 300 * NS_PER_MS};
	struct silent silent;

	(void)state;
	silent_host_open(&silent);
	for (int i = 0; i < 2; i++)
		know_address(&silent.at);
	assert_int_equal(connect_once(&hurried), ASYNC_TIMEOUT);
	assert_int_equal(tried, 2);
	silent_host_close(&silent);
}

/* What the host knows may be another's next answer, or none, while a connect goes through the addresses it had. */
static void test_N1_forgotten_meanwhile(void **state)
{
	static const struct connect_options hurried = {.timeout_ns = 20 * NS_PER_MS};
	struct silent silent;
	struct task task = {0};

	(void)state;
	silent_open(&silent);
	for (int addresses = 1; addresses <= 2; addresses++) {
		know("peer.example", 80);
		for (int i = 0; i < addresses; i++)
			know_address(&silent.at);
		conn = (struct conn){.pool = &buffers};
		tried = loop.connections;
		task_start(&task, "caller", call, &hurried);
		while (loop.connections == tried)
			assert_true(loop_run_once());
		addresses_drop(host.found);
		host.found = NULL;
		while (task.state != TASK_DONE)
			assert_true(loop_run_once());
		assert_int_equal(task_result(&task), ASYNC_TIMEOUT);
		host_close(&host);
		task = (struct task){0};
	}
	silent_close(&silent);
}

/* N1: the families take turns, whatever the resolver's order. */
static void test_N1_families_in_turn(void **state)
{
	static const int order[] = {AF_INET6, AF_INET6, AF_INET6, AF_INET, AF_INET}, want[] = {AF_INET6, AF_INET, AF_INET6,
											     AF_INET, AF_INET6};
	struct sockaddr_in6 at[5] = {{0}};
	struct addrinfo list[5] = {{0}};
	struct addresses *all;

	(void)state;
	for (int i = 0; i < 5; i++) {
		at[i].sin6_family = (sa_family_t)order[i];
		list[i] = (struct addrinfo){.ai_family = order[i], .ai_addr = (struct sockaddr *)&at[i],
			.ai_addrlen = sizeof at[i], .ai_next = i < 4 ? &list[i + 1] : NULL};
	}
	all = addresses_new(list);
	assert_int_equal(all->count, 5);
	for (int i = 0; i < 5; i++)
		assert_int_equal(all->list[i].at.ss_family, want[i]);
	addresses_drop(all);
}

/* N2: the last of many is reached, however many refuse before it. */
static void test_N2_many_addresses(void **state)
{
	struct sockaddr_in nobody = tcp_nobody(), somebody;
	int listener = tcp_listen(&somebody);

	(void)state;
	know("peer.example", 80);
	for (int i = 0; i < 40; i++)
		know_address(&nobody);
	know_address(&somebody);
	assert_int_equal(connect_once(&plain), ASYNC_OK);
	assert_int_equal(host.found->good, 40);
	close(listener);
	host_close(&host);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FRESH_REAL(test_N1_silent_address),
		FRESH_REAL(test_N1_silent_again),
		FRESH_REAL(test_N1_no_more_files),
		FRESH_REAL(test_N1_first_goes_on),
		FRESH_REAL(test_N1_two_races),
		FRESH_REAL(test_N1_nobody_answers),
		FRESH_REAL(test_N1_forgotten_meanwhile),
		CLOSED(test_N1_families_in_turn),
		FRESH_REAL(test_N2_many_addresses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
