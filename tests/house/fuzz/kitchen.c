/* kitchen.c - a request to the kitchen: whatever is asked, the answer is JSON in a reply that our own parser takes. */
#include "demo/kitchen/api.h"
#include "http/parse/json.h"
#include "http/parse/message.h"
#include "tests/house/fuzz/fuzz.h"

static void must_be_a_reply(const struct kitchen_reply *reply, const struct kitchen_quota *quota)
{
	static char text[8192];
	int used = snprintf(text, sizeof text, "HTTP/1.1 %d %s\r\n", reply->status, kitchen_reason(reply->status));
	struct head head = {0};
	struct json json;

	MUST(reply->len < sizeof reply->body && reply->body[reply->len] == '\0');
	MUST(json_parse(&json, (struct slice){reply->body, reply->len}) == JSON_OK);
	json_close(&json);
	used += (int)kitchen_fields(text + used, sizeof text - (size_t)used, reply, quota);
	used += snprintf(text + used, sizeof text - (size_t)used, "Content-Length: %zu\r\n\r\n", reply->len);
	MUST(head_parse_response(&head, text, (size_t)used, false) == PARSE_OK);
	MUST(head.size == (size_t)used && head.length == reply->len);
}

static void ask(struct slice method, struct slice target)
{
	static const struct kitchen_quota quotas[] = {{0}, {.limit = 5, .used = 5, .reset_s = 9}};
	static struct kitchen_reply reply;

	for (size_t i = 0; i < sizeof quotas / sizeof *quotas; i++) {
		kitchen_answer(&reply, &quotas[i], method, target);
		must_be_a_reply(&reply, &quotas[i]);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_copy(data, size);
	struct head head = {0};

	kitchen_name_find((struct slice){text, size});
	if (head_parse_request(&head, text, size) == PARSE_OK)
		ask(head.method, head.target);
	free(text);
	return 0;
}
