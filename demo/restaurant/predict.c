/* predict.c - asks before each turn of the asynchronous waiter: whom will he turn to? Then it says why.
 *
 * The record has all the answers. The list of ready tasks and their order are not shown: they would tell the
 * answer. */
#include "demo/restaurant/view.h"
#include "demo/text.h"
#include "demo/view/explain.h"

#include <string.h>
#include <strings.h>
#include <unistd.h>

enum { NOBODY = 0, QUIT = -1, UNKNOWN = -2, LINE = 80 }; /* answers; the door, worker 0, is never one */

/* Why it is the turn of this guest, @, by the stage before it. */
static const char *const why[STAGES][2] = {
	[STAGE_QUEUE] = {"@ was next at the door, before any bell was heard.",
		"@ has been ready for longest, though it has not run yet."},
	[STAGE_CALLED] = {"A chef is free for @: the order is handed in.",
		"@ got the permit, and has been ready for longest."},
	[STAGE_READY] = {"@'s dish is done, and its bell was heard first.",
		"@'s timer was the first to be noticed."},
};

/* Why it is not the turn of the guest who was named. */
static const char *const why_not[STAGES][2] = {
	[STAGE_QUEUE] = {"@ is still in the queue.\n", "@ is not ready before the others.\n"},
	[STAGE_CHEF] = {"No chef is free for @.\n", "@ has no permit.\n"},
	[STAGE_CALLED] = {"A chef is free for @, but others were ready before.\n",
		"@ is ready, but others were so before.\n"},
	[STAGE_COOKS] = {"@'s dish is not done.\n", "@'s timer has not run down.\n"},
	[STAGE_READY] = {"@'s dish is done, but others were ready before.\n",
		"@ is ready, but others were so before.\n"},
};

static const char *const rests[2] = {
	"Nobody is in the queue, and no dish is done: he rests.", "No task is ready: the loop sleeps."};
static const char *const never_rests[2] = {
	"He does not rest while anybody needs him.\n", "The loop does not sleep while any task is ready.\n"};
static const char *const unseen[2] = {
	"@'s dish is done; he looks only when all who were ready have had a turn.\n",
	"@'s timer is due; the loop looks at the clock only between two turns.\n"};

/* Lists the guests who are in one of two stages. when: with the moment at which each dish is done. */
static void list(
	FILE *out, const struct scene *scene, const char *label, enum stage a, enum stage b, bool when)
{
	fprintf(out, "  %-12s", label);
	for (int i = 0; i < scene->run->nworkers; i++) {
		enum stage stage = scene->people[i].stage;

		if (!scene_is_guest(scene, i) || (stage != a && stage != b))
			continue;
		putc(' ', out);
		text_print(out, explain_person(&scene->run->workers[i]));
		if (when)
			fprintf(out, " (%.4g s)", seconds(scene->people[i].until));
	}
	putc('\n', out);
}

static void ask(FILE *out, const struct view *view, const struct scene *scene)
{
	bool field = view->field;

	fprintf(out, "\n%.4g s\n", seconds(scene->t));
	list(out, scene, field ? "not started" : "queue", STAGE_QUEUE, STAGE_QUEUE, false);
	list(out, scene, field ? "semaphore" : "window", STAGE_CHEF, STAGE_CALLED, false);
	list(out, scene, field ? "timers" : "stoves", STAGE_COOKS, STAGE_READY, true);
	list(out, scene, field ? "done" : "tables", STAGE_EATS, STAGE_GONE, false);
	fputs(field ? "Which task runs next? A name, or nobody: " : "Who is served next? A name, or nobody: ",
		out);
	fflush(out);
}

/* The guest whose name begins with the answer, or one of the other answers. */
static int find(const struct scene *scene, const char *answer)
{
	size_t len = strlen(answer);

	if (len == 0)
		return UNKNOWN;
	if (strcasecmp(answer, "q") == 0)
		return QUIT;
	if (strncasecmp("nobody", answer, len) == 0)
		return NOBODY;
	for (int i = 0; i < scene->run->nworkers; i++)
		if (scene_is_guest(scene, i) && scene->people[i].stage < STAGE_EATS &&
			strncasecmp(scene->run->workers[i].name, answer, len) == 0)
			return i;
	return UNKNOWN;
}

static int read_answer(FILE *in, FILE *out, const struct scene *scene)
{
	char line[LINE];
	int found = UNKNOWN;

	while (found == UNKNOWN && fgets(line, sizeof line, in)) {
		line[strcspn(line, "\n")] = '\0';
		if (!isatty(fileno(in))) { /* answers that were not typed are not on the screen yet */
			text_print(out, slice_of(line));
			putc('\n', out);
		}
		found = find(scene, line);
		if (found == UNKNOWN) {
			fputs("One who waits for something, \"nobody\", or \"q\" for the end: ", out);
			fflush(out);
		}
	}
	return found == UNKNOWN ? QUIT : found;
}

/* Says whether the answer is right, and why. A foreign record may hold events of no lunch: they have no
 * reason. */
static bool judge(FILE *out, const struct view *view, const struct scene *scene, int answer, int next)
{
	bool field = view->field, right = answer == next;
	const struct person *p = &scene->people[answer];

	fputs(right ? "Right. " : "No. ", out);
	if (!right && answer == NOBODY)
		fputs(never_rests[field], out);
	else if (!right)
		caption_text(out, view, scene,
			(p->stage == STAGE_COOKS && p->until <= scene->t ? unseen : why_not[p->stage])[field], answer);
	if (next == NOBODY)
		fputs(rests[field], out);
	else
		caption_text(out, view, scene, why[scene->people[next].stage][field], next);
	putc('\n', out);
	return right;
}

bool predict_play(FILE *in, FILE *out, const struct view *view)
{
	const struct events *run = &view->runs[ASYNCHRONOUS];
	int asked = 0, right = 0, answer = NOBODY;

	fprintf(out, view->field ? "Tasks: %d, permits: %ld.\n" : "One waiter, guests: %d, chefs: %ld.\n",
		run->nworkers - 1, view->chefs);
	for (size_t i = 0; i < run->count && answer != QUIT; i++) {
		const struct record_event *e = &run->events[i];
		bool sleeps = e->kind == EVENT_POLL_BEGIN && e->number != 0;
		struct scene scene;

		if (!sleeps && (e->kind != EVENT_RESUME || e->worker == 0))
			continue;
		if (!scene_open_at(&scene, run, i, e->t, e->t + 1))
			return false;
		ask(out, view, &scene);
		answer = read_answer(in, out, &scene);
		asked += answer != QUIT;
		if (answer != QUIT)
			right += judge(out, view, &scene, answer, sleeps ? NOBODY : e->worker);
		scene_close(&scene);
	}
	fprintf(out, "\n%d of %d right.\n", right, asked);
	return true;
}
