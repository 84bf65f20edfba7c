/* test_requests_connect.c - connecting by calls that block: of several addresses some never answer. */
#include "http/requests_link.h"
#include "tests/lib/connecting.h"
#include "tests/lib/silent.h"

static int64_t start;

/* Connects within this time; the socket is closed. Returns its port, or 0, and the errno of the last that failed. */
static unsigned connect_for(int64_t ns, int *error)
{
	struct sockaddr_in peer;
	socklen_t len = sizeof peer;
	int fd;

	start = clock_monotonic();
	fd = requests_connect(host.found, start + ns, error);
	if (fd < 0)
		return 0;
	assert_int_equal(getpeername(fd, (struct sockaddr *)&peer, &len), 0);
	assert_int_equal(fcntl(fd, F_GETFL) & O_NONBLOCK, 0);
	close(fd);
	return ntohs(peer.sin_port);
}

/* No fd is left open that was not before. */
static int first_free_fd(void)
{
	int fd = dup(0);

	close(fd);
	return fd;
}

/* N1: an address that swallows what is sent to it costs a quarter of a second, and not the whole time. */
static void test_N1_silent_address(void **state)
{
	struct sockaddr_in somebody;
	struct silent silent;
	int listener = tcp_listen(&somebody), error, before;

	(void)state;
	silent_open(&silent);
	before = first_free_fd();
	know("peer.example", 80);
	know_address(&silent.at);
	know_address(&somebody);
	assert_int_equal(connect_for(10 * NS_PER_S, &error), ntohs(somebody.sin_port));
	assert_true(clock_monotonic() - start >= CONNECT_NEXT_MS * NS_PER_MS);
	assert_true(clock_monotonic() - start < 5 * NS_PER_S);
	assert_int_equal(first_free_fd(), before);
	close(listener);
	silent_close(&silent);
	host_close(&host);
}

/* N1: one that fails is no reason to wait: the next one begins at once. */
static void test_N1_refused_address(void **state)
{
	struct sockaddr_in nobody = tcp_nobody(), somebody;
	int listener = tcp_listen(&somebody), error;

	(void)state;
	know("peer.example", 80);
	for (int i = 0; i < 40; i++)
		know_address(&nobody);
	know_address(&somebody);
	assert_int_equal(connect_for(3600 * NS_PER_S, &error), ntohs(somebody.sin_port));
	assert_true(clock_monotonic() - start < 40 * CONNECT_NEXT_MS * NS_PER_MS);
	close(listener);
	assert_int_equal(connect_for(3600 * NS_PER_S, &error), 0);
	assert_int_equal(error, ECONNREFUSED);
	host_close(&host);
}

/* N1: nobody answers, and the time is over: nothing is left open. */
static void test_N1_nobody_answers(void **state)
{
	struct silent silent;
	int error, before;

	(void)state;
	silent_open(&silent);
	before = first_free_fd();
	know("peer.example", 80);
	for (int i = 0; i < 3; i++)
		know_address(&silent.at);
	assert_int_equal(connect_for(300 * NS_PER_MS, &error), 0);
	assert_int_equal(error, ETIMEDOUT);
	assert_true(clock_monotonic() - start >= 300 * NS_PER_MS);
	assert_int_equal(first_free_fd(), before);
	silent_close(&silent);
	host_close(&host);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FRESH_REAL(test_N1_silent_address),
		FRESH_REAL(test_N1_refused_address),
		FRESH_REAL(test_N1_nobody_answers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
