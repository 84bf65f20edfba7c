/* test_world_genderize.c - a run that was recorded runs again: without a service, and the same to the last
 * event. */
#include "tests/server.h"
#include "tests/service.h"
#include "tests/words.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[] = "/tmp/test_world.XXXXXX"; /* F: the world; R1, R2: the event records */
static const char *program;                      /* this test's own name */
static struct process first, again;
static struct server server;

static int make_folder(void **state)
{
	return service_open(state) == 0 && mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
	static const char *const files[] = {"F", "R1", "R2"};
	char path[64];

	for (int i = 0; i < 3; i++) {
		snprintf(path, sizeof path, "%s/%s", folder, files[i]);
		unlink(path);
	}
	return rmdir(folder) | service_close(state);
}

/* The whole of a file, with a NUL behind it; to be freed. */
static char *read_file(const char *name)
{
	char path[64], *text;
	struct stat about;
	FILE *file;

	snprintf(path, sizeof path, "%s/%s", folder, name);
	file = fopen(path, "r");
	assert_non_null(file);
	assert_int_equal(fstat(fileno(file), &about), 0);
	text = calloc((size_t)about.st_size + 1, 1);
	assert_int_equal(fread(text, 1, (size_t)about.st_size, file), about.st_size);
	fclose(file);
	return text;
}

static void assert_same_events(void)
{
	char *one = read_file("R1"), *two = read_file("R2");

	assert_non_null(strstr(one, "\"ev\":\"done\""));
	if (strcmp(one, two) != 0)
		fail_msg("the event records differ");
	free(one);
	free(two);
}

static void start_recording(const char *options)
{
	process_start(&first, "genderize --record-world %s/F --record %s/R1 %s", folder, folder, options);
}

/* The first run has ended: the second must not differ in anything. */
static void assert_replays(void)
{
	process_run(&again, "", "genderize --replay-world %s/F --record %s/R2", folder, folder);
	assert_string_equal(again.errors.at, first.errors.at);
	assert_string_equal(again.output.at, first.output.at);
	assert_int_equal(again.status, first.status);
	assert_same_events();
}

/* A run against a kitchen that is no more when it is repeated. */
static void record_with_kitchen(const char *kitchen, const char *options, const char *input, int status)
{
	char text[512];

	server_start(&server, kitchen);
	snprintf(text, sizeof text, "--url %s%s%s %s", server.url, *server.cafile ? " --cacert " : "",
		server.cafile, options);
	start_recording(text);
	process_feed(&first, input, strlen(input));
	assert_int_equal(process_finish(&first), status);
	server_stop(&server);
}

/* ---- what goes well ---- */

static void many_names_at_once_or_one_after_the_other(void **state)
{
	static const char *const options[] = {"--limit 1", "--limit 5 --batch 2", "--limit 100 --ordered",
		"--rate 500/3 --progress --timing"};
	char input[2048] = "José\n";

	(void)state;
	for (size_t used = strlen(input); used < 1000; used = strlen(input))
		snprintf(input + used, sizeof input - used, "Name%zu\n", used);
	for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
		record_with_kitchen("--cook 1-5", options[i], input, 0);
		assert_words(first.output.at, "José", "Name");
		assert_replays();
	}
}

static void names_that_come_late_and_in_pieces(void **state)
{
	char text[400];

	(void)state;
	server_start(&server, "--cook 0 --plain");
	snprintf(text, sizeof text, "--url %s", server.url);
	start_recording(text);
	process_feed(&first, "Alice\nBo", 8);
	assert_non_null(process_line(&first)); /* so the first is answered before more is sent */
	process_feed(&first, "b", 1);
	process_feed(&first, "\r\n\nEve", 6);
	assert_int_equal(process_finish(&first), 0);
	server_stop(&server);
	assert_words(first.output.at, "Alice", "Bob");
	assert_replays();
}

/* ---- what goes wrong ---- */

static void a_service_that_fails(void **state)
{
	char *world;

	(void)state;
	record_with_kitchen("--cook 0 --fail 503:50", "--retries 0 A B C D E F G H", "", 1);
	assert_words(first.errors.at, "503");
	assert_replays();
	world = read_file("F");
	assert_words(world, "{\"ask\":\"date\""); /* a Retry-After may need it */
	free(world);
	record_with_kitchen("--cook 0 --plain --quota 2", "--limit 1 A B C", "", 1);
	assert_words(first.errors.at, "429");
	assert_replays();
	record_with_kitchen(
		"--cook 0 --fail 503:40", "--limit 1 A B C", "", 0); /* with pauses between its tries */
	assert_replays();
}

