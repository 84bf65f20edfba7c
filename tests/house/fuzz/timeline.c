/* timeline.c - a record as a page: whatever it holds, its data is JSON, and ends no script. */
#include "tests/house/fuzz/record.h"

int timeline_main(int argc, char **argv);
#define main timeline_main
#include "demo/view/timeline.c"
#undef main

static void put_all(struct page *page)
{
	struct written w;

	page->out = begin_text(&w);
	collect_sources(page, &page->runs[0].events);
	put_data(page);
	end_text(&w);
	must_be_json(&w);
	MUST(!strchr(w.text, '<'));
	free(w.text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct page page = {.folder = "/nowhere", .count = 1};
	struct run *run = &page.runs[0];

	run->path = "run";
	if (read_record(&run->events, data, size)) {
		MUST(segments_make(&run->segments, &run->events));
		put_all(&page);
	}
	free_page(&page);
	return 0;
}
