/* perfetto.c - a record as a Chrome trace: whatever it holds, that is JSON. */
#include "tests/house/fuzz/record.h"

#undef stdout
#undef putchar
#define stdout      trace
#define printf(...) fprintf(trace, __VA_ARGS__)
#define putchar(c)  putc(c, trace)
#define puts(text)  fprintf(trace, "%s\n", text)
#define main        perfetto_main
static FILE *trace;
int perfetto_main(int argc, char **argv);
#include "demo/view/perfetto.c"
#undef main

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct events run;
	struct written w;

	if (read_record(&run, data, size)) {
		trace = begin_text(&w);
		MUST(put_trace(&run, "run"));
		end_text(&w);
		must_be_json(&w);
		free(w.text);
	}
	events_free(&run);
	return 0;
}
