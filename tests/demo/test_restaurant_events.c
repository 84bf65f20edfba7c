/* test_restaurant_events.c - is a record read as it was written, and anything else refused with its line? */
#include "tests/lib/restaurant.h"

#define HEAD "{\"record\":1,\"clock\":\"virtual\",\"backend\":\"epoll\"}\n"
#define SPAWN(id, by)                                                                                        \
	"{\"seq\":1,\"t\":0,\"ev\":\"spawn\",\"worker\":" #id ",\"name\":\"n" #id                            \
	"\",\"coro\":\"c\",\"file\":\"f.c\",\"line\":7,\"func\":\"main\",\"by\":" #by "}\n"

static struct events run;

static bool read_this(const char *text)
{
	return read_text(&run, text, strlen(text));
}

static void every_kind_and_field(void **state)
{
	static const char text[] = HEAD SPAWN(1, 0)
		SPAWN(3, 1) "{\"t\":5,\"ev\":\"ready\",\"worker\":1}\n"
			    "{\"t\":5,\"ev\":\"resume\",\"worker\":1}\n"
			    "{\"t\":6,\"ev\":\"suspend\",\"worker\":3,\"for\":\"a \\\"timer\\u00e9\","
			    "\"at\":\"x.c:1 f\"}\n"
			    "{\"t\":7,\"ev\":\"wake\",\"worker\":3,\"by\":1}\n"
			    "{\"t\":7,\"ev\":\"cancel\",\"worker\":3,\"by\":0}\n"
			    "{\"t\":8,\"ev\":\"done\",\"worker\":3,\"status\":\"timeout\"}\n"
			    "{\"t\":8,\"ev\":\"ordered\",\"worker\":3}\n"
			    "{\"t\":9,\"ev\":\"poll-begin\",\"sleep\":-1}\n"
			    "{\"t\":10,\"ev\":\"poll-end\",\"events\":2}";

	(void)state;
	assert_true(read_this(text));
	assert_true(run.is_virtual);
	assert_int_equal(run.count, 11);
	assert_int_equal(run.nworkers, 2);
	for (int kind = EVENT_READY; kind <= EVENT_POLL_END; kind++)
		assert_int_equal(run.events[kind + 1].kind, kind);
	assert_int_equal(run.workers[1].id, 3);
	assert_int_equal(run.workers[1].by, 0);
	assert_int_equal(run.workers[0].by, EVENTS_SUPERVISOR);
	assert_string_equal(run.workers[1].name, "n3");
	assert_string_equal(run.workers[1].coro, "c");
	assert_string_equal(run.workers[1].file, "f.c");
	assert_int_equal(run.workers[1].line, 7);
	assert_string_equal(run.workers[1].func, "main");
	assert_string_equal(run.events[4].text, "a \"timer\xc3\xa9");
	assert_string_equal(run.events[4].at, "x.c:1 f");
	assert_int_equal(events_timer(&run.events[4]), 0);
	assert_int_equal(run.events[4].worker, 1);
	assert_int_equal(run.events[5].by, 0);
	assert_int_equal(run.events[6].by, EVENTS_SUPERVISOR);
	assert_string_equal(run.events[7].text, "timeout");
	assert_int_equal(run.events[9].number, -1);
	assert_int_equal(run.events[9].worker, EVENTS_SUPERVISOR);
	assert_int_equal(run.events[10].number, 2);
	assert_int_equal(events_end(&run), 10);
	events_free(&run);
	assert_int_equal(events_end(&run), 0);
}

/* A record of a later program may tell more, and its clock may have been set back by a stop. */
static void the_unknown_is_passed_over(void **state)
{
	(void)state;
	assert_true(read_this(HEAD SPAWN(1, 0) "{\"t\":9,\"ev\":\"resume\",\"worker\":1,\"mood\":[{}]}\n"
					       "{\"t\":9,\"ev\":\"yawn\",\"worker\":77}\n"
					       "{\"t\":4,\"ev\":\"done\",\"worker\":1,\"status\":\"ok\"}\n"));
	assert_int_equal(run.count, 3);
	assert_int_equal(run.events[2].t, 9);
	assert_string_equal(run.events[2].at, "");
	events_free(&run);
}

static void what_is_no_record_is_refused_with_its_line(void **state)
{
	static const struct {
		const char *text, *error;
	} cases[] = {
		{"", "run.jsonl:1: is empty, or cannot be read"},
		{"hello\n", "run.jsonl:1: not a line of JSON"},
		{"{}\n", "run.jsonl:1: not an event record of format 1"},
		{"{\"record\":2}\n", "run.jsonl:1: not an event record of format 1"},
		{HEAD SPAWN(1, 0) "{\"t\":1,", "run.jsonl:3: not a line of JSON"},
		{HEAD SPAWN(2, 0) SPAWN(1, 0),
			"run.jsonl:3: a worker is created whose number is not the next"},
		{HEAD SPAWN(0, 0), "run.jsonl:2: a worker is created whose number is not the next"},
		{HEAD SPAWN(4294967296, 0), "run.jsonl:2: a worker is created whose number is not the next"},
		{HEAD "{\"t\":1,\"ev\":\"done\",\"worker\":1}\n",
			"run.jsonl:2: an event of a worker that was never created"},
		{HEAD SPAWN(1, 0) "{\"ev\":\"resume\",\"worker\":1}\n",
			"run.jsonl:3: an event without a time"},
		{HEAD SPAWN(1, 0) "{\"t\":1e99,\"ev\":\"resume\",\"worker\":1}\n",
			"run.jsonl:3: an event without a time"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_false(read_this(cases[i].text));
		assert_string_equal(run.error, cases[i].error);
		assert_null(run.events);
		assert_int_equal(run.nworkers, 0);
	}
}

/* Cut anywhere a record is refused, or is a shorter one; it is never read as anything else. */
static void cut_at_every_byte(void **state)
{
	const struct lunch two = {.customers = 2, .chefs = 1, .order = 1, .cook = 1};
	char *text = lunch_text(&two, ASYNCHRONOUS);
	size_t whole = strlen(text), lines = 0;

	(void)state;
	for (size_t len = 1; len <= whole; len++) {
		bool ends = text[len] == '\n' || text[len - 1] == '\n';

		lines += text[len - 1] == '\n';
		assert_int_equal(read_text(&run, text, len), ends);
		if (ends)
			assert_int_equal(run.count, lines - (text[len] != '\n' || text[len - 1] == '\n'));
		events_free(&run);
	}
	free(text);
}

static void many(void **state)
{
	struct lunch lunch = twenty_pastas;

	(void)state;
	lunch.customers = 1000;
	lunch_events(&run, &lunch, ASYNCHRONOUS);
	assert_int_equal(run.nworkers, 1001);
	assert_string_equal(run.workers[1000].name, "Tom50: pasta");
	assert_int_equal(events_end(&run), 1005 * NS_PER_S);
	events_free(&run);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kind_and_field),
		cmocka_unit_test(the_unknown_is_passed_over),
		cmocka_unit_test(what_is_no_record_is_refused_with_its_line),
		cmocka_unit_test(cut_at_every_byte),
		cmocka_unit_test(many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
