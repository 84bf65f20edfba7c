/* test_kitchen_wire.c - what the local genderize API puts on the wire, whatever it is asked: field
 * lines, errors, and bodies that are JSON and fit. With the names of demo/kitchen/names.txt, which are looked
 * over as well. */
#include "demo/kitchen/api.h"
#include "http/parse/json.h"
#include "http/parse/url.h"
#include "tests/lib/guard.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static const struct kitchen_quota no_bound = {0};
static struct kitchen_reply reply;
static struct json json;

/* Asks, and parses the reply, which must be JSON and a string for C. The caller closes json. */
static void ask(struct slice target)
{
	memset(&reply, 0xee, sizeof(reply));
	kitchen_answer(&reply, &no_bound, SLICE("GET"), target);
	assert_true(reply.len < sizeof(reply.body));
	assert_int_equal(reply.body[reply.len], '\0');
	assert_int_equal(json_parse(&json, (struct slice){reply.body, reply.len}), JSON_OK);
}

/* Asks for one name, encoded as a client does, and tells whether its echo is the name. */
static bool comes_back(const char *name, size_t len)
{
	static char target[3 * KITCHEN_TARGET_MAX];
	size_t size = (size_t)snprintf(target, sizeof(target), "/?name=");
	bool equal;

	size += url_encode(target + size, sizeof(target) - size, (struct slice){name, len});
	ask((struct slice){target, size});
	equal = reply.status == 200 &&
		json_equals(&json, json_get(&json, 0, "name"), (struct slice){name, len});
	json_close(&json);
	return equal;
}

static void test_echo(void **state)
{
	(void)state;
	for (int c = 0; c < 0x80; c++)
		assert_true(comes_back((char[]){'<', (char)c, '>'}, 3));
	for (int c = 0x80; c < 0x100; c++)
		assert_false(comes_back((char[]){'<', (char)c, '>'}, 3));
	assert_true(comes_back("Дмитрий 李明 👩‍🚀 e\xcc\x81",
		strlen("Дмитрий 李明 👩‍🚀 e\xcc\x81")));
}

/* A name as long as a target may be is answered, one byte more is refused. */
static void test_length_of_a_target(void **state)
{
	static char target[KITCHEN_TARGET_MAX + 1];

	(void)state;
	memset(target, 'a', sizeof(target));
	memcpy(target, "/?name=", 7);
	for (size_t len = 7; len <= KITCHEN_TARGET_MAX; len += 1331) {
		ask((struct slice){target, len});
		assert_int_equal(reply.status, 200);
		assert_int_equal(json_raw(&json, json_get(&json, 0, "name")).len, len - 7);
		json_close(&json);
	}
	for (size_t len = KITCHEN_TARGET_MAX; len <= KITCHEN_TARGET_MAX + 1; len++) {
		ask((struct slice){target, len});
		assert_int_equal(reply.status, len > KITCHEN_TARGET_MAX ? 414 : 200);
		json_close(&json);
	}
}

/* An echo that grows too long is refused, at the very byte: a NUL is three bytes in the target and six
 * in the reply, and the letters before them make every length. */
static void test_length_of_a_reply(void **state)
{
	static const char rest[] = "{'count':0,'name':'','gender':null,'probability':0.0}";
	enum { MANY = (KITCHEN_BODY_MAX - sizeof(rest)) / 6 };
	static char name[MANY + 20];

	(void)state;
	for (size_t letters = 0; letters < 12; letters++) {
		size_t zeros = MANY - 1, len = sizeof(rest) - 1 + letters + 6 * zeros;
		bool answered;

		memset(name, 'a', letters);
		answered = comes_back(name, letters + zeros);
		memset(name, 0, sizeof(name));
		assert_int_equal(answered, len < KITCHEN_BODY_MAX);
		assert_int_equal(reply.status, answered ? 200 : 414);
		assert_int_equal(reply.names, answered);
	}
}

/* The same far beyond the end, where a page that cannot be written waits behind the reply. */
static void test_reply_keeps_its_bounds(void **state)
{
	void *room = guard_copy(&reply, sizeof(reply));
	struct kitchen_reply *guarded = room;
	char target[3 * 1700 + 8] = "/?name=";

	(void)state;
	for (int i = 0; i < 1700; i++)
		memcpy(target + 7 + 3 * i, "%00", 3);
	kitchen_answer(guarded, &no_bound, SLICE("GET"), (struct slice){target, 7 + 3 * 1700});
	assert_int_equal(guarded->status, 414);
	assert_string_equal(guarded->body, "{\"error\":\"URI Too Long\"}");
	guard_free(room, sizeof(reply));
}

/* Queries put together by chance from what matters, and the same each time: JSON comes back, and only
 * errors are free of charge. */
static void test_anything(void **state)
{
	static const char *const pieces[] = {"name", "[]", "%5B%5D", "=", "&",
		"name=", "name[]=", "country_id=", "US", "Alice", "apikey=", "%", "%C3", "%AB", "%00", "+",
		"?", "/", "\"", "\\", "\xc3", "\xab", "\xff", "#"};
	uint32_t random = 1;

	(void)state;
	for (int round = 0; round < 20000; round++) {
		char target[400] = "/?";

		for (int i = 0; i < round % 40; i++) {
			random = random * 1664525 + 1013904223;
			strcat(target, pieces[(random >> 16) % (sizeof(pieces) / sizeof(*pieces))]);
		}
		ask(slice_of(target));
		assert_true(reply.status == 200 || reply.status == 400 || reply.status == 422);
		assert_int_equal(reply.status != 200, json_get(&json, 0, "error") > 0);
		assert_int_equal(reply.status == 200, reply.names > 0);
		if (json_type(&json, 0) == JSON_ARRAY)
			assert_int_equal(json_size(&json, 0), reply.names);
		json_close(&json);
	}
}

