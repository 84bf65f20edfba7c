/* test_small_machine.c - a machine with too few files, threads or bytes: it is told as what it is, and never as a name
 * that does not exist. The resolver and the threads are the test's own. */
#include "tests/lib/connecting.h"
#include "tests/lib/process.h"
#include "tests/lib/sanitized.h"

#include <errno.h>
#include <pthread.h>

static struct {
	int error, lack; /* what the resolver returns, and what stands in errno then */
	bool no_thread;
} machine;

int getaddrinfo(const char *name, const char *port, const struct addrinfo *hints, struct addrinfo **found)
{
	(void)name, (void)port, (void)found;
	if (hints->ai_flags & AI_NUMERICHOST)
		return EAI_NONAME;
	if (machine.lack)
		errno = machine.lack;
	return machine.error;
}

static void *(*work)(void *);

static void *run_work(void *arg)
{
	return work(arg);
}

/* On the loop's own thread: the helper's answer is there before anybody waits for it. */
int pthread_create(pthread_t *thread, const pthread_attr_t *attr, void *(*start)(void *), void *arg)
{
	(void)thread, (void)attr;
	if (machine.no_thread)
		return EAGAIN;
	work = start;
	run_work(arg);
	return 0;
}

static void expect(int error, int lack, enum status status, const char *why)
{
	machine.error = error;
	machine.lack = lack;
	know("peer.example", 80);
	assert_int_equal(connect_once(&plain), status);
	assert_string_equal(conn.why, why);
	assert_int_equal(conn.fault, status == ASYNC_E_CONNECT ? NET_FAULT_RESOLVE : NET_FAULT_CONNECT);
	host_close(&host);
}

#define NOT_LOOKED_UP "the name cannot be looked up: "

static void k2_a_lack_is_no_missing_name(void **state)
{
	static const int lacks[] = {ENFILE, ENOMEM, ENOBUFS};
	char why[160];

	(void)state;
	expect(EAI_NONAME, EMFILE, ASYNC_E_SYSTEM,
		NOT_LOOKED_UP "Too many open files (fewer connections at a time, or a higher `ulimit -n`, would help)");
	for (int i = 0; i < 3; i++) {
		snprintf(why, sizeof why, NOT_LOOKED_UP "%s", strerror(lacks[i]));
		expect(i ? EAI_AGAIN : EAI_SYSTEM, lacks[i], ASYNC_E_SYSTEM, why);
	}
	snprintf(why, sizeof why, NOT_LOOKED_UP "%s", strerror(ENOMEM));
	expect(EAI_MEMORY, 0, ASYNC_E_SYSTEM, why);
}

/* What else stands in errno is not ours to tell. */
static void k2_a_missing_name_is_no_lack(void **state)
{
	(void)state;
	expect(EAI_NONAME, 0, ASYNC_E_CONNECT, gai_strerror(EAI_NONAME));
	expect(EAI_NONAME, ENOENT, ASYNC_E_CONNECT, gai_strerror(EAI_NONAME));
	expect(EAI_AGAIN, ECONNREFUSED, ASYNC_E_CONNECT, gai_strerror(EAI_AGAIN));
}

/* The lack of one look-up is forgotten by the next. */
static void k2_no_thread_is_no_missing_name(void **state)
{
	char why[160];

	(void)state;
	snprintf(why, sizeof why, NOT_LOOKED_UP "%s", strerror(EAGAIN));
	machine.no_thread = true;
	know("peer.example", 80);
	assert_int_equal(connect_once(&plain), ASYNC_E_SYSTEM);
	assert_string_equal(conn.why, why);
	machine.no_thread = false;
	machine.error = EAI_NONAME;
	machine.lack = 0;
	assert_int_equal(connect_once(&plain), ASYNC_E_CONNECT);
	assert_string_equal(conn.why, gai_strerror(EAI_NONAME));
	host_close(&host);
}

/* The programs themselves: with so few files that they begin and cannot look up, and with each number above. */
static void k2_no_number_of_files_makes_localhost_unknown(void **state)
{
	static const char *const programs[] = {"fetch http://localhost:1/", "genderize --retries 0 --url http://localhost:1 Bob",
		"genderize_sync --url http://localhost:1 Bob"};
	static struct process run;

	(void)state;
	for (int i = 0; i < 3; i++) {
		int lacked = 0;

		for (run.files = 4; run.files < 16; run.files++) {
			assert_int_not_equal(process_run(&run, "", "%s", programs[i]), 0);
			if (strstr(run.errors.at, "ame or service not known"))
				fail_msg("%s with %u files: %s", programs[i], run.files, run.errors.at);
			lacked += strstr(run.errors.at, "Too many open files") != NULL;
		}
		assert_non_null(strstr(run.errors.at, "Connection refused"));
		assert_true(lacked > 0 || i == 2); /* where files suffice to begin, they suffice to look up */
	}
}

/* Not an abort with a core: whoever started it can ask for less. */
static void k2_too_many_requests_are_told_at_the_start(void **state)
{
	static struct process run = {.memory = 24000};

	(void)state;
	if (SANITIZED) /* its own addresses would not fit */
		skip();
	assert_int_equal(process_run(&run, "Bob\n", "genderize --limit 10000 --batch 10 --url http://localhost:1"), 1);
	assert_string_equal(run.errors.at,
		"genderize: no memory for 10000 requests at once (a lower --limit would help)\n");
	assert_string_equal(run.output.at, "");
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		FRESH_REAL(k2_a_lack_is_no_missing_name),
		FRESH_REAL(k2_a_missing_name_is_no_lack),
		FRESH_REAL(k2_no_thread_is_no_missing_name),
		cmocka_unit_test(k2_no_number_of_files_makes_localhost_unknown),
		cmocka_unit_test(k2_too_many_requests_are_told_at_the_start),
	};

	(void)argc;
	process_find(argv[0]);
	return cmocka_run_group_tests(tests, NULL, process_kill_all);
}
