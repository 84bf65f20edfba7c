/* test_explain.c - hello and the restaurant in three columns, and the words for what goes wrong. */
#include "coro/run.h"
#include "loop/watch/record.h"
#include "tests/lib/capture.h"
#include "tests/lib/explained.h"
#include "tests/lib/restaurant.h"

/* hello's own main runs here, on the virtual clock. */
int hello_main(void);
#define main hello_main
#include "demo/examples/hello.c"
#undef main

static struct events told;

static int forget(void **state)
{
	(void)state;
	forget_pairs();
	return 0;
}

static void hello_is_told(void **state)
{
	static struct capture capture;
	char path[] = "/tmp/test_explain.XXXXXX";
	int fd = mkstemp(path), status;
	FILE *in = fdopen(fd, "r");

	(void)state;
	assert_non_null(in);
	assert_int_equal(loop_open(LOOP_VIRTUAL), 0);
	assert_int_equal(record_open(path), 0);
	unlink(path);
	capture_begin(&capture);
	status = hello_main();
	capture_end(&capture);
	loop_close();
	assert_int_equal(status, 0);
	assert_string_equal(capture.out, "Hello ...\n... World!\n");
	assert_int_equal(record_close(), 0);
	assert_true(events_read(&told, in, path));
	fclose(in);
	assert_int_equal(events_end(&told), NS_PER_S);
	assert_explained(&told, "hello", NULL);
	events_free(&told);
}

static void the_restaurant_is_told(void **state)
{
	struct lunch lunch = twenty_pastas;

	(void)state;
	lunch.customers = 3;
	lunch.chefs = 1;
	lunch_events(&told, &lunch, ASYNCHRONOUS);
	assert_explained(&told, "restaurant", NULL);
	events_free(&told);
}

/* One guest's bad luck, each kind of it, in both ways of serving. */
static void all_scenes_have_one_sentence_for_one_sentence(void **state)
{
	struct lunch lunch = twenty_pastas;

	(void)state;
	lunch.customers = 5;
	for (int scene = SCENE_PLAIN; scene <= SCENE_BIG; scene++)
		for (int way = 0; way < WAYS; way++)
			for (lunch.chefs = 1; lunch.chefs < 3; lunch.chefs++) {
				lunch.scene = scene == SCENE_COOKS ? SCENE_PLAIN : (enum scene_kind)scene;
				lunch_events(&told, &lunch, way);
				check_pairs(&told);
				events_free(&told);
			}
	assert_true(npairs > 60);
}

/* What no demo above comes across. */
static void ways_and_limits_have_words_of_their_own(void **state)
{
	static const char record[] =
		"{\"record\":1}\n"
		"{\"t\":0,\"ev\":\"spawn\",\"worker\":1,\"name\":\"main\",\"file\":\"demo/x.c\",\"by\":0}\n"
		"{\"t\":0,\"ev\":\"spawn\",\"worker\":2,\"name\":\"host\",\"file\":\"http/"
		"pool.c\",\"by\":1}\n"
		"{\"t\":0,\"ev\":\"suspend\",\"worker\":1,\"for\":\"its turn under the rate limit\"}\n"
		"{\"t\":0,\"ev\":\"suspend\",\"worker\":1,\"for\":\"a free connection, or a new one\"}\n"
		"{\"t\":0,\"ev\":\"resume\",\"worker\":2}\n"
		"{\"t\":0,\"ev\":\"suspend\",\"worker\":2,\"for\":\"an address\"}\n"
		"{\"t\":0,\"ev\":\"cancel\",\"worker\":2}\n"
		"{\"t\":0,\"ev\":\"done\",\"worker\":2,\"status\":\"cancelled\"}\n"
		"{\"t\":0,\"ev\":\"done\",\"worker\":1,\"status\":\"timeout\"}\n";
	char *log;

	(void)state;
	assert_true(read_text(&told, record, sizeof record - 1));
	log = log_of(&told, true);
	assert_string_equal(log,
		"    0.000 s  main comes to the head of the queue\n"
		"    0.000 s  a way to the kitchen shall be opened: host\n"
		"    0.000 s  the kitchen takes only so many orders: main's has to wait\n"
		"    0.000 s  no way to the kitchen is free: main's order has to wait for one\n"
		"    0.000 s  the waiter sees to the way to host\n"
		"    0.000 s  no answer yet from host: the waiter turns to the next guest\n"
		"    0.000 s  host shall wait no longer\n"
		"    0.000 s  nothing is left to do on the way to host\n"
		"    0.000 s  main has waited too long, and goes\n");
	free(log);
	events_free(&told);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hello_is_told),
		cmocka_unit_test(the_restaurant_is_told),
		cmocka_unit_test(all_scenes_have_one_sentence_for_one_sentence),
		cmocka_unit_test(ways_and_limits_have_words_of_their_own),
	};

	return cmocka_run_group_tests(tests, NULL, forget);
}
