/* test_connect.c - from a host to a connection: the look-up that many share, and one address after the
 * other. */
#define _GNU_SOURCE /* RTLD_NEXT */
#include "coro/many/gather.h"
#include "coro/run.h"
#include "tests/lib/connecting.h"

#include <dlfcn.h>
#include <netdb.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

enum { MANY = 3 };

/* ---- addresses ---- */

/* The one that works is remembered, and tried first from then on; the others after it, round. */
static void test_next_address(void **state)
{
	struct sockaddr_in nobody = tcp_nobody(), somebody;
	int listener = tcp_listen(&somebody);

	(void)state;
	know("peer.example", 80);
	know_address(&nobody);
	know_address(&nobody);
	know_address(&somebody);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(connect_once(&plain), ASYNC_OK);
		assert_int_equal(host.found->good, 2);
		assert_int_equal(tried, i == 0 ? 3 : 1);
		assert_string_equal(conn.why, ""); /* what failed on the way is forgotten */
		close(accept(listener, NULL, NULL));
	}
	close(listener);
	assert_int_equal(connect_once(&plain), ASYNC_E_CONNECT);
	assert_string_equal(conn.why, strerror(ECONNREFUSED));
	assert_int_equal(tried, 3);
	assert_int_equal(host.found->good, 2);
	host_close(&host);
}

/* An address that cannot be reached at all fails in connect(2) itself, and is no reason to give up. */
static void test_unreachable_address(void **state)
{
	struct sockaddr_in nowhere = {.sin_family = AF_INET, .sin_port = htons(80)}, somebody;
	int listener = tcp_listen(&somebody);

	(void)state;
	nowhere.sin_addr.s_addr = htonl(INADDR_BROADCAST); /* EACCES or ENETUNREACH */
	know("peer.example", 80);
	know_address(&nowhere);
	know_address(&somebody);
	assert_int_equal(connect_once(&plain), ASYNC_OK);
	assert_int_equal(host.found->good, 1);
	close(listener);
	host_close(&host);
}

/* No other address would help against a limit of our own. */
static void test_no_more_files(void **state)
{
	struct sockaddr_in nobody = tcp_nobody(), unknown = {.sin_family = AF_UNSPEC};
	struct rlimit before, now;

	(void)state;
	know("127.0.0.1", 80);
	know_address(&nobody);
	know_address(&unknown); /* fails in another way, if it is tried */
	getrlimit(RLIMIT_NOFILE, &before);
	now = before;
	now.rlim_cur = (rlim_t)dup(0);
	close((int)now.rlim_cur); /* the lowest that is free */
	setrlimit(RLIMIT_NOFILE, &now);
	assert_int_equal(connect_once(&plain), ASYNC_E_SYSTEM);
	setrlimit(RLIMIT_NOFILE, &before);
	assert_int_equal(tried, 0);
	assert_non_null(strstr(conn.why, strerror(EMFILE)));
	assert_non_null(strstr(conn.why, "ulimit -n"));
	host_close(&host);
}

static struct stream other_end;
static struct stream_pipe pipes[2];

static bool dial_who_hangs_up(void *arg, struct stream *stream)
{
	stream_open_memory(&other_end, stream, pipes);
	stream_close(&other_end);
	return arg == NULL;
}

/* Whatever it was that failed, nothing of the connection is left open. */
static void test_failed_handshake(void **state)
{
	const struct connect_options options = {
		NS_PER_S, SSL_CTX_new(TLS_client_method()), dial_who_hangs_up, NULL, false, NULL};

	(void)state;
	know("localhost", 443);
	host.tls = true;
	assert_int_equal(connect_once(&options), ASYNC_E_CONNECT);
	assert_string_equal(conn.why, "the peer closed the connection");
	assert_null(conn.ssl);
	assert_null(conn.stream.out);
	assert_int_equal(buffers.lent, 0);
	SSL_CTX_free(options.tls);
	host_close(&host);
}

/* ---- look-ups ---- */

typedef int get_addresses(const char *, const char *, const struct addrinfo *, struct addrinfo **);

static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER; /* while it is locked, no look-up returns */

int getaddrinfo(const char *name, const char *port, const struct addrinfo *hints, struct addrinfo **found)
{
	get_addresses *real = (get_addresses *)(uintptr_t)dlsym(RTLD_NEXT, "getaddrinfo");

	if (!(hints->ai_flags & AI_NUMERICHOST)) {
		pthread_mutex_lock(&gate);
		pthread_mutex_unlock(&gate);
	}
	return real(name, port, hints, found);
}

