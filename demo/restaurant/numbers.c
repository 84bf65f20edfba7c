/* numbers.c - scenes as numbers and words: the table of ticks, and the closing lines. */
#include "demo/restaurant/view.h"
#include "demo/text.h"
#include "demo/view/explain.h"

enum { TICKS_MAX = 1000, CELL = 6, LABEL = 20, COLUMN = 14 };

static const char *const way_names[WAYS] = {"synchronous", "asynchronous"};

/* ---- the table ---- */

/* The waiter has the first column: all guests share him. */
static void print_heads(FILE *out, const struct scene *scene, const char *supervisor)
{
	fprintf(out, "%9s  %-6s", "seconds", supervisor);
	for (int i = 0; i < scene->run->nworkers; i++)
		if (scene_is_guest(scene, i)) {
			putc(' ', out);
			text_cell(out, explain_person(&scene->run->workers[i]), CELL);
		}
	putc('\n', out);
}

static void print_tick(FILE *out, const struct scene *scene, int tick, int field)
{
	for (int i = 0; i < scene->run->nworkers; i++)
		if (scene_is_guest(scene, i))
			fprintf(out, " %-*s", CELL, looks[scene_lane(scene, i)[tick].stage].cell[field]);
	putc('\n', out);
}

bool picture_table(FILE *out, const struct view *view, int64_t tick)
{
	if (view_end(view) / TICKS_MAX >= tick)
		tick = view_end(view) / TICKS_MAX + 1;
	for (int way = 0; way < WAYS; way++) {
		const struct events *run = &view->runs[way];
		struct scene scene;

		if (!scene_open(&scene, run, events_end(run), tick))
			return false;
		fprintf(out, "%s%s\n", way ? "\n" : "", way_names[way]);
		print_heads(out, &scene, view->field ? "loop" : "waiter");
		for (int i = 0; i < scene.columns - 1; i++) {
			bool busy = scene_lane(&scene, run->nworkers)[i].stage != STAGE_QUEUE;

			fprintf(out, "%9.3f  %-6s", seconds(i * tick), busy ? "busy" : "rests");
			print_tick(out, &scene, i, view->field);
		}
		scene_close(&scene);
	}
	return true;
}

/* ---- the closing lines ---- */

/* What each scene shows. */
/* clang-format off */
static const char *const captions[][2] = {
	[SCENE_PLAIN] = {
		"Nobody cooked or listened faster: the waiter only stopped standing and waiting.\n",
		"No task has become faster: the loop only stopped blocking.\n"},
	[SCENE_SLOW] = {"\nA slow dish: that guest's patience ends, a timeout of one order and of\n"
			"no other. Standing in the kitchen, the waiter could tell nobody that the time is up.\n",
		"\nA slow task: a timeout of this one and of no other. A call that blocks cannot\nbe timed out.\n"},
	[SCENE_BURNT] = {"\nA burnt dish: an error of one order; all others go on.\n",
		"\nA task that fails: an error of one; all others go on.\n"},
	[SCENE_LEAVES] = {"\nA guest leaves: the order is cancelled, and the chef is free for the next.\n"
			  "Standing in the kitchen, the waiter does not hear that anybody leaves.\n",
		"\nA task is cancelled, and its permit is free for the next. A call that blocks\n"
		"cannot be cancelled.\n"},
	[SCENE_COOKS] = {"\nThe waiter cooks a dish himself, a blocking call: until it is done nobody\n"
			 "else is served.\n",
		"\nA task makes a blocking call: until it returns no other task runs.\n"},
	[SCENE_BIG] = {"\nBig orders: all is the waiter's own work, there is nothing to wait for:\n"
		       "async gains nothing.\n",
		"\nTasks that only compute: there is nothing to wait for: async gains nothing.\n"},
};
/* clang-format on */

static void print_row(FILE *out, const char *label, const char *unit, double a, double b)
{
	fprintf(out, "%-*s%*.1f %-2s%*.1f %s\n", LABEL, label, COLUMN - 3, a, unit, COLUMN - 3, b, unit);
}

/* No figure is known beforehand: all are taken from the ends of the records. */
static void print_totals(FILE *out, const struct scene ends[WAYS], const char *busy, const char *last)
{
	double percent[WAYS], sooner = seconds(ends[0].last_meal - ends[1].last_meal);

	for (int way = 0; way < WAYS; way++)
		percent[way] = ends[way].t ? 100.0 * (double)ends[way].busy / (double)ends[way].t : 0;
	fprintf(out, "\n%-*s%*s%*s\n", LABEL, "", COLUMN, way_names[0], COLUMN, way_names[1]);
	print_row(out, "total", "s", seconds(ends[0].t), seconds(ends[1].t));
	print_row(out, busy, "%", percent[0], percent[1]);
	print_row(out, "longest wait", "s", seconds(ends[0].wait), seconds(ends[1].wait));
	if (ends[0].last_meal == ends[1].last_meal)
		fprintf(out, "The last %s no sooner.\n", last);
	else
		fprintf(out, "The last %s %.1f s %s.\n", last, sooner < 0 ? -sooner : sooner,
			sooner < 0 ? "later" : "sooner");
}

bool view_sum(struct view *view)
{
	bool good = true;

	for (int way = 0; way < WAYS; way++) {
		int64_t t = events_end(&view->runs[way]);

		good = good && scene_open(&view->ends[way], &view->runs[way], t, t + 1);
		scene_close(&view->ends[way]);
	}
	return good;
}

void contrast_print(FILE *out, const struct view *view)
{
	for (int way = 0; way < WAYS; way++) {
		fprintf(out, "%-*s", COLUMN, way_names[way]);
		caption_sum(out, view, &view->ends[way]);
		putc('\n', out);
	}
}

void picture_totals(FILE *out, const struct view *view, enum scene_kind scene)
{
	const struct scene *end = &view->ends[ASYNCHRONOUS];

	print_totals(out, view->ends, view->field ? "the loop ran" : "waiter busy",
		view->field ? "task is done" : "guest eats");
	fputs(captions[scene][view->field], out);
	if (scene < SCENE_COOKS || end->longest_of == EVENTS_SUPERVISOR)
		return;
	fprintf(out, "The longest step without a pause: %.1f s, with ", seconds(end->longest));
	text_print(out, slice_of(end->run->workers[end->longest_of].name));
	fputs(".\n", out);
}
