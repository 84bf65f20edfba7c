/* picture.c - two scenes beside each other as one picture: a frame of the live view.
 *
 *     moment       synchronous                    asynchronous
 *     queue      | how many, and who            | ...             a row for each place
 *     the waiter | lane                         | ...             and then one for each guest */
#include "demo/restaurant/scene.h"
#include "demo/restaurant/view.h"
#include "demo/text.h"
#include "demo/view/explain.h"

#include <string.h>

enum { WIDTH = 33, LABEL = 11, ABOVE_LANES = 7, BELOW_LANES = 3 }; /* columns and rows */

/* How each stage looks and is called: all that the two vocabularies differ in stands here and in places. */
static const struct {
	const char *sign, *ascii, *color;
	const char *words[2]; /* the restaurant's, the field's */
} stages[STAGES] = {
	[STAGE_QUEUE] = {" ", " ", "", {"queues", "not started"}},
	[STAGE_CHEF] = {"○", "o", "\033[31m", {"no chef", "waits: permit"}},
	[STAGE_COOKS] = {"·", ".", "\033[36m", {"cooks", "waits: timer"}},
	[STAGE_READY] = {"▒", "%", "\033[33m", {"dish ready", "ready"}},
	[STAGE_WAITER] = {"█", "#", "\033[32m", {"waiter", "running"}},
	[STAGE_EATS] = {"✓", "v", "\033[32m", {"eats", "done"}},
	[STAGE_GONE] = {"✗", "x", "\033[31m", {"gone", "failed"}},
};

static const struct {
	const char *words[2];
	unsigned stages; /* a bit for each that is found there */
} places[] = {
	{{"queue", "not started"}, 1u << STAGE_QUEUE},
	{{"the waiter", "event loop"}, 1u << STAGE_WAITER},
	{{"kitchen", "waiting"}, 1u << STAGE_CHEF | 1u << STAGE_COOKS},
	{{"counter", "ready queue"}, 1u << STAGE_READY},
	{{"tables", "done"}, 1u << STAGE_EATS | 1u << STAGE_GONE},
};

enum { PLACES = sizeof places / sizeof *places };

int64_t view_end(const struct view *view)
{
	int64_t a = events_end(&view->runs[SYNCHRONOUS]), b = events_end(&view->runs[ASYNCHRONOUS]);

	return a > b ? a : b;
}

/* Colour only repeats what the sign says. */
static void put_sign(FILE *out, const struct view *view, enum stage stage)
{
	bool colored = view->color && *stages[stage].color;

	fprintf(out, "%s%s%s", colored ? stages[stage].color : "",
		view->ascii ? stages[stage].ascii : stages[stage].sign, colored ? "\033[0m" : "");
}

static void put_edge(FILE *out, const struct view *view)
{
	fputs(view->ascii ? "|" : "│", out);
}

static void put_blanks(FILE *out, int columns)
{
	fprintf(out, "%*s", columns > 0 ? columns : 0, "");
}

/* Prints who is there, each with a sign, as far as the width allows; how many there are stands before. */
static void print_place(FILE *out, const struct view *view, const struct scene *scene, unsigned there)
{
	int count = 0, left = WIDTH - 4, shown = 0;

	for (int i = 0; i < scene->run->nworkers; i++)
		count += scene_is_guest(scene, i) && there >> scene->people[i].stage & 1;
	fprintf(out, "%3d ", count);
	for (int i = 0; i < scene->run->nworkers; i++) {
		struct slice name = explain_person(&scene->run->workers[i]);
		int room = left - text_print(NULL, name) - 2, rest = count - shown - 1;

		if (!scene_is_guest(scene, i) || !(there >> scene->people[i].stage & 1))
			continue;
		if (room < (rest ? 5 : 0)) { /* the others are only counted */
			left -= fprintf(out, "+%d", count - shown);
			break;
		}
		put_sign(out, view, scene->people[i].stage);
		text_print(out, name);
		putc(' ', out);
		left = room;
		shown++;
	}
	put_blanks(out, left);
}

