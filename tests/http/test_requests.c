/* test_requests.c - the blocking request: what it gives, and the kind and the words of each error. How it
 * reads what comes over the wire is tried with genderize_sync, byte by byte: test_genderize_*.c. */
#include "coro/error.h"
#include "http/requests.h"
#include "tests/lib/server.h"
#include "tests/lib/sockets.h"
#include "tests/lib/words.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

static struct server kitchen;
static struct requests_response response;
static const struct requests_options usual;

static int open_kitchen(void **state)
{
	(void)state;
	server_start(&kitchen, "--cook 0");
	return 0;
}

static const char *at_kitchen(const char *target)
{
	static char url[256];

	snprintf(url, sizeof url, "%s%s", kitchen.url, target);
	return url;
}

static enum status get(const char *url)
{
	return requests_get_with(&response, url, &(struct requests_options){.cafile = kitchen.cafile});
}

/* ---- a server of our own, on a thread: it takes one connection, reads the request, says its words and
 * leaves ---- */

static struct {
	int door;
	const char *words; /* NULL: it says nothing, and stays */
	pthread_t thread;
} speaker;

static void *speak(void *unused)
{
	char request[4096];
	int fd = accept(speaker.door, NULL, NULL);

	(void)unused;
	if (recv(fd, request, sizeof request, 0) > 0 && speaker.words)
		(void)!send(fd, speaker.words, strlen(speaker.words), 0);
	while (!speaker.words && recv(fd, request, sizeof request, 0) > 0)
		;
	close(fd);
	return NULL;
}

static enum status get_from_speaker(const char *words, const struct requests_options *options)
{
	struct sockaddr_in address;
	char url[64];
	enum status err;

	speaker.door = tcp_listen(&address);
	speaker.words = words;
	assert_int_equal(pthread_create(&speaker.thread, NULL, speak, NULL), 0);
	snprintf(url, sizeof url, "http://127.0.0.1:%d/", ntohs(address.sin_port));
	err = requests_get_with(&response, url, options);
	pthread_join(speaker.thread, NULL);
	close(speaker.door);
	return err;
}

/* ---- well ---- */

static void a_reply_is_there_until_it_is_closed(void **state)
{
	struct json data, again;
	char gender[16];

	(void)state;
	assert_int_equal(get(at_kitchen("?name=Eve")), ASYNC_OK);
	assert_int_equal(response.status, 200);
	assert_string_equal(response.error, "");
	assert_true(response.at[TIMING_BEGUN] <= response.at[TIMING_SECURED]);
	assert_true(response.at[TIMING_SECURED] <= response.at[TIMING_SENT]);
	assert_true(response.at[TIMING_SENT] <= response.at[TIMING_DONE]);
	assert_int_equal(requests_raise_for_status(&response), ASYNC_OK);
	assert_int_equal(requests_json(&response, &data), ASYNC_OK);
	assert_true(json_string(&data, json_get(&data, 0, "gender"), gender, sizeof gender));
	assert_string_equal(gender, "female");
	assert_int_equal(requests_json(&response, &again), ASYNC_OK);
	assert_int_equal(json_type(&data, 0), JSON_MISSING); /* closed: only the latest is kept */
	assert_int_equal(json_type(&again, 0), JSON_OBJECT);
	requests_close(&response);
	assert_int_equal(json_type(&again, 0), JSON_MISSING);
	requests_close(&response);
}

static void what_was_never_asked_for_can_be_closed(void **state)
{
	struct requests_response none = {0};

	(void)state;
	requests_close(&none);
}

/* As with requests: only who asks is told. */
static void a_bad_status_is_an_error_for_who_asks(void **state)
{
	struct json data;
	char words[300];

	(void)state;
	assert_int_equal(get(at_kitchen("/elsewhere?apikey=5ecret")), ASYNC_OK);
	assert_int_equal(response.status, 404);
	assert_int_equal(requests_json(&response, &data), ASYNC_OK);
	assert_true(json_get(&data, 0, "error") > 0);
	assert_int_equal(requests_raise_for_status(&response), ASYNC_E_STATUS);
	snprintf(words, sizeof words, "404, error='Not Found': %s/elsewhere?apikey=***", kitchen.url);
	assert_string_equal(response.error, words);
	assert_string_equal(async_error_text(ASYNC_E_STATUS), words);
	requests_close(&response);
}