static void test_refusals(void **state)
{
	static const struct {
		int status;
		const char *reason, *error;
	} documented[] = {
		{401, "Unauthorized", "Invalid API key"},
		{402, "Payment Required", "Subscription is not active"},
		{422, "Unprocessable Content", "Missing 'name' parameter"},
		{414, "URI Too Long", "URI Too Long"},
		{429, "Too Many Requests", "Request limit reached"},
		{400, "Bad Request", "Bad Request"},
		{503, "Service Unavailable", "Service Unavailable"},
		{599, "Error", "Error"},
		{0, "Error", "Error"},
	};
	char wanted[128];

	(void)state;
	for (size_t i = 0; i < sizeof(documented) / sizeof(*documented); i++) {
		kitchen_refuse(&reply, documented[i].status);
		snprintf(wanted, sizeof(wanted), "{\"error\":\"%s\"}", documented[i].error);
		assert_string_equal(reply.body, wanted);
		assert_int_equal(reply.len, strlen(wanted));
		assert_int_equal(reply.status, documented[i].status);
		assert_int_equal(reply.names, 0);
		assert_string_equal(kitchen_reason(documented[i].status), documented[i].reason);
	}
	assert_string_equal(kitchen_reason(200), "OK");
}

static void test_fields(void **state)
{
	static const struct kitchen_quota quota = {100, 30, 3600}, spent = {100, 101, 5};
	static const char json_line[] = "Content-Type: application/json; charset=utf-8\r\n";
	char fields[KITCHEN_FIELDS_MAX], wanted[KITCHEN_FIELDS_MAX], small[8];
	size_t len;

	(void)state;
	kitchen_refuse(&reply, 429);
	len = kitchen_fields(fields, sizeof(fields), &reply, &quota);
	snprintf(wanted, sizeof(wanted), "%sX-Rate-Limit-Limit: 100\r\nX-Rate-Limit-Remaining: 70\r\n%s",
		json_line, "X-Rate-Limit-Reset: 3600\r\n");
	assert_string_equal(fields, wanted);
	assert_int_equal(len, strlen(wanted));
	assert_int_equal(kitchen_fields(small, sizeof(small), &reply, &quota), len);
	assert_string_equal(small, "Content");
	kitchen_fields(fields, sizeof(fields), &reply, &spent);
	assert_non_null(strstr(fields, "X-Rate-Limit-Remaining: 0\r\nX-Rate-Limit-Reset: 5\r\n"));
	kitchen_refuse(&reply, 405);
	len = kitchen_fields(
		fields, sizeof(fields), &reply, &(struct kitchen_quota){0, 3, INT32_MAX});
	assert_true(len < sizeof(fields));
	assert_non_null(strstr(fields, "\r\nAllow: GET, HEAD\r\n"));
	assert_non_null(
		strstr(fields, "X-Rate-Limit-Limit: 2147483647\r\nX-Rate-Limit-Remaining: 2147483647\r\n"));
}

/* Found by itself and in other cases: so the list is sorted, no name stands twice, and all rows make
 * sense. */
static void test_names(void **state)
{
	static const struct {
		const char *asked, *found; /* NULL: unknown */
	} cases[] = {
		{"alice", "Alice"},
		{"CHARLIE", "Charlie"},
		{"ångel", NULL},
		{"ÁNGEL", "Ángel"},
		{"ŁUKASZ", "Łukasz"},
		{"şule", "Şule"},
		{"ŽELJKO", "Željko"},
		{"ØRJAN", "Ørjan"},
		{"дмитрий", "Дмитрий"},
		{"ОЛЬГА", "Ольга"},
		{"γιώργος", "Γιώργος"},
		{"BJÖRK", "Björk"},
		{"zoe", "Zoe"},
		{"zoë", "Zoë"},
		{"", NULL},
		{" ", NULL},
		{"Jean-Pierre Martin", "Jean-Pierre"},
		{"Zo\xeb", NULL},
		{"Jos\xc3", NULL},
		{"\xff", NULL},
		{"zzzz", NULL},
		{"željko", "Željko"},
	};

	(void)state;
	assert_true(kitchen_names_count >= 400);
	for (size_t i = 0; i < kitchen_names_count; i++) {
		const struct kitchen_name *row = &kitchen_names[i];

		assert_ptr_equal(kitchen_name_find(slice_of(row->name)), row);
		assert_true(row->hundredths >= 50 && row->hundredths <= 100);
		assert_true(row->count > 0);
	}
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const struct kitchen_name *row = kitchen_name_find(slice_of(cases[i].asked));

		if (cases[i].found)
			assert_string_equal(row ? row->name : "unknown", cases[i].found);
		else
			assert_null(row);
	}
}

/* The hundred of `make demo`: the article's five go first, and exactly two are unknown. */
static void test_hundred(void **state)
{
	static const char *const first[] = {"Alice", "Bob", "Charlie", "Diana", "Eve"};
	FILE *in = fopen("demo/names100.txt", "r");
	char line[64];
	size_t lines = 0, unknown = 0;

	(void)state;
	assert_non_null(in);
	for (; fgets(line, sizeof(line), in); lines++) {
		struct slice name = {line, strcspn(line, "\n")};

		if (lines < 5)
			assert_true(slice_equal(name, slice_of(first[lines])));
		unknown += kitchen_name_find(name) == NULL;
	}
	fclose(in);
	assert_int_equal(lines, 100);
	assert_int_equal(unknown, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_echo),
		cmocka_unit_test(test_length_of_a_target),
		cmocka_unit_test(test_length_of_a_reply),
		cmocka_unit_test(test_reply_keeps_its_bounds),
		cmocka_unit_test(test_anything),
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_fields),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_hundred),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
