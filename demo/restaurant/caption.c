/* caption.c - one sentence on what happens at a moment; at the end, the sum of what took the time. */
#include "demo/restaurant/view.h"
#include "demo/text.h"
#include "demo/view/explain.h"

/* Why the waiter has just left a guest, by the stage in which that guest is now. */
static const char *const left_at[STAGES][2] = {
	[STAGE_CHEF] = {"No chef is free for %: ", "@ waits for a permit: "},
	[STAGE_COOKS] = {"% takes $: ", "@ waits for a timer, $: "},
	[STAGE_EATS] = {"@ eats: ", "@ is done: "},
	[STAGE_GONE] = {"@ has gone: ", "@ has failed: "},
};

/* Prints "Ann", or with dish "Ann's pasta"; in the field's words "task 2". */
static void put_guest(FILE *out, const struct scene *scene, int worker, bool dish, bool field)
{
	const struct worker *w = &scene->run->workers[worker];
	struct slice name = explain_person(w), rest = slice_of(w->name + name.len);

	if (field) {
		fprintf(out, "task %u", (unsigned)w->id);
		return;
	}
	text_print(out, name);
	if (dish && rest.len > 2) {
		fputs("'s ", out);
		text_print(out, (struct slice){rest.at + 2, rest.len - 2});
	}
}

void caption_text(FILE *out, const struct view *view, const struct scene *scene, const char *text, int worker)
{
	const struct person *p = &scene->people[worker];

	for (; text && *text; text++) {
		if (*text == '@' || *text == '%')
			put_guest(out, scene, worker, *text == '%', view->field);
		else if (*text == '$')
			fprintf(out, "%.4g s", seconds(p->until - p->since));
		else
			putc(*text, out);
	}
}

/* The guest whom the waiter left to turn to this one: it entered its stage at the same moment. 0, the door:
 * none. */
static int left_for(const struct scene *scene, int worker)
{
	int found = 0;

	for (int i = 1; i < scene->run->nworkers; i++)
		if (i != worker && left_at[scene->people[i].stage][0] &&
			scene->people[i].since == scene->people[worker].since &&
			(!found || scene->people[i].stage <= scene->people[found].stage))
			found = i;
	return found;
}

/* Prints the waiter's time as a sum: the time for all orders, how long he stood at a stove, how long he
 * rested. */
void caption_sum(FILE *out, const struct view *view, const struct scene *end)
{
	static const char *const stood[2][2] = {
		{"he never stands.", "it never blocks."}, {"he stands for %.4g s.", "it blocks for %.4g s."}};
	int guests = end->run->nworkers - 1;
	int64_t total = events_end(end->run), rest = total - end->busy, orders = end->busy - end->stood,
		each = guests > 0 ? guests : 1;
	const char *times = view->ascii ? "x" : "×";

	if (end->stood > 0 && rest == 0)
		fprintf(out, "%d %s (%.4g s + %.4g s)", guests, times, seconds(orders / each),
			seconds(end->stood / each));
	else
		fprintf(out, "%d %s %.4g s", guests, times, seconds(orders / each));
	if (end->stood > 0 && rest > 0)
		fprintf(out, " + %.4g s", seconds(end->stood));
	if (rest > 0)
		fprintf(out, " + %.4g s", seconds(rest));
	fprintf(out, " = %.4g s: ", seconds(total));
	fprintf(out, stood[end->stood > 0][view->field], seconds(end->stood));
}

void caption_print(FILE *out, const struct view *view, const struct scene *scene)
{
	static const char *const turns[2][2] = {{"The waiter takes @'s order.", "The loop runs @."},
		{"the waiter turns to @.", "the loop runs @."}};
	bool field = view->field;
	int who = scene->running, from = who > 0 ? left_for(scene, who) : 0;

	if (scene->t >= events_end(scene->run)) {
		caption_sum(out, view, scene);
	} else if (who <= 0) {
		fputs(field ? "Nobody is ready: the loop sleeps until the next timer."
			    : "Nobody needs the waiter: he rests until a dish is done.",
			out);
	} else if (scene->people[who].stage == STAGE_STANDS) {
		caption_text(out, view, scene,
			field ? "@ blocks the thread for $: nobody else can run."
			      : "% takes $: the waiter stands and waits.",
			who);
	} else {
		if (from)
			caption_text(out, view, scene, left_at[scene->people[from].stage][field], from);
		caption_text(out, view, scene, turns[from > 0][field], who);
	}
}
