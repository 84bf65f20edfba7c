/* test_restaurant.c - does the lunch take the time that the sum on paper says, and is its record always the
 * same? Do the scenes show what they are for? */
#include "demo/restaurant/scene.h"
#include "tests/lib/capture.h"
#include "tests/lib/restaurant.h"

#include <ctype.h>
#include <unistd.h>

static struct events run;

static int64_t time_of(const struct lunch *lunch, int way)
{
	int64_t t;

	lunch_events(&run, lunch, way);
	t = events_end(&run);
	events_free(&run);
	return t;
}

/* The article's lunch: 20 x (1 + 5), and 20 x 1 + 5. */
static void the_sum_on_paper(void **state)
{
	struct lunch lunch = twenty_pastas;

	(void)state;
	assert_int_equal(time_of(&lunch, SYNCHRONOUS), 120 * NS_PER_S);
	assert_int_equal(time_of(&lunch, ASYNCHRONOUS), 25 * NS_PER_S);
	/* One chef cooks one dish after the other. While orders are taken he is idle twice, for 3 s each:
	 * until the waiter, who is taking an order, hears the bell, fetches the dish, and comes back
	 * with the next order. */
	lunch.chefs = 1;
	assert_int_equal(time_of(&lunch, ASYNCHRONOUS), (1 + 20 * 5 + 2 * 3) * NS_PER_S);
	assert_int_equal(time_of(&lunch, SYNCHRONOUS), 120 * NS_PER_S);
	lunch.customers = 1;
	assert_int_equal(time_of(&lunch, ASYNCHRONOUS), time_of(&lunch, SYNCHRONOUS));
}

/* Synchronously no event of the library stands between the order and the dish: the lunch writes one. */
static void the_order_ends_where_the_record_says(void **state)
{
	struct lunch lunch = twenty_pastas;

	(void)state;
	for (int way = 0; way < WAYS; way++) {
		char *text = lunch_text(&lunch, way);

		assert_non_null(strstr(text, ",\"t\":1000000000,\"ev\":\"ordered\",\"worker\":2}\n"));
		assert_non_null(strstr(text, way == SYNCHRONOUS
						     ? ",\"t\":7000000000,\"ev\":\"ordered\",\"worker\":3}\n"
						     : ",\"t\":2000000000,\"ev\":\"ordered\",\"worker\":3}\n"));
		free(text);
	}
}

static void a_hundred_runs_one_record(void **state)
{
	const struct lunch lunch = {
		.customers = 20, .chefs = 8, .order = NS_PER_S, .cook = 5 * NS_PER_S, .seed = 7};

	(void)state;
	for (int way = 0; way < WAYS; way++) {
		char *first = lunch_text(&lunch, way);

		for (int i = 0; i < 99; i++) {
			char *again = lunch_text(&lunch, way);

			assert_string_equal(again, first);
			free(again);
		}
		free(first);
	}
}

static void the_seed_chooses_the_dishes(void **state)
{
	struct lunch lunch = twenty_pastas;
	char *pastas = lunch_text(&lunch, ASYNCHRONOUS), *one, *two;

	(void)state;
	lunch.dish = NULL;
	one = lunch_text(&lunch, ASYNCHRONOUS);
	lunch.seed = 2;
	two = lunch_text(&lunch, ASYNCHRONOUS);
	assert_string_not_equal(one, pastas);
	assert_string_not_equal(one, two);
	free(pastas);
	free(one);
	free(two);
}

/* ---- what must be true of every record ---- */

static void check_record(const struct events *events)
{
	int *waiting = calloc((size_t)events->nworkers, sizeof *waiting), running = EVENTS_SUPERVISOR;

	for (size_t i = 0; i < events->count; i++) {
		const struct record_event *e = &events->events[i];

		if (e->kind == EVENT_RESUME) {
			assert_int_equal(running, EVENTS_SUPERVISOR); /* never two at one time */
			running = e->worker;
			waiting[e->worker] = 0;
		} else if (e->kind == EVENT_SUSPEND) {
			assert_true(e->text[0] && e->at[0]); /* every wait has a reason and a place … */
			waiting[e->worker] = 1;
			running = EVENTS_SUPERVISOR;
		} else if (e->kind == EVENT_DONE) {
			running = EVENTS_SUPERVISOR;
		} else if (e->worker == EVENTS_SUPERVISOR) {
			assert_int_equal(running, EVENTS_SUPERVISOR);
		}
	}
	for (int i = 0; i < events->nworkers; i++)
		assert_int_equal(waiting[i], 0); /* … and an end */
	free(waiting);
}

static void one_runs_at_a_time_and_every_wait_ends(void **state)
{
	struct lunch lunch = twenty_pastas;

	(void)state;
	for (int scene = SCENE_PLAIN; scene < SCENE_BIG + 1; scene++)
		for (int way = 0; way < WAYS; way++)
			for (lunch.chefs = 0; lunch.chefs < 4; lunch.chefs++) {
				lunch.scene = scene == SCENE_COOKS ? SCENE_PLAIN : (enum scene_kind)scene;
				lunch_events(&run, &lunch, way);
				check_record(&run);
				events_free(&run);
			}
}

/* ---- scenes ---- */

