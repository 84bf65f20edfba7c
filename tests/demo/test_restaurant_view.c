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
	assert_true(view_sum(&view));
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
				with_waiter += scene.people[i].stage == STAGE_WAITER || scene.people[i].stage == STAGE_STANDS;
			assert_in_range(with_waiter, 0, 1);
			assert_int_equal(with_waiter, scene.running > 0);
			assert_true(scene.busy <= t);
			scene_close(&scene);
		}
}

/* The third guest queues for 2 s, orders, and waits from 3 s on for a timer of 5 s. The waiter, who is taking
 * an order then, hears the bell at 9 s and comes at 10 s. */
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
	assert_int_equal(scene_next(&view.runs[SYNCHRONOUS], 0), NS_PER_S);
	assert_int_equal(scene_next(&view.runs[SYNCHRONOUS], NS_PER_S), 6 * NS_PER_S);
	assert_int_equal(scene_next(&view.runs[ASYNCHRONOUS], 0), NS_PER_S);
	assert_int_equal(scene_next(&view.runs[ASYNCHRONOUS], 25 * NS_PER_S), 25 * NS_PER_S);
}

/* ---- pictures ---- */

static void picture(int64_t t, int rows, int columns)
{
	FILE *out = begin();

	view.rows = rows;
	view.columns = columns;
	assert_true(picture_print(out, &view, t, "\n"));
	fclose(out);
}

static int count_columns(const char *line)
{
	int columns = 0;

	for (; *line && *line != '\n'; line++)
		columns += (*line & 0xc0) != 0x80; /* not the rest of a UTF-8 character */
	return columns;
}

/* At every moment, in both vocabularies. A screen has one row more, for the keys. */
static void assert_fits(int rows, int columns)
{
	for (int words = 0; words < 2; words++)
		for (int64_t t = 0; t <= 121 * NS_PER_S; t += NS_PER_S) {
			int used = 0;

			view.field = words;
			picture(t, rows, columns);
			for (const char *line = shown; *line; line = strchr(line, '\n') + 1, used++)
				if (count_columns(line) > columns)
					fail_msg("more than %d columns: %.120s", columns, line);
			assert_in_range(used, 19, rows);
		}
	view.field = false;
}

static void pictures_fit_any_screen(void **state)
{
	(void)state;
	assert_fits(19, 59);
	assert_fits(23, 79);
	assert_fits(39, 119);
	assert_fits(59, 199);
	assert_int_equal(count_columns(shown), 199); /* and its first row fills the last one */
}

/* A second that the waiter listens is seen in the lane, however long a column is: once for each guest. */
static void no_column_swallows_an_order(void **state)
{
	const char *lane;
	int orders = 0;

	(void)state;
	view.ascii = true;
	picture(120 * NS_PER_S, 19, 59);
	assert_shown("a column: 2.7 s");
	assert_shown("his time     #=");
	for (lane = strstr(shown, "his time"); *lane != '\n'; lane++)
		orders += *lane == '#';
	assert_int_equal(orders, 20);
	view.ascii = false;
}

static void a_picture_says_who_is_where(void **state)
{
	(void)state;
	view.ascii = true;
	view.chefs = 20;
	picture(12 * NS_PER_S + 1, 0, PICTURE_COLUMNS);
	assert_shown("SYNCHRONOUS: he stands and waits                                 2 of 20 served\n"
		     "queue          17 Dee  Eli  Fay  Gus  Hal  Ida  Jan  Kim  Leo  +8\n"
		     "waiter          1 #Cem  \n"
		     "window          0 \n");
	assert_shown("tables          2 vAnn  vBob  \n");
	assert_shown("Bob: pasta                   ##==============v");
	assert_shown("  > Bob eats: the waiter turns to Cem.\n");
	assert_shown("stoves          6 .Gus done  .Hal 1.0s  .Ida 2.0s  .Jan 3.0s  .Kim 4.0s  +1");
	assert_shown("  > Leo's pasta takes 5 s: the waiter turns to Mia.\n");
	picture(14 * NS_PER_S, 0, PICTURE_COLUMNS);
	assert_shown("stoves          1 =Cem 4.0s  _ _ _ _ _ _ _ _");
	assert_shown("  > Cem's pasta takes 5 s: the waiter stands and waits.\n");
	picture(24 * NS_PER_S + 1, 0, PICTURE_COLUMNS);
	assert_shown("  > Nobody needs the waiter: he rests until a dish is done.\n");
	view.field = true;
	picture(14 * NS_PER_S, 0, PICTURE_COLUMNS);
	assert_shown("event loop      1 =Cem  \n");
	assert_shown("ready queue     1 %Hal  \n");
	assert_shown("  > task 4 blocks the thread for 5 s: nobody else can run.\n");
	view.field = view.ascii = false;
	assert_null(strchr(shown, '\033'));
}

