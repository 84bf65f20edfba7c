/* json.c - a document: each value can be asked for everything; a string that was quoted is read back. */
#include "http/parse/json.h"
#include "tests/house/fuzz/fuzz.h"

/* Into memory of just this size. */
static void ask_string(const struct json *json, int value, size_t room)
{
	char *string = malloc(room ? room : 1);

	MUST(string);
	if (json_string(json, value, string, room))
		MUST(strlen(string) < room && json_equals(json, value, slice_of(string)));
	free(string);
}

static void ask_all(const struct json *json, int value, struct slice text, int depth)
{
	struct slice raw = json_raw(json, value);
	double number;
	bool truth;
	int count = 0;

	MUST(raw.len == 0 || (raw.at >= text.at && raw.at + raw.len <= text.at + text.len));
	ask_string(json, value, raw.len);
	ask_string(json, value, raw.len + 1);
	json_number(json, value, &number);
	json_bool(json, value, &truth);
	json_get(json, value, "name");
	json_item(json, value, 1);
	if (json_type(json, value) != JSON_ARRAY && json_type(json, value) != JSON_OBJECT)
		return;
	for (int v = json_first(json, value); v >= 0 && depth < 64; v = json_next(json, v), count++)
		ask_all(json, json_type(json, value) == JSON_ARRAY ? v : v + 1, text, depth + 1);
	MUST(depth >= 64 || count == json_size(json, value));
}

static void must_come_back(struct slice any)
{
	size_t room = json_quote(NULL, 0, any) + 1;
	char *quoted = malloc(room), *back = malloc(room);
	struct json json;

	MUST(quoted && back);
	MUST(json_quote(quoted, room, any) == room - 1);
	MUST(json_parse(&json, slice_of(quoted)) == JSON_OK);
	if (!memchr(any.at, '\0', any.len))
		MUST(json_string(&json, 0, back, room));
	json_close(&json);
	free(quoted);
	free(back);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *copy = fuzz_copy(data, size);
	struct slice text = {copy, size};
	struct json json;

	if (json_parse(&json, text) == JSON_OK) {
		MUST(json_type(&json, 0) != JSON_MISSING);
		ask_all(&json, 0, text, 0);
		json_close(&json);
	}
	json_close(&json);
	must_come_back(text);
	free(copy);
	return 0;
}
