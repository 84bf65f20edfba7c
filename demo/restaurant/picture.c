/* picture.c - two scenes, one above the other, as one picture: a frame of the live view.
 *
 *     moment
 *     title of the way           how many are served
 *     queue       how many, and who                     a row for each place
 *     time        what the waiter did so far            and a row for each guest, if there is room
 *     what happens now, in a sentence
 *     title of the other way …                          the same again */
#include "demo/restaurant/view.h"
#include "demo/text.h"
#include "demo/view/explain.h"

#include <string.h>

enum { LABEL = 13, COUNT = 5, GUEST = 12 }; /* columns: of a label, of a number, of a name among others */
enum { LANES_LEAST = 2 };                   /* rows of guests in a half, if there are any */

/* The two vocabularies differ only here, in places and in titles. */
const struct look looks[STAGES] = {
	[STAGE_QUEUE] = {" ", " ", "", {"queues", "not started"}, {"-", "-"}},
	[STAGE_CHEF] = {"○", "o", "\033[31m", {"no chef", "waits for a permit"}, {"chef?", "sem"}},
	[STAGE_CALLED] = {"▒", "%", "\033[33m", {"a chef is free", "ready"}, {"chef!", "ready"}},
	[STAGE_COOKS] = {"·", ".", "\033[36m", {"cooks", "waits for a timer"}, {"cooks", "timer"}},
	[STAGE_READY] = {"▒", "%", "\033[33m", {"a dish or a chef is ready", "ready"}, {"dish!", "ready"}},
	[STAGE_WAITER] = {"█", "#", "\033[32m", {"with the waiter", "runs"}, {"WAITER", "RUN"}},
	[STAGE_STANDS] = {"═", "=", "\033[31m", {"he stands and waits", "blocks the thread"}, {"stands", "BLOCK"}},
	[STAGE_EATS] = {"✓", "v", "\033[32m", {"eats", "done"}, {"eats", "done"}},
	[STAGE_GONE] = {"✗", "x", "\033[31m", {"gone", "failed"}, {"gone", "error"}},
};

enum { QUEUE, WAITER, WINDOW, STOVES, COUNTER, TABLES, PLACES };

#define AT(stage) (1u << STAGE_##stage)

/* A ready task is in one place in the field's words, but in one of two in the restaurant's. */
static const struct {
	const char *words[2];
	unsigned stages[2]; /* a bit for each stage that is found there */
} places[PLACES] = {
	[QUEUE] = {{"queue", "not started"}, {AT(QUEUE), AT(QUEUE)}},
	[WAITER] = {{"waiter", "event loop"}, {AT(WAITER) | AT(STANDS), AT(WAITER) | AT(STANDS)}},
	[WINDOW] = {{"window", "semaphore"}, {AT(CHEF) | AT(CALLED), AT(CHEF)}},
	[STOVES] = {{"stoves", "far end"}, {AT(COOKS) | AT(STANDS), AT(COOKS) | AT(STANDS)}},
	[COUNTER] = {{"counter", "ready queue"}, {AT(READY), AT(READY) | AT(CALLED)}},
	[TABLES] = {{"tables", "done"}, {AT(EATS) | AT(GONE), AT(EATS) | AT(GONE)}},
};

static const char *const titles[WAYS][2] = {
	{"SYNCHRONOUS: he stands and waits", "SYNCHRONOUS: each call blocks"},
	{"ASYNCHRONOUS: he serves others meanwhile", "ASYNCHRONOUS: each await lets others run"},
};

int64_t view_end(const struct view *view)
{
	int64_t a = events_end(&view->runs[SYNCHRONOUS]), b = events_end(&view->runs[ASYNCHRONOUS]);

	return a > b ? a : b;
}

/* The colour adds nothing to what the sign says. */
static void put_sign(FILE *out, const struct view *view, enum stage stage)
{
	bool colored = view->color && *looks[stage].color;

	fprintf(out, "%s%s%s", colored ? looks[stage].color : "",
		view->ascii ? looks[stage].ascii : looks[stage].sign, colored ? "\033[0m" : "");
}

static bool is_in(const struct scene *scene, int worker, unsigned wanted)
{
	return scene_is_guest(scene, worker) && wanted >> scene->people[worker].stage & 1;
}

static int count_in(const struct scene *scene, unsigned wanted)
{
	int count = 0;

	for (int i = 0; i < scene->run->nworkers; i++)
		count += is_in(scene, i, wanted);
	return count;
}

/* Writes how long a pot still takes, "2.5s". A pot that is done stays until the loop looks at the clock. */
static void tell_pot(char *text, size_t room, const struct scene *scene, int worker)
{
	int64_t left = scene->people[worker].until - scene->t;

	snprintf(text, room, left > 0 ? " %.1fs" : " done", seconds(left));
}

/* Shows free stoves. A chef keeps the stove until the dish is fetched, since the permit is returned only
 * then. */
static void print_free(FILE *out, const struct view *view, const struct scene *scene, int room)
{
	long free = view->chefs - count_in(scene, AT(COOKS) | AT(STANDS) | AT(READY) | AT(CALLED));

	for (; free > 0 && room > 2; free--, room -= 2)
		fputs("_ ", out);
}