/* One vocabulary at a time: no word of the other one is on the screen. */
static void no_picture_mixes_the_words(void **state)
{
	static const char *const words[2][8] = {
		{"waiter", "dish", "chef", "stove", "queues", "eats", "guest", "table"},
		{"task", "loop", "permit", "semaphore", "timer", "thread", "ready queue", "runs"}};

	(void)state;
	for (int field = 0; field < 2; field++)
		for (int64_t t = 0; t <= 121 * NS_PER_S; t += NS_PER_S / 2) {
			view.field = field;
			picture(t, 0, PICTURE_COLUMNS);
			for (int i = 0; i < 8; i++)
				assert_null(strstr(shown, words[!field][i]));
		}
	view.field = false;
}

/* With one chef, orders without a chef wait at the window, and the counter is empty. */
static void an_order_without_a_chef_waits_at_the_window(void **state)
{
	struct lunch lunch = twenty_pastas;
	struct view all = view;

	(void)state;
	lunch.chefs = 1;
	lunch_events(&view.runs[ASYNCHRONOUS], &lunch, ASYNCHRONOUS);
	view.ascii = true;
	picture(5 * NS_PER_S, 0, PICTURE_COLUMNS);
	assert_shown("window          4 oBob  oCem  oDee  oEli  \n"
		     "stoves          1 .Ann 1.0s  \n"
		     "counter         0 \n");
	assert_shown("  > No chef is free for Eli's pasta: the waiter turns to Fay.\n");
	picture(6 * NS_PER_S, 0, PICTURE_COLUMNS);
	events_free(&view.runs[ASYNCHRONOUS]);
	view = all;
}

static void the_sums_say_why(void **state)
{
	FILE *out = begin();

	(void)state;
	contrast_print(out, &view);
	fclose(out);
	assert_string_equal(shown, "synchronous   20 × (1 s + 5 s) = 120 s: he stands for 100 s.\n"
				   "asynchronous  20 × 1 s + 5 s = 25 s: he never stands.\n");
	picture(view_end(&view), 0, PICTURE_COLUMNS);
	assert_shown("  > 20 × (1 s + 5 s) = 120 s: he stands");
	assert_shown("  > 20 × 1 s + 5 s = 25 s: he never stands.\n");
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
	assert_shown("    3.000  busy   stands -      -");
	assert_shown("    6.000  busy   eats   WAITER -");
	assert_shown("    3.000  busy   cooks  cooks  cooks  WAITER -");
	assert_shown("   24.000  rests  eats");
}

static void the_closing_lines_are_the_sum(void **state)
{
	FILE *out = begin();

	(void)state;
	picture_totals(out, &view, SCENE_PLAIN);
	fclose(out);
	assert_string_equal(shown, "\n"
				   "                       synchronous  asynchronous\n"
				   "total                     120.0 s        25.0 s\n"
				   "waiter busy               100.0 %        80.0 %\n"
				   "longest wait              120.0 s        25.0 s\n"
				   "The last guest eats 95.0 s sooner.\n"
				   "Nobody cooked or listened faster: the waiter only stopped standing and "
				   "waiting.\n");
}

/* ---- sentences ---- */

static void explain(const struct events *run, bool restaurant_words)
{
	FILE *out = begin();

	assert_true(explain_print(out, run, restaurant_words ? EXPLAIN_RESTAURANT : EXPLAIN_FIELD));
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

/* EXPLAIN_ALL of one small record, with a source that can be read and one that cannot. */
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
	assert_true(explain_print(out, &run, EXPLAIN_ALL));
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
		cmocka_unit_test(pictures_fit_any_screen),
		cmocka_unit_test(no_column_swallows_an_order),
		cmocka_unit_test(no_picture_mixes_the_words),
		cmocka_unit_test(an_order_without_a_chef_waits_at_the_window),
		cmocka_unit_test(the_sums_say_why),
		cmocka_unit_test(a_picture_says_who_is_where),
		cmocka_unit_test(the_table_has_a_row_for_each_tick),
		cmocka_unit_test(the_closing_lines_are_the_sum),
		cmocka_unit_test(the_restaurants_sentence_is_a_function_of_the_fields),
		cmocka_unit_test(three_lines),
	};

	return cmocka_run_group_tests(tests, play_pastas, forget);
}
