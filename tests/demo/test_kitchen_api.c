/* test_kitchen_api.c - the local genderize API, byte for byte: each row of a table is a request and its
 * whole reply. The test has a short list of names of its own, so that the figures here do not depend
 * on names.txt. */
#include "demo/kitchen/api.h"
#include "tests/lib/guard.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

const struct kitchen_name kitchen_names[] = {
	{"Alice", KITCHEN_FEMALE, 99, 474175},
	{"Bob", KITCHEN_MALE, 100, 1010896},
	{"Kim", KITCHEN_FEMALE, 50, 7},
	{"Lee", KITCHEN_MALE, 7, 1},
	{"María José", KITCHEN_FEMALE, 91, 22},
	{"Zoë", KITCHEN_FEMALE, 90, 8407},
	{"÷", KITCHEN_MALE, 60, 3},
};
const size_t kitchen_names_count = sizeof(kitchen_names) / sizeof(*kitchen_names);

#define ALICE(echo)  "{\"count\":474175,\"name\":\"" echo "\",\"gender\":\"female\",\"probability\":0.99}"
#define BOB          "{\"count\":1010896,\"name\":\"Bob\",\"gender\":\"male\",\"probability\":1.0}"
#define NOBODY(echo) "{\"count\":0,\"name\":\"" echo "\",\"gender\":null,\"probability\":0.0}"
#define ERROR(text)  "{\"error\":\"" text "\"}"
#define MISSING      ERROR("Missing 'name' parameter")
#define INVALID      ERROR("Invalid 'name' parameter")
#define INVALID_LAND ERROR("Invalid 'country_id' parameter")
#define KIM_IN(land)                                                                                         \
	"{\"count\":7,\"name\":\"Kim\",\"gender\":\"female\",\"country_id\":\"" land "\",\"probability\":0." \
	"5}"
#define FIVE(n) n n n n n

static const struct kitchen_quota no_bound = {.reset_s = 60};
static struct kitchen_reply reply; /* too large to be on the stack of every test */

static void ask(const struct kitchen_quota *quota, const char *target)
{
	memset(&reply, 0xee, sizeof(reply));
	kitchen_answer(&reply, quota, SLICE("GET"), slice_of(target));
	assert_true(reply.len < sizeof(reply.body));
	assert_int_equal(strlen(reply.body), reply.len);
}

