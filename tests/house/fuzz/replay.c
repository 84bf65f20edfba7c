/* replay.c - a record as a lunch: every picture of it can be drawn, and none obeys what it holds. */
#include "demo/restaurant/scene.h"
#include "demo/restaurant/view.h"
#include "demo/view/explain.h"
#include "tests/house/fuzz/record.h"

/* Whoever is asked names a guest of the seeds, whether or not it is in this record. */
static bool predict(FILE *out, const struct view *view)
{
	static char answers[] = "Bob\nnobody\nAnn\nE\nguest 1\nBob\nBob\nnobody\nnobody\nBob\nAnn\n";
	FILE *in = fmemopen(answers, sizeof answers - 1, "r");
	bool good;

	MUST(in);
	good = predict_play(in, out, view);
	fclose(in);
	return good;
}

/* The same record is both ways, or it is one and a plain lunch's begin the other. */
static void draw(struct view *view)
{
	struct written w;
	FILE *out = begin_text(&w);

	for (int i = 0; i <= 3; i++) {
		view->rows = i * 8;
		MUST(picture_print(out, view, view_end(view) / 3 * i, "\n"));
	}
	MUST(picture_table(out, view, 1000000000));
	MUST(view_sum(view));
	contrast_print(out, view);
	MUST(predict(out, view));
	for (int scene = 0; scene <= SCENE_BIG; scene++)
		picture_totals(out, view, (enum scene_kind)scene);
	end_text(&w);
	must_be_fit_for_a_terminal(&w);
	free(w.text);
	MUST(recording_print(begin_text(&w), view));
	end_text(&w);
	free(w.text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char plain[] =
		"{\"record\":1,\"clock\":\"virtual\"}\n"
		"{\"t\":0,\"ev\":\"spawn\",\"worker\":1,\"name\":\"main\",\"by\":0}\n"
		"{\"t\":0,\"ev\":\"spawn\",\"worker\":2,\"name\":\"Bob: soup\",\"by\":1}\n"
		"{\"t\":5,\"ev\":\"done\",\"worker\":2,\"status\":\"ok\"}\n";
	struct view view = {.field = size % 2, .ascii = true, .columns = PICTURE_COLUMNS};
	bool same = size % 3;

	if (read_record(&view.runs[0], data, size) &&
		read_record(&view.runs[1], same ? data : (const uint8_t *)plain, same ? size : sizeof plain - 1))
		draw(&view);
	events_free(&view.runs[0]);
	events_free(&view.runs[1]);
	return 0;
}
