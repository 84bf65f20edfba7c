/* chart.c - a table as bars: whatever it holds, the picture is XML's text, and the terminal is not commanded. */
#include "tests/house/fuzz/record.h"

int chart_main(int argc, char **argv);
#define main chart_main
#include "demo/chart/chart.c"
#undef main

/* What is markup is ours: no text of the table opens or ends an element. */
static void draw(const struct chart *chart)
{
	struct written w;
	FILE *out = begin_text(&w);

	bars_draw(out, chart);
	end_text(&w);
	must_be_fit_for_a_terminal(&w);
	MUST(!strstr(w.text, "<x"));
	free(w.text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct chart chart;
	char *text = fuzz_copy(data, size);
	FILE *in = fmemopen(text, size ? size : 1, "r");

	MUST(in && freopen("/dev/null", "w", stdout));
	chart = (struct chart){.title = "Time", .label_columns = sizeof "seconds" - 1};
	if (chart_read_table(&chart, in) == 0) {
		MUST(chart.count <= BARS_MAX && chart.nparts <= PARTS_MAX);
		choose_axis(&chart);
		draw(&chart);
		print_chart(&chart);
	}
	fclose(in);
	free(text);
	return 0;
}
