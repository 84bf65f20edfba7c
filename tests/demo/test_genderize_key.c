/* test_genderize_key.c - a service that repeats the API key wherever it can: the key reaches no file, error
 * or record. */
#include "tests/lib/process.h"
#include "tests/lib/service.h"
#include "tests/lib/view_run.h"

#include <stdlib.h>

static struct process run;
static struct service_line line;

/* In the reason, a field and the body, as it was sent and as it is. */
static const char *const replies[] = {
	("HTTP/1.1 401 No k/+=& at /?apikey=k%2F%2B%3D%26\r\nWWW-Authenticate: Bearer "
	 "k/+=&\r\nContent-Length: 23\r\n"
	 "Connection: close\r\n\r\n{\"error\":\"no k/+=& key\"}"),
	("HTTP/1.1 200 k/+=&\r\nContent-Type: application/json\r\nContent-Length: 17\r\nConnection: "
	 "close\r\n\r\n"
	 "{\"gender\":\"k/+=&\""),
	"HTTP/1.1 200 OK\r\nk/+=&\r\n\r\n",
	("HTTP/1.1 302 k%2f+=&\r\nLocation: /?apikey=k%2F%2B%3D%26\r\nContent-Length: 0\r\nConnection: "
	 "close\r\n\r\n"),
};

static void assert_hidden(const char *text)
{
	static const char *const spellings[] = {"k/+=&", "k%2F", "k%2f"};

	for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++)
		if (strstr(text, spellings[i]))
			fail_msg("the key is in: %s", text);
}

static void ask(const char *command, const char *reply)
{
	process_start(&run, "%s --url http://127.0.0.1:%u --apikey k/+=& Bob", command, service_port);
	service_admit(&line, false);
	assert_non_null(strstr(line.request, "apikey=k%2F%2B%3D%26"));
	service_answer(&line, reply);
	service_hang_up(&line);
	assert_int_equal(process_finish(&run), 1);
	assert_true(run.errors.len > 0);
	assert_hidden(run.output.at);
	assert_hidden(run.errors.at);
}

static void F3_the_key_reaches_no_file_error_or_record(void **state)
{
	char command[256];

	(void)state;
	snprintf(command, sizeof command, "genderize --retries 0 --timing --record %s", view_path("record"));
	for (size_t i = 0; i < sizeof replies / sizeof *replies; i++) {
		char *record;

		ask(command, replies[i]);
		record = view_read("record");
		assert_hidden(record);
		free(record);
		ask("genderize_sync", replies[i]);
	}
}

static int open_all(void **state)
{
	return view_open(state) || service_open(state);
}

static int close_all(void **state)
{
	return service_close(state) || view_close(state);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(F3_the_key_reaches_no_file_error_or_record),
	};

	(void)argc;
	process_find(argv[0]);
	return cmocka_run_group_tests(tests, open_all, close_all);
}