/* ---- not well ---- */

static void assert_failed_with(enum status got, enum status err, const char *words)
{
	assert_int_equal(got, err);
	assert_words(response.error, words);
	assert_string_equal(async_error_text(err), response.error);
	requests_close(&response);
}

static void each_error_has_its_kind_and_its_words(void **state)
{
	static const struct {
		const char *words;
		enum status err;
		const char *why;
	} cases[] = {
		{"", ASYNC_E_DISCONNECTED, "server disconnected: no reply"},
		{"HTTP/1.1 200 OK\r\nContent", ASYNC_E_DISCONNECTED, "server disconnected: no reply"},
		{"SMTP\r\n\r\n", ASYNC_E_PAYLOAD, "not a proper HTTP reply: "},
		{"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{", ASYNC_E_PAYLOAD, "damaged reply: "},
		{"HTTP/1.1 200 OK\r\nContent-Length: 2097152\r\n\r\n{", ASYNC_E_PAYLOAD, "damaged reply: "},
	};
	struct sockaddr_in nobody = tcp_nobody();
	char url[4200], words[80];

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_failed_with(get_from_speaker(cases[i].words, &usual), cases[i].err, cases[i].why);
	assert_failed_with(requests_get(&response, "ftp://localhost"), ASYNC_E_INVALID, "invalid URL: ");
	assert_failed_with(requests_get(&response, ""), ASYNC_E_INVALID, "invalid URL: ");
	snprintf(url, sizeof url, "%s/%04096d", kitchen.url, 0);
	assert_failed_with(get(url), ASYNC_E_INVALID, "invalid URL: too long");
	snprintf(url, sizeof url, "http://127.0.0.1:%d/", ntohs(nobody.sin_port));
	snprintf(words, sizeof words, "cannot connect to host 127.0.0.1:%d: Connection refused",
		ntohs(nobody.sin_port));
	assert_failed_with(requests_get(&response, url), ASYNC_E_CONNECT, words);
	assert_failed_with(requests_get(&response, "http://nowhere.invalid/"), ASYNC_E_CONNECT,
		"cannot connect to host nowhere.invalid:80: ");
}

static void a_reply_that_is_no_json_is_one_for_who_asks(void **state)
{
	struct json data;

	(void)state;
	assert_int_equal(
		get_from_speaker("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nno", &usual), ASYNC_OK);
	assert_failed_with(
		requests_json(&response, &data), ASYNC_E_PAYLOAD, "not JSON: an unexpected character");
}

/* One that says nothing is left when the time is up. */
static void who_says_nothing_is_left(void **state)
{
	struct requests_options soon = {.timeout_ns = 50 * NS_PER_MS};

	(void)state;
	assert_failed_with(get_from_speaker(NULL, &soon), ASYNC_TIMEOUT, "timeout: the server took too long");
}

static void note_signal(int signo)
{
	(void)signo;
	abort();
}

static void the_programs_signals_stay_as_they_are(void **state)
{
	struct sigaction ours = {.sa_handler = note_signal}, after;

	(void)state;
	sigaction(SIGPIPE, &ours, NULL);
	assert_int_equal(get(at_kitchen("?name=Eve")), ASYNC_OK);
	requests_close(&response);
	assert_int_equal(requests_get(&response, "ftp://localhost"), ASYNC_E_INVALID);
	sigaction(SIGPIPE, NULL, &after);
	assert_true(after.sa_handler == note_signal);
}

static int close_kitchen(void **state)
{
	server_stop(&kitchen);
	return process_kill_all(state);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_reply_is_there_until_it_is_closed),
		cmocka_unit_test(what_was_never_asked_for_can_be_closed),
		cmocka_unit_test(a_bad_status_is_an_error_for_who_asks),
		cmocka_unit_test(each_error_has_its_kind_and_its_words),
		cmocka_unit_test(a_reply_that_is_no_json_is_one_for_who_asks),
		cmocka_unit_test(who_says_nothing_is_left),
		cmocka_unit_test(the_programs_signals_stay_as_they_are),
	};

	(void)argc;
	process_find(argv[0]);
	return cmocka_run_group_tests(tests, open_kitchen, close_kitchen);
}
