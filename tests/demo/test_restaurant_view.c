/* test_restaurant_view.c - do picture, table, numbers and sentences tell what stands in the record? */
#include "demo/restaurant/scene.h"
#include "demo/restaurant/view.h"
#include "demo/view/explain.h"
#include "tests/lib/restaurant.h"

#include <unistd.h>

static struct view view;
static char *shown; /* what was printed last */
static size_t shown_len;

static int play_pastas(void **state)
{
	(void)state;
	for (int way = 0; way < WAYS; way++)
		lunch_events(&view.runs[way], &twenty_pastas, way);
	return 0;
}

static int forget(void **state)
{
	(void)state;
	for (int way = 0; way < WAYS; way++)
		events_free(&view.runs[way]);
	free(shown);
	shown = NULL;
	return 0;
}

static FILE *begin(void)
{
	FILE *out;

	free(shown);
	out = open_memstream(&shown, &shown_len);
	assert_non_null(out);
	return out;
}

static void assert_shown(const char *words)
{
	if (!strstr(shown, words))
		fail_msg("no \"%s\" in:\n%s", words, shown);
}

/* ---- the scene ---- */

/* At every moment of the run each guest is somewhere, and the waiter with one at the most. */
static void everybody_is_somewhere(void **state)
{
	(void)state;
	for (int way = 0; way < WAYS; way++)
		for (int64_t t = 0; t <= events_end(&view.runs[way]); t += NS_PER_S / 2) {
			struct scene scene;
			int with_waiter = 0;

			assert_true(scene_open(&scene, &view.runs[way], t, NS_PER_S));
			for (int i = 1; i <= 20; i++)
				with_waiter += scene.people[i].stage == STAGE_WAITER;
			assert_in_range(with_waiter, 0, 1);
			assert_int_equal(with_waiter, scene.running > 0);
			assert_true(scene.busy <= t);
			scene_close(&scene);
		}
}

/* The third guest: queues for 2 s, orders, waits for a timer of 5 s from 3 s on, whose bell the waiter,
 * who takes an order, hears at 9 s; and for the waiter until 10 s. */
static void one_guest_from_the_queue_to_the_table(void **state)
{
	static const enum stage halves[] = {STAGE_QUEUE, STAGE_QUEUE, STAGE_WAITER, STAGE_COOKS, STAGE_COOKS,
		STAGE_COOKS, STAGE_COOKS, STAGE_COOKS, STAGE_COOKS, STAGE_READY, STAGE_EATS};
	struct scene scene;

	(void)state;
	for (int s = 0; s < 11; s++) {
		assert_true(scene_open(&scene, &view.runs[ASYNCHRONOUS], s * NS_PER_S + 1, NS_PER_S));
		assert_int_equal(scene.people[3].stage, halves[s]);
		scene_close(&scene);
	}
	assert_true(scene_open(&scene, &view.runs[ASYNCHRONOUS], 11 * NS_PER_S, NS_PER_S));
	for (int s = 0; s < 11; s++)
		assert_int_equal(scene_lane(&scene, 3)[s].stage, halves[s]);
	scene_close(&scene);
}

static void the_next_moment(void **state)
{
	(void)state;
	assert_int_equal(scene_next(&view.runs[SYNCHRONOUS], 0), 6 * NS_PER_S);
	assert_int_equal(scene_next(&view.runs[ASYNCHRONOUS], 0), NS_PER_S);
	assert_int_equal(scene_next(&view.runs[ASYNCHRONOUS], 25 * NS_PER_S), 25 * NS_PER_S);
}

/* ---- pictures ---- */

static void picture(int64_t t, int rows)
{
	FILE *out = begin();

	assert_true(picture_print(out, &view, t, rows, "\n"));
	fclose(out);
}

static int count_columns(const char *line)
{
	int columns = 0;

	for (; *line && *line != '\n'; line++)
		columns += (*line & 0xc0) != 0x80; /* not the rest of a UTF-8 character */
	return columns;
}

static void pictures_fit_a_small_screen(void **state)
{
	(void)state;
	for (int words = 0; words < 2; words++)
		for (int64_t t = 0; t <= 121 * NS_PER_S; t += NS_PER_S) {
			int rows = 0;

			view.field = words;
			picture(t, 24);
			for (const char *line = shown; line && *line; line = strchr(line, '\n') + 1, rows++)
				assert_in_range(count_columns(line), 0, 79);
			assert_int_equal(rows, 23); /* the last row is for the keys */
		}
	view.field = false;
}

static void a_picture_says_who_is_where(void **state)
{
	(void)state;
	view.ascii = true;
	picture(12 * NS_PER_S, 0);
	assert_shown("queue      | 17  Dee  Eli  Fay  Gus +13      |  7  Ned  Ola  Pam  Quy +3");
	assert_shown("the waiter |  1 #Cem                         |  1 #Mia");
	assert_shown("tables     |  2 vAnn vBob                    |  5 vAnn vBob vCem vDee vEli");
	assert_shown("Bob: pasta |        ########v");
	view.field = true;
	picture(12 * NS_PER_S, 0);
	assert_shown("event loop |  1 #Cem");
	assert_shown("ready queue|  0                              |  1 %Fay");
	view.field = view.ascii = false;
	assert_null(strchr(shown, '\033'));
}

/* ---- table and numbers ---- */

static void the_table_has_a_row_for_each_tick(void **state)
{
	FILE *out = begin();
	int rows = 0;

	(void)state;
	assert_true(picture_table(out, &view, NS_PER_S));
	fclose(out);
	for (const char *line = shown; (line = strchr(line, '\n')); line++)
		rows++;
	assert_int_equal(rows, 2 * 2 + 121 + 26 + 1);
	assert_shown("    3.000  busy   WAITER -      -");
	assert_shown("    3.000  busy   cooks  cooks  cooks  WAITER -");
	assert_shown("   24.000  rests  eats");
}

