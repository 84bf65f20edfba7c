/* test_timing.c - where a request's time went: the parts add up, and the record tells them; and the longest
 * gap between two reads. In memory, on the virtual clock. */
#include "demo/genderize/timing.h"
#include "loop/watch/record.h"
#include "tests/lib/late_tls.h"

#include <string.h>
#include <unistd.h>

static const struct visit once[] = {{.path = "https://localhost/"}, {0}};

/* ---- the parts ---- */

static void test_split(void **state)
{
	static const struct {
		int64_t at[TIMING_STAMPS], parts[TIMING_PARTS];
	} cases[] = {
		{{10, 11, 13, 16, 20, 25, 31, 38}, {1, 2, 3, 4, 5, 6, 7}},
		{{10, 11, 0, 0, 0, 25, 31, 38}, {1, 0, 0, 0, 14, 6, 7}},  /* a connection that was there */
		{{10, 11, 13, 16, 0, 25, 31, 38}, {1, 2, 3, 0, 9, 6, 7}}, /* no TLS */
		{{10, 3, 5, 12, 20, 25, 31, 38}, {0, 0, 2, 8, 5, 6, 7}},  /* begun for somebody else */
		{{10, 0, 0, 0, 0, 0, 0, 38}, {0, 0, 0, 0, 0, 0, 28}},     /* nothing came of it */
		{{0, 0, 0, 0, 0, 0, 0, 0}, {0, 0, 0, 0, 0, 0, 0}},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int64_t part[TIMING_PARTS], sum = 0;

		timing_split(cases[i].at, part);
		for (int p = 0; p < TIMING_PARTS; p++) {
			assert_int_equal(part[p], cases[i].parts[p]);
			sum += part[p];
		}
		assert_int_equal(sum, cases[i].at[TIMING_DONE] - cases[i].at[TIMING_BEGUN]);
	}
}

static void say_parts(const struct client *client, int visitor)
{
	const struct response *r = &client->visitors[visitor].response;
	int64_t part[TIMING_PARTS];

	timing_split(r->at, part);
	for (int p = 0; p < TIMING_PARTS; p++)
		if (part[p])
			say("%s:%d", timing_names[p], (int)(part[p] / NS_PER_MS));
	say("%s", r->reused ? "reused" : "new");
}

#define SLOWLY EXPECT, WAIT_MS(10), REPLY("2", "o"), WAIT_MS(20), SEND("k")
static const struct peer_step slow[] = {WAIT_MS(50), DO(begin_tls), SLOWLY, SLOWLY, END};

static void test_stamps(void **state)
{
	static const struct visit later[] = {{.path = "https://localhost/", .wait_ms = 15}, {0}};
	struct peer peer = {.scripts = {slow}};
	struct client client = {.visits = {once, later}, .options.limit = 1, .times = true};

	(void)state;
	visit_peer(&client, &peer);
	assert_said("200:ok @80 200:ok @110");
	say_parts(&client, 0);
	say_parts(&client, 1);
	assert_said("tls:50 wait:10 read:20 new queue:65 wait:10 read:20 reused");
}

/* ---- the record ---- */

static void test_record(void **state)
{
	static const char *const events[] = {
		"\"worker\":2,\"connection\":2,\"status\":200,\"reused\":0,\"resumed\":0,\"begun\":0,"
		"\"queue\":0,\"resolve\":0,\"connect\":0,\"tls\":50000000,\"send\":0,\"wait\":10000000,"
		"\"read\":20000000}",
		"\"worker\":3,\"connection\":2,\"status\":200,\"reused\":1,\"resumed\":0,\"begun\":0,"
		"\"queue\":80000000,\"resolve\":0,\"connect\":0,\"tls\":0,\"send\":0,\"wait\":10000000,"
		"\"read\":20000000}",
	};
	struct peer peer = {.scripts = {slow}};
	struct client client = {.visits = {once, once}, .options = {.limit = 1, .on_end = timing_record}};
	char path[] = "/tmp/test-timing-XXXXXX", line[4096];
	FILE *in = fdopen(mkstemp(path), "r");
	unsigned count = 0;

	(void)state;
	assert_non_null(in);
	assert_int_equal(record_open(path), 0);
	visit_peer(&client, &peer);
	assert_int_equal(record_close(), 0);
	while (fgets(line, sizeof line, in)) {
		char *at = strstr(line, "\"ev\":\"request\",");

		if (!at)
			continue;
		line[strcspn(line, "\n")] = '\0';
		assert_true(count < 2);
		assert_string_equal(at + strlen("\"ev\":\"request\","), events[count++]);
	}
	assert_int_equal(count, 2);
	fclose(in);
	unlink(path);
	say_nothing();
}

/* ---- the longest gap ---- */

static void test_read_timeout(void **state)
{
#define URL ", url='http://localhost/?apikey=***'"
	static const struct visit get[] = {{.path = "/?apikey=SECRET"}, {0}};
	static const struct peer_step silent[] = {EXPECT, STALL};
	static const struct peer_step in_head[] = {EXPECT, WAIT_MS(99), SEND("HTTP/1.1 200 OK\r\n"), STALL};
	static const struct peer_step in_body[] = {EXPECT, WAIT_MS(99), REPLY("5", "hell"), STALL};
	static const struct peer_step slowly[] = {EXPECT, WAIT_MS(99),
		SEND("HTTP/1.1 103 Early Hints\r\n\r\n"), WAIT_MS(99), REPLY("2", ""), WAIT_MS(99), SEND("o"),
		WAIT_MS(99), SEND("k"), END};
	static const struct {
		const struct peer_step *script;
		int64_t gap_ms, total_ms;
		const char *text;
		enum fault fault;
	} cases[] = {
		{silent, 100, 0, "nothing received for 0.1 s" URL " @100", FAULT_RECEIVE},
		{in_head, 100, 0, "nothing received for 0.1 s" URL " @199", FAULT_RECEIVE},
		{in_body, 100, 0, "nothing received for 0.1 s" URL " @199", FAULT_RECEIVE},
		{in_body, 98, 0, "nothing received for 0.098 s" URL " @98", FAULT_RECEIVE},
		{slowly, 100, 0, "200:ok @396", FAULT_NONE},
		{slowly, 0, 0, "200:ok @396", FAULT_NONE},
		{slowly, 100, 300, "no answer within 0.3 s" URL " @300", FAULT_NONE},
		{silent, 300, 300, "no answer within 0.3 s" URL " @300",
			FAULT_NONE}, /* the total says more */
		{silent, 0, 0, "no answer within 300 s" URL " @300000", FAULT_NONE},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct peer peer = {.scripts = {cases[i].script}};
		struct client client = {.visits = {get}, .texts = true, .times = true};

		client.options.read_timeout_ns = cases[i].gap_ms * NS_PER_MS;
		client.options.timeout_ns = cases[i].total_ms * NS_PER_MS;
		visit_peer(&client, &peer);
		assert_said(cases[i].text);
		assert_int_equal(client.visitors[0].err, cases[i].text[0] == '2' ? ASYNC_OK : ASYNC_TIMEOUT);
		assert_int_equal(client.visitors[0].response.fault, cases[i].fault);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CLOSED(test_split),
		CLOSED(test_stamps),
		CLOSED(test_record),
		CLOSED(test_read_timeout),
	};

	return cmocka_run_group_tests(tests, late_tls_set_up, late_tls_tear_down);
}
