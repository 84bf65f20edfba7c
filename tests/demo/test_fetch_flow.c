/* test_fetch_flow.c - fetch in time and space: bodies of any size in little memory, readers that are slow and
 * hold the sender back, and what ends it while it waits. */
#include "tests/lib/fetching.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>

#define TO_END "HTTP/1.1 200 OK\r\n\r\n"

enum { BLOCK = 65536, MIB = 1 << 20 };

static char block[BLOCK]; /* bodies are this block, again and again */

static int set_up(void **state)
{
	uint32_t seed = 1;

	for (size_t i = 0; i < sizeof block; i++)
		block[i] = (char)((seed = seed * 1664525 + 1013904223) >> 24);
	return service_open(state);
}

/* ---- back-pressure ---- */

struct flow {
	struct service_line line;
	size_t total, sent, read; /* bytes of the body */
	size_t ahead;             /* how far the sender was ahead of the reader at the most */
};

/* Sends until the program takes no more. */
static void push(struct flow *self)
{
	while (self->sent < self->total) {
		size_t at = self->sent % BLOCK, left = self->total - self->sent, done = 0;
		size_t len = left < BLOCK - at ? left : BLOCK - at;
		ssize_t count;

		if (self->line.ssl && tls_write(self->line.ssl, block + at, len, &done) != TLS_DONE)
			break;
		count = self->line.ssl ? (ssize_t)done : send(self->line.fd, block + at, len, 0);
		if (count < 0)
			break;
		self->sent += (size_t)count;
	}
	if (self->sent - self->read > self->ahead)
		self->ahead = self->sent - self->read;
}

/* Reads a little, which must be the right bytes. False: there is no more. */
static bool pull(struct flow *self)
{
	enum { LITTLE = 16384 };
	char bytes[LITTLE];
	ssize_t count = read(fetch_run.out, bytes, sizeof bytes);

	for (ssize_t done = 0, len; done < count; done += len, self->read += (size_t)len) {
		size_t at = self->read % BLOCK;

		len = (ssize_t)(BLOCK - at) < count - done ? (ssize_t)(BLOCK - at) : count - done;
		assert_memory_equal(bytes + done, block + at, (size_t)len);
	}
	return count > 0;
}

