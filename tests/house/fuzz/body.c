/* body.c - the framing of a body: cut anywhere it gives the same data as at once. The input's first byte says where it is cut. */
#include "http/parse/body.h"
#include "tests/house/fuzz/fuzz.h"

enum { LIMIT = 1000 };

struct taken { /* what became of it */
	enum parse answer;
	size_t used, len;
	char data[LIMIT + 1];
};

static void take_data(struct taken *out, struct slice data, const char *in, size_t used)
{
	MUST(data.len == 0 || (data.at >= in && data.at + data.len <= in + used));
	MUST(out->len + data.len <= LIMIT);
	memcpy(out->data + out->len, data.len ? data.at : "", data.len);
	out->len += data.len;
}

/* In pieces of so many bytes, each in memory of its own. */
static void decode(struct taken *out, const struct head *head, const char *text, size_t size, size_t piece)
{
	struct body body;

	*out = (struct taken){.answer = PARSE_PARTIAL};
	body_begin(&body, head, LIMIT);
	for (size_t at = 0; at < size && out->answer == PARSE_PARTIAL;) {
		size_t len = size - at < piece ? size - at : piece, here = 0;
		char *in = fuzz_copy(text + at, len);

		while (here < len && out->answer == PARSE_PARTIAL) {
			struct slice data = {0};
			size_t used = 0;

			out->answer = body_decode(&body, in + here, len - here, &used, &data);
			MUST(used <= len - here);
			MUST(used > 0 || out->answer != PARSE_PARTIAL); /* else it would stand still */
			if (out->answer != PARSE_BAD)
				take_data(out, data, in + here, used);
			here += used;
		}
		at += here;
		out->used = at;
		free(in);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct taken whole, pieces;
	static const enum body_kind kinds[] = {BODY_CHUNKED, BODY_LENGTH, BODY_TO_EOF};

	if (size < 1)
		return 0;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		struct head head = {.body = kinds[i], .length = kinds[i] == BODY_LENGTH ? data[0] : 0};

		decode(&whole, &head, (const char *)data + 1, size - 1, size);
		decode(&pieces, &head, (const char *)data + 1, size - 1, 1 + data[0] % 16);
		MUST(whole.answer == pieces.answer);
		if (whole.answer != PARSE_BAD) {
			MUST(whole.used == pieces.used && whole.len == pieces.len);
			MUST(memcmp(whole.data, pieces.data, whole.len) == 0);
		}
	}
	return 0;
}