ASYNC_ENTRY(resolve_host, struct host *);

struct askers {
	struct set_task workers[MANY];
	struct task_set set;
};

static void start_asking(struct askers *self)
{
	task_set_init(&self->set);
	for (int i = 0; i < MANY; i++)
		task_set_start(&self->set, &self->workers[i], "asker", resolve_host, &host);
}

/* The first so many are cancelled when the look-up is under way. */
static async ask_together(struct askers *self, int cancel)
{
	ASYNC();
	pthread_mutex_lock(&gate);
	start_asking(self);
	AWAIT(sleep_for(0)); /* they begin the look-up, … */
	AWAIT(sleep_for(0)); /* … and that its thread */
	assert_non_null(host.lookup);
	assert_int_equal(loop.waiting, 1); /* one helper for all */
	for (int i = 0; i < cancel; i++)
		task_cancel(&self->workers[i].task);
	AWAIT(sleep_for(0));
	assert_non_null(host.lookup); /* also if nobody waits for it any more */
	pthread_mutex_unlock(&gate);
	AWAIT(gather_return_exceptions(&self->set));
	ASYNC_END;
}

static async ask_and_ask_again(struct askers *self, int cancel)
{
	ASYNC();
	AWAIT(ask_together(self, cancel));
	AWAIT(resolve_host(&host));
	ASYNC_END;
}
ASYNC_ENTRY(ask_and_ask_again, struct askers *, int);

static async ask_and_forget(struct askers *self)
{
	ASYNC();
	AWAIT(ask_together(self, MANY));
	host_close(&host);
	memset(&host, 0xee, sizeof host);
	ASYNC_END;
}
ASYNC_ENTRY(ask_and_forget, struct askers *);

/* Who is cancelled does not take the answer from the others, nor from who comes later. */
static void test_shared_look_up(void **state)
{
	(void)state;
	for (int cancel = 0; cancel <= MANY; cancel++) {
		struct askers askers = {0};

		know("localhost", 80);
		assert_int_equal(async_run(ask_and_ask_again, &askers, cancel), ASYNC_OK);
		for (int i = 0; i < MANY; i++)
			assert_int_equal(
				askers.workers[i].task.result, i < cancel ? ASYNC_CANCELLED : ASYNC_OK);
		assert_null(host.lookup);
		assert_true(host.found->count >= 1);
		assert_true(list_empty(&host.waiting));
		host_close(&host);
	}
}

/* The host may be gone when the answer comes. */
static void test_look_up_outlives_host(void **state)
{
	struct askers askers = {0};

	(void)state;
	know("localhost", 80);
	assert_int_equal(async_run(ask_and_forget, &askers), ASYNC_OK);
	while (loop.waiting)
		assert_true(loop_run_once());
}

static void test_known_for_a_while(void **state)
{
	static const struct {
		int64_t age_s;
		const char *name;
		bool asks; /* a helper thread */
	} cases[] = {{0, "localhost", false}, {RESOLVE_TTL_S, "localhost", true}, {99, "127.0.0.1", false},
		{99, "::1", false}};
	struct sockaddr_in nobody = tcp_nobody();

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct task task = {0};

		know(cases[i].name, 80);
		know_address(&nobody);
		host.resolved_at -= cases[i].age_s * NS_PER_S;
		task_start(&task, "asker", resolve_host, &host);
		loop_run_once();
		assert_int_equal(task.state, cases[i].asks ? TASK_WAITING : TASK_DONE);
		while (task.state != TASK_DONE)
			loop_run_once();
		assert_int_equal(task.result, ASYNC_OK);
		host_close(&host);
	}
}

/* A label of 64 characters is against the rules of names, so no server is asked for it. */
static void test_unknown_name(void **state)
{
	static const char name[] = "a234567890b234567890c234567890d234567890e234567890f2345678901234.example";

	(void)state;
	know(name, 80);
	assert_int_equal(connect_once(&plain), ASYNC_E_CONNECT);
	assert_int_not_equal(host.error, 0);
	assert_string_equal(conn.why, gai_strerror(host.error));
	host_close(&host);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FRESH_REAL(test_next_address),
		FRESH_REAL(test_unreachable_address),
		FRESH_REAL(test_no_more_files),
		FRESH(test_failed_handshake),
		FRESH_REAL(test_shared_look_up),
		FRESH_REAL(test_look_up_outlives_host),
		FRESH_REAL(test_known_for_a_while),
		FRESH_REAL(test_unknown_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