static void the_closing_lines_are_the_sum(void **state)
{
	FILE *out = begin();

	(void)state;
	assert_true(picture_totals(out, &view, SCENE_PLAIN));
	fclose(out);
	assert_string_equal(shown, "\n"
				   "                       synchronous  asynchronous\n"
				   "total                     120.0 s        25.0 s\n"
				   "waiter busy               100.0 %        80.0 %\n"
				   "longest wait              120.0 s        25.0 s\n"
				   "The last guest eats 95.0 s sooner.\n");
}

/* ---- sentences ---- */

static void explain(const struct events *run, bool restaurant_words)
{
	FILE *out = begin();

	assert_true(explain_log(out, run, restaurant_words));
	fclose(out);
}

/* The lines of both columns stand in pairs; equal ones on the left have equal ones on the right. */
static void check_pairs(char *field, char *restaurant)
{
	enum { LINES = 1000, TIME = 13 };
	static const char *left[LINES], *right[LINES];
	char *rest[2] = {field, restaurant};
	int count = 0;

	for (char *f, *r; (f = strtok_r(rest[0], "\n", &rest[0])); count++) {
		r = strtok_r(rest[1], "\n", &rest[1]);
		assert_non_null(r);
		assert_in_range(count, 0, LINES - 1);
		left[count] = f + TIME;
		right[count] = r + TIME;
		for (int i = 0; i < count; i++)
			if (strcmp(left[i], left[count]) == 0)
				assert_string_equal(right[i], right[count]);
	}
	assert_null(strtok_r(rest[1], "\n", &rest[1]));
	assert_true(count > 20);
}

static void the_restaurants_sentence_is_a_function_of_the_fields(void **state)
{
	struct lunch lunch = twenty_pastas;

	(void)state;
	lunch.customers = 8;
	for (int scene = SCENE_PLAIN; scene <= SCENE_BIG; scene++)
		for (lunch.chefs = 1; lunch.chefs < 3; lunch.chefs++) {
			struct events run;
			char *field;

			if (scene == SCENE_COOKS)
				continue; /* it would print the loop's warning */
			lunch.scene = (enum scene_kind)scene;
			lunch_events(&run, &lunch, ASYNCHRONOUS);
			explain(&run, false);
			field = shown;
			shown = NULL;
			explain(&run, true);
			check_pairs(field, shown);
			free(field);
			events_free(&run);
		}
}

/* All that is told apart, in one small record, with a source that can be read and one that cannot. */
static void three_lines(void **state)
{
	static const char record[] =
		"{\"record\":1}\n"
		"{\"t\":0,\"ev\":\"spawn\",\"worker\":1,\"name\":\"eve\\u001b[1m\",\"coro\":\"f\","
		"\"file\":\"/nowhere.c\",\"line\":7,\"func\":\"main\"}\n"
		"{\"t\":0,\"ev\":\"resume\",\"worker\":1}\n"
		"{\"t\":1000000,\"ev\":\"suspend\",\"worker\":1,\"for\":\"connection 1, readable\","
		"\"at\":\"x.c:1 g < two.c:2 f\"}\n"
		"{\"t\":1000000,\"ev\":\"poll-begin\",\"sleep\":-1}\n"
		"{\"t\":1500000000,\"ev\":\"poll-end\",\"events\":1}\n"
		"{\"t\":1500000000,\"ev\":\"resume\",\"worker\":1}\n"
		"{\"t\":1500000000,\"ev\":\"done\",\"worker\":1,\"status\":\"disconnected\"}\n";
	char folder[] = "/tmp/test_restaurant.XXXXXX", here[1024];
	FILE *out = begin(), *source;
	struct events run;

	(void)state;
	assert_true(getcwd(here, sizeof here) && mkdtemp(folder) && chdir(folder) == 0);
	source = fopen("two.c", "w");
	assert_true(source && fputs("one\n\tAWAIT(two); /* 2 */\n", source) >= 0 && fclose(source) == 0);
	assert_true(read_text(&run, record, strlen(record)));
	assert_true(explain_print(out, &run));
	fclose(out);
	assert_true(unlink("two.c") == 0 && chdir(here) == 0 && rmdir(folder) == 0);
	events_free(&run);
	assert_shown("    0.000 s  /nowhere.c:7 main\n             task 1 eve\\x1B[1m is created\n");
	assert_shown("task 1 eve\\x1B[1m starts\n             the waiter takes eve\\x1B[1m's order\n");
	assert_shown("    0.001 s  two.c:2  AWAIT(two);\n");
	assert_shown("waits for connection 1, readable\n");
	assert_shown("    0.001 s  the loop sleeps until something happens\n");
	assert_shown("    1.500 s  two.c:2  AWAIT(two);\n");
	assert_shown("is done: disconnected");
	assert_shown("'s dish is spoilt, and eve");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(everybody_is_somewhere),
		cmocka_unit_test(one_guest_from_the_queue_to_the_table),
		cmocka_unit_test(the_next_moment),
		cmocka_unit_test(pictures_fit_a_small_screen),
		cmocka_unit_test(a_picture_says_who_is_where),
		cmocka_unit_test(the_table_has_a_row_for_each_tick),
		cmocka_unit_test(the_closing_lines_are_the_sum),
		cmocka_unit_test(the_restaurants_sentence_is_a_function_of_the_fields),
		cmocka_unit_test(three_lines),
	};

	return cmocka_run_group_tests(tests, play_pastas, forget);
}
