/* test_fetch_use.c - fetch's command line, the request that it makes of it, and where the output goes. */
#include "tests/lib/fetching.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>

#define HELLO "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"

/* ---- what needs no server: 0, 2, 3, 6, 7, 77 ---- */

/* A part of a name holds at most 63 characters (RFC 1035): no resolver sends a query for this one. */
#define LONG_LABEL "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

static void test_command_line(void **state)
{
	static const struct {
		const char *line;
		int code;
		const char *message;
	} cases[] = {
		{"", 2, "fetch: missing argument: 'URL' (see --help)\n"},
		{"--", 2, "fetch: missing argument: 'URL' (see --help)\n"},
		{"http://a/ http://b/", 2, "fetch: unexpected argument: 'http://b/' (see --help)\n"},
		{"http://a/ http://b/?apikey=F3", 2, "fetch: unexpected argument: 'http://b/?apikey=***' (see --help)\n"},
		{"-x http://a/", 2, "fetch: unknown option: '-x' (see --help)\n"},
		{"-ix http://a/", 2, "fetch: unknown option: '-x' (see --help)\n"},
		{"- http://a/", 2, "fetch: unknown option: '-' (see --help)\n"},
		{"http://a/ -o", 2, "fetch: -o: '' is not a file name\n"},
		{"http://a/ --cacert", 2, "fetch: --cacert: '' is not a file name\n"},
		{"--max-time 1s http://a/", 2,
			"fetch: --max-time: '1s' is not a number of seconds from 0.001 to 1000000000\n"},
		{"--max-time -1 http://a/", 2,
			"fetch: --max-time: '-1' is not a number of seconds from 0.001 to 1000000000\n"},
		{"--max-time 1e3 http://a/", 2,
			"fetch: --max-time: '1e3' is not a number of seconds from 0.001 to 1000000000\n"},
		{"--connect-timeout inf http://a/", 2,
			"fetch: --connect-timeout: 'inf' is not a number of seconds from 0.001 to "
			"1000000000\n"},
		/* What may not be a header line: it would end early, or speak of a body. It may hold a
		 * key. */
		{"-H X http://a/", 2, "fetch: -H: '***' is not a header line that may be sent\n"},
		{"-H :x http://a/", 2, "fetch: -H: '***' is not a header line that may be sent\n"},
		{"-H X\r\nY:z http://a/", 2, "fetch: -H: '***' is not a header line that may be sent\n"},
		{"-H X:y\r\nZ:z http://a/", 2, "fetch: -H: '***' is not a header line that may be sent\n"},
		{"-H X:y\n\nGET http://a/", 2, "fetch: -H: '***' is not a header line that may be sent\n"},
		{"-H X:y\x7f http://a/", 2, "fetch: -H: '***' is not a header line that may be sent\n"},
		{"-H X\t:y http://a/", 2, "fetch: -H: '***' is not a header line that may be sent\n"},
		{"-H H\xc3\xb6st:y http://a/", 2, "fetch: -H: '***' is not a header line that may be sent\n"},
		{"-H content-LENGTH:5 http://a/", 2,
			"fetch: -H: '***' is not a header line that may be sent\n"},
		{"-H Transfer-Encoding:chunked http://a/", 2,
			"fetch: -H: '***' is not a header line that may be sent\n"},
		/* URLs */
		{"://127.0.0.1", 3, "fetch: (3) invalid URL: does not begin with http:// or https://"},
		{"127.0.0.1:1", 7, "fetch: (7) cannot connect to host 127.0.0.1:1: Connection refused"},
		{"127.0.0.1:1/?at=http://a/", 7, "fetch: (7) cannot connect to host 127.0.0.1:1: "},
		{"ftp://127.0.0.1/", 3, "fetch: (3) invalid URL: does not begin with http:// or https://"},
		{"http:///path", 3, "fetch: (3) invalid URL: no host"},
		{"http://127.0.0.1:65536/", 3, "fetch: (3) invalid URL: a port"},
		{"http://[::1/", 3, "fetch: (3) invalid URL: no IPv6 address between brackets"},
		{"http://[127.0.0.1]/", 3, "fetch: (3) invalid URL: no IPv6 address between brackets"},
		{"http://user:secret@127.0.0.1/", 3, "url='http://***@127.0.0.1/'\n"},
		{"http://127.0.0.1/\r\nX:y", 3, "fetch: (3) invalid URL: a control character"},
		{"http://127.0.0.1/\xc3\xa9", 3, "fetch: (3) invalid URL: a control character"},
		{"http://127.0.0.1/%2", 3, "fetch: (3) invalid URL: "},
		/* no server */
		{"http://" LONG_LABEL "/", 6, "fetch: (6) cannot connect to host aaaaaaaa"},
		{"--cacert /nonexistent https://127.0.0.1/", 77, "/nonexistent: No such file or directory"},
		{"--cacert /dev/null https://127.0.0.1/", 77,
			"fetch: (77) cannot load trusted certificates: /dev/null: "},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		process_run(&fetch_run, "", "fetch %s", cases[i].line);
		if (fetch_run.status != cases[i].code || !strstr(fetch_run.errors.at, cases[i].message))
			fail_msg("%s: status %d, %s", cases[i].line, fetch_run.status, fetch_run.errors.at);
		assert_string_equal(fetch_run.output.at, "");
	}
	process_run(&fetch_run, "", "fetch --help");
	assert_int_equal(fetch_run.status, 0);
	assert_int_equal(strncmp(fetch_run.output.at, "Usage: fetch [options] URL\n", 27), 0);
}

