/* chart.c - a table as bars: whatever it holds, the terminal is not commanded. */
#include "tests/house/fuzz/record.h"

int chart_main(int argc, char **argv);
#define main chart_main
#include "demo/chart/chart.c"
#undef main

static void draw(const struct chart *chart)
{
	FILE *kept = stdout;
	struct written w;

	stdout = begin_text(&w); /* a variable, in glibc */
	print_chart(chart);
	stdout = kept;
	end_text(&w);
	must_be_fit_for_a_terminal(&w);
	free(w.text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct chart chart;
	char *text = fuzz_copy(data, size);
	FILE *in = fmemopen(text, size ? size : 1, "r");

	MUST(in);
	chart = (struct chart){.title = "Time", .label_columns = sizeof "seconds" - 1};
	if (chart_read_table(&chart, in) == 0) {
		MUST(chart.count <= BARS_MAX && chart.nparts <= PARTS_MAX);
		choose_axis(&chart);
		draw(&chart);
	}
	fclose(in);
	free(text);
	return 0;
}
