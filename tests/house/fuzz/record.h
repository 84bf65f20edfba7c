/* record.h - what the targets that read records share. */
#ifndef TESTS_HOUSE_FUZZ_RECORD_H
#define TESTS_HOUSE_FUZZ_RECORD_H

#include "demo/view/events.h"
#include "http/parse/json.h"
#include "tests/house/fuzz/fuzz.h"

/* False: it is no record, and that is told in words. */
static inline bool read_record(struct events *run, const uint8_t *data, size_t size)
{
	char *text = fuzz_copy(data, size);
	FILE *in = fmemopen(text, size ? size : 1, "r");
	bool good;

	MUST(in);
	good = events_read(run, in, "run");
	MUST(good || (run->error[0] && !run->count && !run->nworkers));
	fclose(in);
	free(text);
	return good;
}

/* What is written from now on, until take_text. */
struct written {
	FILE *out;
	char *text;
	size_t len;
};

static inline FILE *begin_text(struct written *w)
{
	w->out = open_memstream(&w->text, &w->len);
	MUST(w->out);
	return w->out;
}

static inline void end_text(struct written *w)
{
	MUST(fclose(w->out) == 0);
}

/* No byte that a terminal would obey, whatever the record holds. */
static inline void must_be_fit_for_a_terminal(const struct written *w)
{
	for (size_t i = 0; i < w->len; i++)
		MUST((unsigned char)w->text[i] >= ' ' || w->text[i] == '\n');
}

static inline void must_be_json(const struct written *w)
{
	struct json json;

	MUST(json_parse(&json, (struct slice){w->text, w->len}) == JSON_OK);
	json_close(&json);
}

#endif
