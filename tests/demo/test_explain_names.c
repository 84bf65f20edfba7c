/* test_explain_names.c - genderize in three columns: five names over TLS on streams in memory, each answered
 * after its own time. The virtual clock makes every run the same. */
#include "http/session.h"
#include "loop/watch/record.h"
#include "tests/lib/capture.h"
#include "tests/lib/explained.h"
#include "tests/lib/peer.h"

/* genderize's own main runs here, with a session that finds the peer whatever the host is called. */
static struct peer peer;

static async open_at_peer(struct session *session, const struct session_options *options)
{
	static struct session_options at;

	at = *options;
	at.dial = peer_options(&peer).dial;
	at.dial_arg = &peer;
	return session_open(session, &at);
}

int genderize_main(int argc, char **argv);
#define main         genderize_main
#define session_open open_at_peer
#include "demo/genderize/genderize.c"
#undef session_open
#undef main

/* clang-format off */
#define ANSWER(ms, length, name, gender) {EXPECT, WAIT_MS(ms), \
	SEND("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " length "\r\n\r\n" \
	     "{\"name\":\"" name "\",\"gender\":\"" gender "\",\"probability\":0.9,\"count\":7}"), END}
/* clang-format on */
static const struct peer_step alice[] = ANSWER(300, "62", "Alice", "female");
static const struct peer_step bob[] = ANSWER(100, "58", "Bob", "male");
static const struct peer_step cem[] = ANSWER(500, "58", "Cem", "male");
static const struct peer_step dee[] = ANSWER(200, "60", "Dee", "female");
static const struct peer_step eli[] = ANSWER(400, "58", "Eli", "male");

static void five_names_are_told(void **state)
{
	static struct capture capture;
	char words[][512] = {"genderize", "--url", "", "--cacert", "", "--format", "csv", "Alice", "Bob",
		"Cem", "Dee", "Eli"};
	char *argv[sizeof words / sizeof *words + 1] = {NULL}, path[] = "/tmp/test_explain.XXXXXX";
	struct events run;
	int status;
	FILE *in = fdopen(mkstemp(path), "r");

	(void)state;
	assert_non_null(in);
	peer = (struct peer){.tls = true, .scripts = {alice, bob, cem, dee, eli}};
	assert_int_equal(loop_open(LOOP_VIRTUAL), 0);
	assert_int_equal(record_open(path), 0);
	unlink(path);
	peer_open(&peer);
	snprintf(words[2], sizeof *words, "%s", peer_url(&peer, "/"));
	snprintf(words[4], sizeof *words, "%s", peer_cafile());
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		argv[i] = words[i];
	capture_begin(&capture);
	status = genderize_main(sizeof words / sizeof *words, argv);
	capture_end(&capture);
	peer_close(&peer);
	loop_close();
	if (status != 0)
		fail_msg("%s", capture.err);
	record_close(); /* genderize has, if it kept one itself */
	assert_true(events_read(&run, in, path));
	fclose(in);
	assert_int_equal(events_end(&run), 500 * NS_PER_MS); /* as long as the slowest, and no longer */
	assert_explained(&run, "names", "guest ");           /* the peer's own tasks are the far end */
	events_free(&run);
}

static int forget(void **state)
{
	forget_pairs();
	return peer_teardown(state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(five_names_are_told),
	};

	return cmocka_run_group_tests(tests, peer_setup, forget);
}