/* Prints the number of guests in a place, then their names, each with a sign, as far as the width allows. */
static void print_place(FILE *out, const struct view *view, const struct scene *scene, unsigned place)
{
	unsigned wanted = places[place].stages[view->field];
	int rest = count_in(scene, wanted), left = view->columns - LABEL - COUNT;

	text_cell(out, slice_of(places[place].words[view->field]), LABEL);
	fprintf(out, "%*d ", COUNT - 1, rest);
	for (int i = 0; rest > 0 && i < scene->run->nworkers; i++) {
		struct slice name = explain_person(&scene->run->workers[i]);
		int columns = text_print(NULL, name), room;
		char pot[32] = "";

		if (!is_in(scene, i, wanted))
			continue;
		if (place == STOVES)
			tell_pot(pot, sizeof pot, scene, i);
		columns = columns < GUEST ? columns : GUEST;
		room = left - columns - (int)strlen(pot) - 3;
		if (room < (rest > 1 ? 6 : 0)) { /* the rest is only counted */
			fprintf(out, "+%d", rest);
			return;
		}
		if (place != QUEUE)
			put_sign(out, view, scene->people[i].stage);
		text_cell(out, name, columns);
		fprintf(out, "%s  ", pot);
		left = room;
		rest--;
	}
	if (place == STOVES)
		print_free(out, view, scene, left);
}

/* Prints what a worker, or the waiter, did so far: a sign for each column of the scale. */
static void print_lane(FILE *out, const struct view *view, const struct scene *scene, int worker)
{
	const struct cell *lane = scene_lane(scene, worker);

	for (int i = 0; i < view->columns - LABEL && i < scene->columns; i++) {
		bool went_on = lane[i].stage >= STAGE_EATS && i > 0 && lane[i - 1].stage == lane[i].stage;

		put_sign(out, view, went_on ? STAGE_QUEUE : lane[i].stage); /* the end is marked only once */
	}
}

/* Prints the waiter's lane and `rows` guests' lanes below it. If there are more, from the first guest not
 * done. */
static void print_lanes(FILE *out, const struct view *view, const struct scene *scene, int rows, const char *end)
{
	static const char *const time[] = {"his time", "its time"};
	int guests = scene->run->nworkers - 1, first = count_in(scene, AT(EATS) | AT(GONE));

	text_cell(out, slice_of(time[view->field]), LABEL);
	print_lane(out, view, scene, scene->run->nworkers);
	first = first < guests - rows ? first : guests - rows;
	for (int i = first > 0 ? first : 0, last = i + rows; i < last && i < guests; i++) {
		fputs(end, out);
		text_cell(out, slice_of(scene->run->workers[i + 1].name), LABEL - 1);
		putc(' ', out);
		print_lane(out, view, scene, i + 1);
	}
}

static void print_half(
	FILE *out, const struct view *view, const struct scene *scene, int way, int lanes, const char *end)
{
	const char *bold = view->color ? "\033[1m" : "", *plain = view->color ? "\033[0m" : "";
	char served[64];

	snprintf(served, sizeof served, view->field ? "%d of %d done" : "%d of %d served",
		count_in(scene, AT(EATS) | AT(GONE)), scene->run->nworkers - 1);
	fprintf(out, "%s%-*s%s%s%s", bold, view->columns - (int)strlen(served), titles[way][view->field], plain,
		served, end);
	for (unsigned place = 0; place < PLACES; place++) {
		print_place(out, view, scene, place);
		fputs(end, out);
	}
	print_lanes(out, view, scene, lanes, end);
	fprintf(out, "%s  > ", end);
	caption_print(out, view, scene);
	fputs(end, out);
}

/* Explains the signs, in the words of one vocabulary only. */
static void print_legend(FILE *out, const struct view *view, const char *end)
{
	for (int stage = STAGE_CHEF; stage < STAGES; stage++) {
		if (stage == STAGE_CALLED) /* has the sign of STAGE_READY */
			continue;
		put_sign(out, view, (enum stage)stage);
		fprintf(out, " %s%s", looks[stage].words[view->field], stage == STAGE_READY ? end : "  ");
	}
	fputs(end, out);
}

/* ns of a column, the same for both ways. First the shorter run fills the width; later the columns get
 * longer. */
static int64_t choose_step(const struct view *view, int64_t now)
{
	int64_t total = view_end(view);

	for (int way = 0; way < WAYS; way++)
		if (events_end(&view->runs[way]) < total)
			total = events_end(&view->runs[way]);
	return (now > total ? now : total) / (view->columns - LABEL - 1) + 1;
}

bool picture_print(FILE *out, const struct view *view, int64_t t, const char *end)
{
	int64_t total = view_end(view), now = t < total ? t : total, step = choose_step(view, now);
	int guests = view->runs[0].nworkers - 1;
	int spare = view->rows ? view->rows - PICTURE_ROWS - LEGEND_ROWS : guests * WAYS;
	int lanes = spare / WAYS < guests ? spare / WAYS : guests;
	struct scene scenes[WAYS] = {0};
	char moment[32], scale[32];
	bool good = true;

	for (int way = 0; way < WAYS; way++)
		good = good && scene_open(&scenes[way], &view->runs[way], now, step);
	if (good) {
		snprintf(moment, sizeof moment, "%.1f s", seconds(now));
		snprintf(scale, sizeof scale, "a column: %.1f s", seconds(step));
		fprintf(out, "%-*s%s%s", view->columns - (int)strlen(scale), moment, scale, end);
		for (int way = 0; way < WAYS; way++)
			print_half(out, view, &scenes[way], way, lanes < LANES_LEAST ? 0 : lanes, end);
		if (spare >= 0)
			print_legend(out, view, end);
	}
	for (int way = 0; way < WAYS; way++)
		scene_close(&scenes[way]);
	return good;
}