/* The sender always goes first and as far as it can, so the reader is slow whatever the machine's speed. */
static void flow(struct flow *self, bool over_tls, const char *head)
{
	fetch_start("", over_tls);
	service_admit(&self->line, over_tls);
	setsockopt(self->line.fd, SOL_SOCKET, SO_SNDBUF, &(int){BLOCK}, sizeof(int));
	fcntl(self->line.fd, F_SETFL, O_NONBLOCK);
	if (self->line.ssl)
		SSL_set_mode(
			self->line.ssl, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
	assert_true(fetch_send(&self->line, head, strlen(head)));
	do {
		push(self);
		if (self->sent == self->total && self->line.fd >= 0) {
			fetch_end(&self->line, ENDING_CLOSE);
			self->line.fd = -1;
		}
	} while (pull(self));
	assert_int_equal(process_finish(&fetch_run), 0);
	assert_int_equal(self->read, self->total);
}

/* The largest of all programs that we have run; macOS counts bytes. */
static long peak_kib(void)
{
	struct rusage use;

	getrusage(RUSAGE_CHILDREN, &use);
#ifdef __APPLE__
	return use.ru_maxrss / 1024;
#else
	return use.ru_maxrss;
#endif
}

static void test_large_body(void **state)
{
	static const char head[] = "HTTP/1.1 200 OK\r\nContent-Length: 67108864\r\n\r\n";
	struct flow plain = {.total = 64 * MIB}, tls = {.total = 16 * MIB};
	long before;

	(void)state;
	process_run(&fetch_run, "", "fetch --help");
	before = peak_kib();
	flow(&plain, false, head);
	assert_in_range(plain.ahead, 1, 8 * MIB);
	flow(&tls, true, TO_END);
	assert_in_range(tls.ahead, 1, 8 * MIB);
	assert_in_range(peak_kib() - before, 0, 40 * 1024);
}

/* ---- what ends it while it waits ---- */

/* A body that stalls, or an endless one that is not read. */
static void start_waiting(struct service_line *line, const char *options, bool endless)
{
	fetch_start(options, false);
	service_admit(line, false);
	fcntl(line->fd, F_SETFL, O_NONBLOCK);
	fetch_send(line, TO_END "hello\n", sizeof TO_END + 5);
	assert_true(process_until(&fetch_run, "hello\n"));
	while (endless && fetch_send(line, block, sizeof block))
		;
}

static void test_signals(void **state)
{
	static const int signals[] = {SIGINT, SIGTERM};
	struct service_line line;

	(void)state;
	for (int i = 0; i < 4; i++) {
		int signo = signals[i / 2], pipe_end = fetch_run.out;

		start_waiting(&line, "", i % 2);
		pipe_end = fetch_run.out;
		fetch_run.out = -1; /* nobody reads on */
		kill(fetch_run.pid, signo);
		assert_int_equal(process_finish(&fetch_run), 128 + signo);
		assert_string_equal(fetch_run.errors.at, "");
		close(pipe_end);
		fetch_end(&line, ENDING_RESET);
	}
}

static void test_deadline(void **state)
{
	struct service_line line;

	(void)state;
	for (int endless = 0; endless < 2; endless++) {
		int pipe_end;

		start_waiting(&line, "--max-time 0.3", endless);
		pipe_end = fetch_run.out;
		fetch_run.out = -1;
		assert_int_equal(process_finish(&fetch_run), 28);
		close(pipe_end);
		fetch_end(&line, ENDING_RESET);
	}
}

/* --connect-timeout counts address, TCP and TLS, and not what comes then. */
static void test_connect_timeout(void **state)
{
	static const struct fetching slow = {.options = "--connect-timeout 0.1 --max-time 0.3",
		SENT(TO_END "hello"),
		STALLS,
		FAILS(28, "hello", "(28) no answer within 0.3 s")};
	int fd;

	(void)state;
	fetch_start("--connect-timeout 0.1", true);
	until(service_door, POLLIN);
	fd = accept(service_door, NULL, NULL);
	assert_int_equal(process_finish(&fetch_run), 28);
	assert_non_null(strstr(fetch_run.errors.at, "no connection within 0.1 s"));
	close(fd);
	fetch_once(&slow, false);
}

/* ---- what has no end ---- */

static void test_endless(void **state)
{
	static const struct {
		const char *begin, *again;
		int code;
		const char *message;
	} cases[] = {
		{"HTTP/1.1 200 OK\r\n", "A: bcdefgh\r\n", 8, "a head or trailer section of more than 65536 bytes"},
		{"HTTP/1.1 200 OK\r\n", "A: b\xff\t ", 8, "a line of more than 8190 bytes"},
		{"HTTP/1.1 200 ", "OK ", 8, "a line of more than 8190 bytes"},
		{"", "HTTP/1.1 100 Continue\r\n\r\n", 8, "too many interim replies"},
		{"", "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", 8, "too many interim replies"},
		{"", "\r\n", 8, "a reply that is not HTTP"},
		{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "0", 56,
			"a line of more than 8190 bytes"},
		{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1", ";a=b", 56,
			"a line of more than 8190 bytes"},
		{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", "A: b\r\n", 56,
			"a head or trailer section of more than 65536 bytes"},
	};
	static char bytes[BLOCK];

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct service_line line;
		size_t len = strlen(cases[i].again), used = BLOCK / len * len;

		for (size_t at = 0; at < used; at += len)
			memcpy(bytes + at, cases[i].again, len);
		fetch_start("", false);
		service_admit(&line, false);
		fetch_send(&line, cases[i].begin, strlen(cases[i].begin));
		while (fetch_send(&line, bytes, used)) /* until it has heard enough and hangs up */
			;
		assert_int_equal(process_finish(&fetch_run), cases[i].code);
		assert_non_null(strstr(fetch_run.errors.at, cases[i].message));
		assert_string_equal(fetch_run.output.at, "");
		fetch_end(&line, ENDING_RESET);
	}
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_large_body),
		cmocka_unit_test(test_signals),
		cmocka_unit_test(test_deadline),
		cmocka_unit_test(test_connect_timeout),
		cmocka_unit_test(test_endless),
	};

	(void)argc;
	process_find(argv[0]);
	return cmocka_run_group_tests(tests, set_up, service_close);
}