static void test_refused_connection(void **state)
{
	static const char *const hosts[] = {"127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]"};
	struct sockaddr_in nobody = tcp_nobody();

	(void)state;
	for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++) {
		process_run(
			&fetch_run, "", "fetch http://%s:%u/", hosts[i], (unsigned)ntohs(nobody.sin_port));
		assert_int_equal(fetch_run.status, 7);
		assert_non_null(strstr(fetch_run.errors.at, "fetch: (7) cannot connect to host "));
	}
}

/* ---- the request ---- */

static void test_request(void **state)
{
#define DEFAULTS "User-Agent: fetch/1\r\nAccept: */*\r\nAccept-Encoding: identity\r\n"
	static const struct {
		const char *options, *target, *request; /* %u: the port */
	} cases[] = {
		{"", "/a?b#c", "GET /a?b HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n" DEFAULTS "\r\n"},
		{"", "", "GET / HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n" DEFAULTS "\r\n"},
		{"", "?x=%%0d%%0aY:z",
			"GET /?x=%%0d%%0aY:z HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n" DEFAULTS "\r\n"},
		{"-I", "/", "HEAD / HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n" DEFAULTS "\r\n"},
		{"-H X-Y:z -H A:", "/",
			"GET / HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n" DEFAULTS "X-Y:z\r\nA:\r\n\r\n"},
		{"-H host:other.example", "/", "GET / HTTP/1.1\r\n" DEFAULTS "host:other.example\r\n\r\n"},
		{"-H USER-AGENT:\tx", "/",
			"GET / HTTP/1.1\r\nHost: 127.0.0.1:%u\r\nAccept: */*\r\nAccept-Encoding: identity\r\n"
			"USER-AGENT:\tx\r\n\r\n"},
		{"-H Connection:close -H X:\xc3\xa9", "/",
			"GET / HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n" DEFAULTS
			"Connection:close\r\nX:\xc3\xa9\r\n\r\n"},
	};
	struct service_line line;
	char target[64], request[512];

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		snprintf(target, sizeof target, cases[i].target, 0);
		snprintf(request, sizeof request, cases[i].request, service_port);
		process_start(
			&fetch_run, "fetch %s http://127.0.0.1:%u%s", cases[i].options, service_port, target);
		service_admit(&line, false);
		fetch_send(&line, HELLO, sizeof HELLO - 1);
		assert_string_equal(line.request, request);
		assert_int_equal(process_finish(&fetch_run), 0);
		service_assert_left(&line);
		service_hang_up(&line);
	}
}