static const struct row {
	const char *target;
	int status, names;
	const char *body;
} rows[] = {
	/* one name: an object; the echo keeps its case */
	{"/?name=Alice", 200, 1, ALICE("Alice")},
	{"/?name=aLiCe", 200, 1, ALICE("aLiCe")},
	{"/?name=Bob", 200, 1, BOB},
	{"/?name=%42%6F%62", 200, 1, BOB},
	{"/?n%61me=Bob", 200, 1, BOB},
	{"/?name=Kim", 200, 1, "{\"count\":7,\"name\":\"Kim\",\"gender\":\"female\",\"probability\":0.5}"},
	{"/?name=Lee", 200, 1, "{\"count\":1,\"name\":\"Lee\",\"gender\":\"male\",\"probability\":0.07}"},
	{"/?name=Zo%C3%AB", 200, 1,
		"{\"count\":8407,\"name\":\"Zoë\",\"gender\":\"female\",\"probability\":0.9}"},
	{"/?name=ZO%C3%8B", 200, 1,
		"{\"count\":8407,\"name\":\"ZOË\",\"gender\":\"female\",\"probability\":0.9}"},
	/* a full name: its first word counts, unless all of it is listed */
	{"/?name=Alice+Cooper", 200, 1, ALICE("Alice Cooper")},
	{"/?name=Alice%20B.%20C.", 200, 1, ALICE("Alice B. C.")},
	{"/?name=maria+jose", 200, 1, NOBODY("maria jose")},
	{"/?name=Mar%C3%ADa+Jos%C3%A9", 200, 1,
		"{\"count\":22,\"name\":\"María José\",\"gender\":\"female\",\"probability\":0.91}"},
	/* unknown, empty */
	{"/?name=Xyzzy", 200, 1, NOBODY("Xyzzy")},
	{"/?name=Alic", 200, 1, NOBODY("Alic")},
	{"/?name=Alices", 200, 1, NOBODY("Alices")},
	{"/?name=%C3%97", 200, 1, NOBODY("×")}, /* no capital of the division sign */
	{"/?name=", 200, 1, NOBODY("")},
	{"/?name", 200, 1, NOBODY("")},
	{"/?name=+", 200, 1, NOBODY(" ")},
	/* what JSON must escape */
	{"/?name=%22%5C%2F", 200, 1, NOBODY("\\\"\\\\/")},
	{"/?name=Bob%00", 200, 1, NOBODY("Bob\\u0000")},
	{"/?name=%3Cscript%3E%26%3D", 200, 1, NOBODY("<script>&=")},
	/* several names: an array, in their order, with one name too */
	{"/?name[]=Bob", 200, 1, "[" BOB "]"},
	{"/?name[]=Bob&name[]=Alice", 200, 2, "[" BOB "," ALICE("Alice") "]"},
	{"/?name%5B%5D=Alice&name%5b%5d=Bob", 200, 2, "[" ALICE("Alice") "," BOB "]"},
	{"/?name[]=Bob&name[]=Bob&name[]=", 200, 3, "[" BOB "," BOB "," NOBODY("") "]"},
	{"/?" FIVE("name[]=Bob&") FIVE("name[]=Bob&"), 200, 10,
		"[" FIVE(BOB ",") BOB "," BOB "," BOB "," BOB "," BOB "]"},
	{"/?" FIVE("name[]=Bob&") FIVE("name[]=Bob&") "name[]=Bob", 422, 0, INVALID},
	{"/?" FIVE(FIVE("name[]=&")), 422, 0, INVALID},
	/* of several single names the last one counts */
	{"/?name=Alice&name=Bob", 200, 1, BOB},
	/* countries: two letters, told in upper case, for the whole batch */
	{"/?name=Kim&country_id=US", 200, 1, KIM_IN("US")},
	{"/?country_id=dk&name=Kim", 200, 1, KIM_IN("DK")},
	{"/?name=Kim&country_id=xX", 200, 1, KIM_IN("XX")},
	{"/?name=Kim&country%5Fid=%75s", 200, 1, KIM_IN("US")},
	{"/?name[]=Kim&name[]=Kim&country_id=no", 200, 2, "[" KIM_IN("NO") "," KIM_IN("NO") "]"},
	{"/?name=Kim&country_id=", 422, 0, INVALID_LAND},
	{"/?name=Kim&country_id=U", 422, 0, INVALID_LAND},
	{"/?name=Kim&country_id=USA", 422, 0, INVALID_LAND},
	{"/?name=Kim&country_id=U1", 422, 0, INVALID_LAND},
	{"/?name=Kim&country_id=@@", 422, 0, INVALID_LAND},
	{"/?name=Kim&country_id={{", 422, 0, INVALID_LAND},
	{"/?name=Kim&country_id=%C3%A9", 422, 0, INVALID_LAND},
	{"/?name=Kim&country_id=%u", 422, 0, INVALID_LAND},
	/* missing */
	{"/", 422, 0, MISSING},
	{"/?", 422, 0, MISSING},
	{"/?&&", 422, 0, MISSING},
	{"/?names=Bob", 422, 0, MISSING},
	{"/?Name=Bob", 422, 0, MISSING},
	{"/?name[=Bob", 422, 0, MISSING},
	{"/?name]=Bob", 422, 0, MISSING},
	{"/?name%=Bob", 422, 0, MISSING},
	{"/?name%00=Bob", 422, 0, MISSING},
	{"/?country_id=US", 422, 0, MISSING},
	/* malformed: the documentation says 422, the service sends 400 */
	{"/?name=%", 400, 0, INVALID},
	{"/?name=%4", 400, 0, INVALID},
	{"/?name=%G0", 400, 0, INVALID},
	{"/?name=%80", 400, 0, INVALID},
	{"/?name=%C3", 400, 0, INVALID},
	{"/?name=%C3Alice", 400, 0, INVALID},
	{"/?name=%C0%80", 400, 0, INVALID},
	{"/?name=%E0%9F%BF", 400, 0, INVALID},
	{"/?name=%ED%A0%80", 400, 0, INVALID},
	{"/?name=%F4%90%80%80", 400, 0, INVALID},
	{"/?name=%F8%88%80%80%80", 400, 0, INVALID},
	{"/?name[]=Bob&name[]=%FF", 400, 0, INVALID},
	{"/?name=%FF&country_id=USA", 400, 0, INVALID},
	/* unknown parameters are ignored, however they look; a key is accepted where none is asked for */
	{"/?name=Bob&x=%&%=1&=2&utm_source=abcdefghijklmnopqrstuvwxyz", 200, 1, BOB},
	{"/?apikey=anything&name=Bob", 200, 1, BOB},
	/* other places */
	{"", 404, 0, ERROR("Not Found")},
	{"?name=Bob", 200, 1, "{\"count\":1010896,\"name\":\"Bob\",\"gender\":\"male\",\"probability\":1.0}"},
	{"/index.html", 404, 0, ERROR("Not Found")},
	{"a?name=Bob", 404, 0, ERROR("Not Found")},
	{"//?name=Bob", 404, 0, ERROR("Not Found")},
	{"/rate_limit/", 404, 0, ERROR("Not Found")},
	{"/rate_limit", 200, 0,
		"{\"limit\":2147483647,\"remaining\":2147483647,\"reset\":60,\"tier\":\"free\"}"},
	{"/rate_limit?name=%FF", 200, 0,
		"{\"limit\":2147483647,\"remaining\":2147483647,\"reset\":60,\"tier\":\"free\"}"},
};

