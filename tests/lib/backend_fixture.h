/* backend_fixture.h - what the tests of the backend share: a backend, watches, and waits for their bits. */
#ifndef TESTS_LIB_BACKEND_FIXTURE_H
#define TESTS_LIB_BACKEND_FIXTURE_H

#include "loop/backend.h"
#include "tests/lib/sockets.h"

#include <time.h>

enum { PATIENCE_S = 10 }; /* for what is certain to happen */

static int calls; /* of on_ready, by all watches */

static inline void count_call(struct watch *w)
{
	(void)w;
	calls++;
}

static inline struct watch watch(int fd)
{
	return (struct watch){.fd = fd, .on_ready = count_call};
}

/* Looks once, without waiting, and checks that each event has called on_ready. */
static inline int look(void)
{
	int before = calls, n = backend_wait(0);

	assert_int_equal(calls - before, n);
	return n;
}

/* Waits until w has all these bits. */
static inline void wait_for(const struct watch *w, unsigned bits)
{
	while ((w->ready & bits) != bits)
		assert_true(backend_wait(PATIENCE_S * INT64_C(1000000000)) > 0);
}

/* Waits ns, in which nothing happens; it must not return earlier. */
static inline void wait_out(int64_t asked)
{
	const int64_t ns_per_s = 1000000000;
	struct timespec before, after;

	clock_gettime(CLOCK_MONOTONIC, &before);
	assert_int_equal(backend_wait(asked), 0);
	clock_gettime(CLOCK_MONOTONIC, &after);
	after.tv_sec -= before.tv_sec;
	assert_true(after.tv_sec * ns_per_s + after.tv_nsec - before.tv_nsec >= asked);
}

static inline int set_up(void **state)
{
	(void)state;
	calls = 0;
	return backend_open();
}

static inline int tear_down(void **state)
{
	(void)state;
	backend_close();
	return 0;
}

static inline void make_pair(int ends[2])
{
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	assert_int_equal(fcntl(ends[0], F_SETFL, O_NONBLOCK), 0);
}

/* Ends the watch as the contract requires: it is removed first, then closed. */
static inline void finish(struct watch *w)
{
	backend_remove(w);
	close(w->fd);
}

/* Starts to watch fd. */
static inline void begin(struct watch *w, int fd)
{
	*w = watch(fd);
	assert_int_equal(backend_add(w), 0);
}

#define BACKEND_TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

#endif