/* IPv6 on the way, in the Host field, and as the name in the certificate. */
static void test_ipv6(void **state)
{
	struct sockaddr_in6 address = {.sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT};
	socklen_t size = sizeof address;
	int v4 = service_door, v6 = socket(AF_INET6, SOCK_STREAM, 0);
	struct service_line line;
	char host[64];

	(void)state;
	if (bind(v6, (struct sockaddr *)&address, size) < 0 || listen(v6, 8) < 0)
		skip();
	getsockname(v6, (struct sockaddr *)&address, &size);
	snprintf(host, sizeof host, "\r\nHost: [::1]:%u\r\n", (unsigned)ntohs(address.sin6_port));
	service_door = v6;
	for (int over_tls = 0; over_tls < 2; over_tls++) {
		process_start(&fetch_run, "fetch --cacert %s/ca.pem http%s://[::1]:%u/", service_folder,
			over_tls ? "s" : "", (unsigned)ntohs(address.sin6_port));
		service_admit(&line, over_tls);
		fetch_send(&line, HELLO, sizeof HELLO - 1);
		assert_non_null(strstr(line.request, host));
		assert_int_equal(process_finish(&fetch_run), 0);
		assert_string_equal(fetch_run.output.at, "hello");
		service_hang_up(&line);
	}
	service_door = v4;
	close(v6);
}

/* ---- the output ---- */

/* Fails unless the file holds just this text. */
static void assert_file(const char *path, const char *text)
{
	char bytes[256] = "";
	FILE *file = fopen(path, "r");

	assert_non_null(file);
	bytes[fread(bytes, 1, sizeof bytes - 1, file)] = '\0';
	fclose(file);
	assert_string_equal(bytes, text);
}

/* -o: what came, also before an error; and nothing at all, not even the file, with -f. */
static void test_file(void **state)
{
	static const struct fetching good = {SENT(HELLO), GIVES("")};
	static const struct fetching empty = {
		SENT("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"), GIVES("")};
	static const struct fetching cut = {
		SENT("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhell"), FAILS(18, "", "(18)")};
	static const struct fetching missing = {SENT("HTTP/1.1 404 \r\n\r\nhello"), FAILS(22, "", "(22)")};
	static const struct {
		const char *options;
		const struct fetching *what;
		const char *text;
	} cases[] = {{"-o", &good, "hello"}, {"-o", &empty, ""}, {"-o", &cut, "hell"},
		{"-i -o", &good, HELLO}, {"-f -o", &missing, "as before"}};
	char path[300], options[320];

	(void)state;
	snprintf(path, sizeof path, "%s/output", service_folder);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct fetching it = *cases[i].what;
		FILE *file = fopen(path, "w");

		fputs("as before", file);
		fclose(file);
		snprintf(options, sizeof options, "%s %s", cases[i].options, path);
		it.options = options;
		fetch_once(&it, false);
		assert_file(path, cases[i].text);
	}
	unlink(path);
}

static void test_write_errors(void **state)
{
	static const struct fetching no_folder = {.options = "-o /nonexistent/x",
		SENT(HELLO),
		FAILS(23, "", "(23) cannot write: No such file or directory")};
	static const struct fetching full = {
		.options = "-o /dev/full", SENT(HELLO), FAILS(23, "", "(23) cannot write: No space")};
	static const struct fetching to_full = {SENT(HELLO), FAILS(23, "", "(23) cannot write: No space")};
	static const struct fetching nothing = {SENT("HTTP/1.1 200 OK\r\n\r\n"), GIVES("")};

	(void)state;
	fetch_once(&no_folder, false);
	fetch_once(&full, false);
	fetch_run.output_file = "/dev/full";
	fetch_once(&to_full, true);
	fetch_once(&nothing, false);
	fetch_run.output_file = NULL;
}

/* A reader that goes away ends the transfer, of a body that has no end. */
static void test_reader_leaves(void **state)
{
	static char block[65536];
	struct service_line line;

	(void)state;
	fetch_start("", false);
	service_admit(&line, false);
	fetch_send(&line, "HTTP/1.1 200 OK\r\n\r\nhello\n", 25);
	assert_true(process_until(&fetch_run, "hello\n"));
	process_close_output(&fetch_run);
	while (fetch_send(&line, block, sizeof block))
		;
	assert_int_equal(process_finish(&fetch_run), 23);
	assert_string_equal(fetch_run.errors.at, "fetch: (23) cannot write: Broken pipe\n");
	fetch_end(&line, ENDING_RESET);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_command_line),
		cmocka_unit_test(test_refused_connection),
		cmocka_unit_test(test_request),
		cmocka_unit_test(test_ipv6),
		cmocka_unit_test(test_file),
		cmocka_unit_test(test_write_errors),
		cmocka_unit_test(test_reader_leaves),
	};

	(void)argc;
	process_find(argv[0]);
	return cmocka_run_group_tests(tests, service_open, service_close);
}
