/* explain.c - a record told in words: nothing in it reaches the terminal as it is. */
#include "demo/view/explain.h"
#include "tests/house/fuzz/record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct events run;
	struct written w;

	if (read_record(&run, data, size)) {
		MUST(explain_print(begin_text(&w), &run, EXPLAIN_ALL));
		MUST(explain_print(w.out, &run, EXPLAIN_RESTAURANT));
		MUST(explain_print(w.out, &run, EXPLAIN_FIELD));
		end_text(&w);
		must_be_fit_for_a_terminal(&w);
		free(w.text);
	}
	events_free(&run);
	return 0;
}