static void test_each_request_has_its_reply(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		ask(&no_bound, rows[i].target);
		assert_string_equal(reply.body, rows[i].body);
		assert_int_equal(reply.status, rows[i].status);
		assert_int_equal(reply.names, rows[i].names);
	}
}

static void test_quota(void **state)
{
	static const struct {
		long limit, used;
		const char *target;
		int status;
		const char *error; /* NULL: an answer */
	} cases[] = {
		{0, 1L << 31, "/?name=Bob", 200, NULL},
		{5, 4, "/?name=Bob", 200, NULL},
		{5, 5, "/?name=Bob", 429, ERROR("Request limit reached")},
		{5, 9, "/?name=Bob", 429, ERROR("Request limit reached")},
		{5, 5, "/?name[]=Bob&name[]=Bob", 429, ERROR("Request limit reached")},
		{5, 4, "/?name[]=Bob&name[]=Bob", 429, ERROR("Request limit too low to process request")},
		{5, 3, "/?name[]=Bob&name[]=Bob", 200, NULL},
		{5, 5, "/", 422, MISSING},
		{5, 5, "/?name=%FF", 400, INVALID},
		{5, 5, "/rate_limit", 200, "{\"limit\":5,\"remaining\":0,\"reset\":9,\"tier\":\"free\"}"},
		{5, 2, "/rate_limit", 200, "{\"limit\":5,\"remaining\":3,\"reset\":9,\"tier\":\"free\"}"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct kitchen_quota quota = {cases[i].limit, cases[i].used, 9};

		ask(&quota, cases[i].target);
		assert_int_equal(reply.status, cases[i].status);
		assert_int_equal(reply.names > 0, cases[i].error == NULL);
		if (cases[i].error)
			assert_string_equal(reply.body, cases[i].error);
	}
}

static void test_methods(void **state)
{
	static const char *const others[] = {"POST", "get", "GETS", "GE", "", "OPTIONS", "TRACE", "DELETE"};
	struct kitchen_reply *got = &reply;

	(void)state;
	ask(&no_bound, "/?name=Bob");
	kitchen_answer(got, &no_bound, SLICE("HEAD"), SLICE("/?name=Bob"));
	assert_string_equal(got->body, BOB);
	assert_int_equal(got->names, 1);
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++) {
		kitchen_answer(got, &no_bound, slice_of(others[i]), SLICE("/?name=Bob"));
		assert_int_equal(got->status, 405);
		assert_int_equal(got->names, 0);
		assert_string_equal(got->body, ERROR("Method Not Allowed"));
	}
}

/* Every target of the table again, flush against a page that cannot be read. */
static void test_no_byte_too_far(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		size_t len = strlen(rows[i].target);
		char *copy = guard_copy(rows[i].target, len);

		kitchen_answer(&reply, &no_bound, SLICE("GET"), (struct slice){copy, len});
		assert_string_equal(reply.body, rows[i].body);
		guard_free(copy, len);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_request_has_its_reply),
		cmocka_unit_test(test_quota),
		cmocka_unit_test(test_methods),
		cmocka_unit_test(test_no_byte_too_far),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