static void no_connection(void **state)
{
	struct sockaddr_in nobody = tcp_nobody();
	char text[512];

	(void)state;
	snprintf(text, sizeof text, "--url http://127.0.0.1:%d --retries 0 Bob Eve", ntohs(nobody.sin_port));
	start_recording(text);
	assert_int_equal(process_finish(&first), 1);
	assert_words(first.errors.at, "Connection refused");
	assert_replays();
	start_recording(
		"--url http://no.such.host.invalid --retries 0 Bob Eve"); /* asked on a helper thread */
	assert_int_equal(process_finish(&first), 1);
	assert_replays();
	server_start(&server, "--cook 0");
	snprintf(text, sizeof text, "--url %s Bob", server.url); /* its CA is not trusted */
	start_recording(text);
	assert_int_equal(process_finish(&first), 1);
	assert_words(first.errors.at, "certificate verify failed");
	snprintf(text, sizeof text, "--url %s --cacert %s Bob", server.url, program); /* no PEM file */
	assert_replays();
	start_recording(text);
	assert_int_equal(process_finish(&first), 1);
	server_stop(&server);
	assert_words(first.errors.at, "cannot load trusted certificates");
	assert_replays();
}

static void start_with_service(const char *names, bool over_tls)
{
	char text[512];

	snprintf(text, sizeof text, "--url http%s://127.0.0.1:%u --cacert %s/ca.pem --retries 0 %s",
		over_tls ? "s" : "", service_port, service_folder, names);
	start_recording(text);
}

static void a_connection_that_is_cut(void **state)
{
	struct service_line line;

	(void)state;
	for (int i = 0; i < 4; i++) {
		start_with_service("Bob", i % 2);
		service_admit(&line, i % 2);
		if (i / 2)
			service_answer(&line, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{");
		close(line.fd);
		SSL_free(line.ssl);
		assert_int_equal(process_finish(&first), 1);
		assert_replays();
	}
}

static void an_interrupt_in_the_middle(void **state)
{
	struct service_line one, two;

	(void)state;
	for (int over_tls = 0; over_tls < 2; over_tls++) {
		start_with_service("--limit 2 Bob Eve Ann", over_tls);
		service_admit(&one, over_tls);
		service_admit(&two, over_tls);
		service_answer(&one, service_reply);
		assert_non_null(process_line(&first));
		assert_int_equal(kill(first.pid, SIGINT), 0);
		assert_int_equal(process_finish(&first), 130);
		service_hang_up(&one);
		service_hang_up(&two);
		assert_replays();
	}
}

/* ---- as slowly as one likes ---- */

static void replay_in_gdb(const char *commands)
{
	char command[1024];

	snprintf(command, sizeof command,
		"gdb -batch -nx -ex 'set debuginfod enabled off' %s --args %.*s../genderize --replay-world "
		"%s/F "
		"--record %s/R2 >/dev/null 2>&1 </dev/null",
		commands, (int)(strrchr(program, '/') + 1 - program), program, folder, folder);
	assert_int_equal(system(command), 0);
}

static void under_gdb(void **state)
{
	(void)state;
	if (system("gdb -batch -nx -ex run --args true 2>/dev/null </dev/null | grep -q 'exited normally'") !=
		0)
		skip();
	record_with_kitchen("--cook 1-5", "--limit 3 Alice Bob Charlie Diana Eve", "", 0);
	/* No socket, no thread, no TLS: at a breakpoint gdb would stop, and leave with half a record. */
	replay_in_gdb("-ex 'set breakpoint pending on' -ex 'break socket' -ex 'break pthread_create' "
		      "-ex 'break SSL_new' -ex run");
	assert_same_events();
	/* A real stop at every resume and every reading. */
	replay_in_gdb("-ex 'break co_resumed' -ex 'break conn_fill' -ex run -ex 'continue 5' -ex 'delete' "
		      "-ex continue");
	assert_same_events();
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(many_names_at_once_or_one_after_the_other),
		cmocka_unit_test(names_that_come_late_and_in_pieces),
		cmocka_unit_test(a_service_that_fails),
		cmocka_unit_test(no_connection),
		cmocka_unit_test(a_connection_that_is_cut),
		cmocka_unit_test(an_interrupt_in_the_middle),
		cmocka_unit_test(under_gdb),
	};

	(void)argc;
	program = argv[0];
	process_find(argv[0]);
	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