static const char *status_of(const struct events *events, int worker)
{
	for (size_t i = 0; i < events->count; i++)
		if (events->events[i].kind == EVENT_DONE && events->events[i].worker == worker)
			return events->events[i].text;
	return "none";
}

static void only_the_third_guest_has_bad_luck(void **state)
{
	static const struct {
		enum scene_kind scene;
		const char *sync, *async;
	} cases[] = {
		{SCENE_PLAIN, "ok", "ok"},
		{SCENE_SLOW, "ok", "timeout"}, /* who stands and waits cannot be told that time is up */
		{SCENE_BURNT, "bad payload", "bad payload"},
		{SCENE_LEAVES, "ok", "cancelled"},
		{SCENE_BIG, "ok", "ok"},
	};
	struct lunch lunch = twenty_pastas;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		for (int way = 0; way < WAYS; way++) {
			lunch.scene = cases[i].scene;
			lunch_events(&run, &lunch, way);
			for (int guest = 1; guest <= 20; guest++)
				assert_string_equal(status_of(&run, guest), guest != 3 ? "ok"
									    : way == SYNCHRONOUS
										    ? cases[i].sync
										    : cases[i].async);
			events_free(&run);
		}
}

/* The timeout comes 15 s after the order and the cancel in the middle of the cooking; the chef goes free. */
static void a_wait_that_is_given_up_gives_its_chef_back(void **state)
{
	struct lunch lunch = twenty_pastas;

	(void)state;
	lunch.customers = 4;
	lunch.chefs = 1;
	lunch.scene = SCENE_LEAVES;
	/* Cem orders from 2 to 3 s and goes at 5.5 s, before a chef has begun: Dee's dish is the third. */
	assert_int_equal(time_of(&lunch, ASYNCHRONOUS), (1 + 3 * 5) * NS_PER_S);
}

static void where_async_does_not_help(void **state)
{
	static struct capture capture;
	struct lunch lunch = twenty_pastas;
	int64_t cooks;

	(void)state;
	lunch.scene = SCENE_BIG;
	assert_int_equal(time_of(&lunch, ASYNCHRONOUS), 120 * NS_PER_S);
	assert_int_equal(time_of(&lunch, SYNCHRONOUS), 120 * NS_PER_S);
	lunch.scene = SCENE_COOKS;
	capture_begin(&capture);
	cooks = time_of(&lunch, ASYNCHRONOUS);
	capture_end(&capture);
	assert_int_equal(cooks, 30 * NS_PER_S);
	assert_non_null(strstr(capture.err, "task 4 (Cem: pasta) ran 6000 ms without pausing"));
	capture_begin(&capture);
	time_of(&lunch, SYNCHRONOUS);
	capture_end(&capture);
	assert_string_equal(capture.err, ""); /* there it is the rule */
}

/* ---- golden records ---- */

/* Line numbers of the source change with every edit: they are left out. */
static void mask_lines(char *text)
{
	char *to = text;

	for (const char *from = text; *from; from++) {
		bool number = strncmp(from, ".c:", 3) == 0 || strncmp(from, "\"line\":", 7) == 0;

		*to++ = *from;
		if (!number)
			continue;
		for (from++; !isdigit((unsigned char)*from); from++)
			*to++ = *from;
		while (isdigit((unsigned char)from[1]))
			from++;
		*to++ = 'N';
	}
	*to = '\0';
}

/* GOLDEN=1 in the environment writes the file instead. The first line, with the backend, is left out. */
static void compare(const char *name, char *text)
{
	static char golden[65536];
	char path[128];
	FILE *file;

	text = strchr(text, '\n') + 1;
	mask_lines(text);
	snprintf(path, sizeof path, "tests/house/golden/restaurant-%s.txt", name);
	file = fopen(path, getenv("GOLDEN") ? "w+" : "r");
	assert_non_null(file);
	if (getenv("GOLDEN"))
		fputs(text, file);
	rewind(file);
	golden[fread(golden, 1, sizeof golden - 1, file)] = '\0';
	fclose(file);
	assert_string_equal(text, golden);
}

static void each_scene_has_its_record(void **state)
{
	static const char *const names[] = {"plain", "slow", "burnt", "leaves", "cooks-himself", "big-order"};
	static struct capture capture;
	struct lunch lunch = twenty_pastas;

	(void)state;
	lunch.customers = 4;
	lunch.chefs = 2;
	for (int scene = SCENE_PLAIN; scene <= SCENE_BIG; scene++) {
		char *text;

		lunch.scene = (enum scene_kind)scene;
		capture_begin(&capture);
		text = lunch_text(&lunch, ASYNCHRONOUS);
		capture_end(&capture);
		compare(names[scene], text);
		free(text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_sum_on_paper),
		cmocka_unit_test(the_order_ends_where_the_record_says),
		cmocka_unit_test(a_hundred_runs_one_record),
		cmocka_unit_test(the_seed_chooses_the_dishes),
		cmocka_unit_test(one_runs_at_a_time_and_every_wait_ends),
		cmocka_unit_test(only_the_third_guest_has_bad_luck),
		cmocka_unit_test(a_wait_that_is_given_up_gives_its_chef_back),
		cmocka_unit_test(where_async_does_not_help),
		cmocka_unit_test(each_scene_has_its_record),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