/* What everybody did so far, a sign for each column of the scale. */
static void print_lane(FILE *out, const struct view *view, const struct scene *scene, int worker)
{
	const struct cell *lane = scene_lane(scene, worker);

	for (int i = 0; i < WIDTH && i < scene->columns; i++) {
		bool went_on = lane[i].stage >= STAGE_EATS && i > 0 && lane[i - 1].stage == lane[i].stage;

		put_sign(out, view, went_on ? STAGE_QUEUE : lane[i].stage); /* an end is marked once */
	}
	put_blanks(out, WIDTH - scene->columns);
}

static void print_places(FILE *out, const struct view *view, const struct scene scenes[WAYS], const char *end)
{
	for (int place = 0; place < PLACES; place++) {
		const char *label = places[place].words[view->field];

		text_cell(out, slice_of(label), LABEL);
		for (int way = 0; way < WAYS; way++) {
			put_edge(out, view);
			print_place(out, view, &scenes[way], places[place].stages);
		}
		fputs(end, out);
	}
}

/* The waiter's lane on top, then so many guests from the first on. */
static void print_lanes(FILE *out, const struct view *view, const struct scene scenes[WAYS], int first,
	int rows, const char *end)
{
	const struct events *run = scenes[0].run;
	/* Both runs have the same workers in the same order: the main task, and the guests. */
	int workers = run->nworkers < scenes[1].run->nworkers ? run->nworkers : scenes[1].run->nworkers;

	for (int i = first - 1; i < first + rows && i < workers; i++) {
		bool waiter = i == first - 1;
		const char *label = waiter ? places[1].words[view->field] : run->workers[i].name;

		text_cell(out, slice_of(label), LABEL);
		for (int way = 0; way < WAYS; way++) {
			put_edge(out, view);
			print_lane(out, view, &scenes[way], waiter ? scenes[way].run->nworkers : i);
		}
		fputs(end, out);
	}
}

/* The signs, each with its word in this vocabulary and the other: the map between them. */
static void print_map(FILE *out, const struct view *view, const char *end)
{
	for (int stage = STAGE_CHEF; stage < STAGES; stage++) {
		put_sign(out, view, (enum stage)stage);
		fprintf(out, " %s = %s%s", stages[stage].words[view->field],
			stages[stage].words[!view->field], stage == STAGE_READY ? end : "  ");
	}
	fprintf(out, "%s = %s%s", places[1].words[view->field], places[1].words[!view->field], end);
}

/* With more guests than rows, the lanes follow the way that is behind. */
static int first_lane(const struct scene scenes[WAYS], int rows)
{
	int first = scenes[0].run->nworkers - rows;

	for (int way = 0; way < WAYS; way++) {
		int done = 0;

		for (int i = 1; i < scenes[way].run->nworkers; i++)
			done += scenes[way].people[i].stage >= STAGE_EATS;
		first = done + 1 < first ? done + 1 : first;
	}
	return first > 1 ? first : 1;
}

/* One scale for both ways: it begins so that the shorter run fills the width, and widens as time goes on. */
static int64_t choose_step(const struct view *view, int64_t now)
{
	int64_t total = view_end(view);

	for (int way = 0; way < WAYS; way++)
		if (events_end(&view->runs[way]) < total)
			total = events_end(&view->runs[way]);
	return (now > total ? now : total) / (WIDTH - 1) + 1;
}

bool picture_print(FILE *out, const struct view *view, int64_t t, int rows, const char *end)
{
	int64_t total = view_end(view), now = t < total ? t : total, step = choose_step(view, now);
	struct scene scenes[WAYS] = {0};
	int lanes =
		rows > ABOVE_LANES + BELOW_LANES ? rows - ABOVE_LANES - BELOW_LANES : view->runs[0].nworkers;
	bool good = scene_open(&scenes[0], &view->runs[0], now, step) &&
		    scene_open(&scenes[1], &view->runs[1], now, step);

	if (good) {
		fprintf(out, "%8.1f s  %-*s %s    a column: %.1f s%s", seconds(now), WIDTH, "synchronous",
			"asynchronous", seconds(step), end);
		print_places(out, view, scenes, end);
		print_lanes(out, view, scenes, first_lane(scenes, lanes), lanes, end);
		print_map(out, view, end);
	}
	for (int way = 0; way < WAYS; way++)
		scene_close(&scenes[way]);
	return good;
}
