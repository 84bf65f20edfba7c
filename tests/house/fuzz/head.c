/* head.c - the head of a reply, and of a request: piece by piece it has the same answer as at once, and its slices lie in it. */
#include "http/parse/message.h"
#include "tests/house/fuzz/fuzz.h"

enum { KINDS = 3 }; /* a reply, a reply to HEAD, a request */

static enum parse parse(struct head *head, int kind, char *text, size_t len)
{
	return kind == 2 ? head_parse_request(head, text, len) : head_parse_response(head, text, len, kind == 1);
}

static void must_lie_in(struct slice part, const char *text, size_t len)
{
	MUST(part.len == 0 || (part.at >= text && part.at + part.len <= text + len));
}

static void must_be_sound(const struct head *head, int kind, const char *text, size_t len)
{
	struct slice value;

	MUST(head->size <= len);
	MUST(kind == 2 || (head->status >= 100 && head->status <= 999));
	must_lie_in(head->reason, text, head->size);
	must_lie_in(head->method, text, head->size);
	must_lie_in(head->target, text, head->size);
	must_lie_in(head->fields, text, head->size);
	if (head_field(head, "content-type", &value))
		must_lie_in(value, text, head->size);
}

/* The last answer of a head that grows by a byte each time; until then it is "more". */
static enum parse parse_pieces(struct head *head, int kind, char *text, size_t len)
{
	enum parse answer = PARSE_PARTIAL;

	for (size_t n = 1; n <= len && answer == PARSE_PARTIAL; n++)
		answer = parse(head, kind, text, n);
	return answer;
}

/* A reply's folds become blanks in its own bytes, so each parse gets bytes of its own. */
static void try(const uint8_t *data, size_t size, int kind)
{
	char *text = fuzz_copy(data, size), *again = fuzz_copy(data, size);
	struct head whole = {0}, pieces = {0};
	enum parse answer = parse(&whole, kind, text, size);

	if (answer == PARSE_OK)
		must_be_sound(&whole, kind, text, size);
	MUST(size == 0 || parse_pieces(&pieces, kind, again, size) == answer);
	MUST(answer != PARSE_OK || (pieces.size == whole.size && pieces.length == whole.length));
	free(text);
	free(again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	for (int kind = 0; kind < KINDS; kind++)
		try(data, size, kind);
	return 0;
}
