/* restaurant.c - a lunch, twice: first the waiter stands and waits for each dish, then he does not.
 *
 * lunch.c runs it and writes two event records; everything that is shown is made from these records. */
#include "coro/run.h"
#include "demo/arguments.h"
#include "demo/restaurant/view.h"
#include "demo/text.h"
#include "demo/view/explain.h"
#include "loop/clock.h"
#include "loop/watch/record.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The most memory that a record without --record may take. That of a thousand guests takes a tenth of it. */
enum { RECORD_MAX = 16 << 20 };

/* Plays or replays one way, and reads its record. */
static bool read_way(const struct lunch *lunch, int way, struct events *run)
{
	const char *name = lunch->replay ? lunch->replay : lunch->record;
	char path[4096];
	FILE *file;
	bool good;

	snprintf(path, sizeof path, "%s.%s", name ? name : "record", way == SYNCHRONOUS ? "sync" : "async");
	if (lunch->replay)
		return events_load(run, path);
	file = name ? record_create(path, "w+") : fmemopen(NULL, RECORD_MAX, "w+");
	good = file && lunch_play(lunch, way, file);
	errno = file ? 0 : errno;
	if (!file || fflush(file) != 0 || ferror(file))
		good = !arguments_complain(path, errno ? strerror(errno) : "cannot be written");
	if (file)
		rewind(file);
	good = good && (events_read(run, file, path) || !arguments_complain(NULL, run->error));
	if (file)
		fclose(file);
	return good;
}

static bool print_log(const struct view *view)
{
	bool good = true;

	contrast_print(stdout, view);
	for (int way = 0; way < WAYS; way++) {
		printf("\n%s:\n", way == SYNCHRONOUS ? "Synchronously" : "Asynchronously");
		good = good && explain_print(stdout, &view->runs[way], view->field ? EXPLAIN_FIELD : EXPLAIN_RESTAURANT);
	}
	return good;
}

static bool out_of_memory(void)
{
	return !arguments_complain(NULL, "out of memory");
}

static bool show(const struct lunch *lunch, struct view *view)
{
	const char *term = getenv("TERM"), *no_color = getenv("NO_COLOR");
	bool live = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO) && term && strcmp(term, "dumb") != 0;

	if (lunch->explain)
		return explain_print(stdout, &view->runs[ASYNCHRONOUS], EXPLAIN_ALL) || out_of_memory();
	if (lunch->predict)
		return predict_play(stdin, stdout, view) || out_of_memory();
	if (lunch->svg)
		return recording_print(stdout, view) || out_of_memory();
	if (lunch->table)
		return picture_table(stdout, view, lunch->order ? lunch->order : NS_PER_S) || out_of_memory();
	if (lunch->at < 0 && !live)
		return print_log(view) || out_of_memory();
	view->color = lunch->at < 0 && !(no_color && *no_color);
	if (lunch->at < 0 && !live_show(view))
		return false;
	view->color = false; /* this picture stays on the screen, or goes into a file */
	return picture_print(stdout, view, lunch->at < 0 ? view_end(view) : lunch->at, "\n") || out_of_memory();
}

int main(int argc, char **argv)
{
	struct lunch lunch;
	struct view view = {.columns = PICTURE_COLUMNS};
	int status = lunch_options(&lunch, argc, argv);
	bool good;

	if (status != ARGUMENTS_RUN)
		return status;
	view.field = lunch.field;
	view.chefs = lunch.replay ? 0 : lunch.chefs ? lunch.chefs : lunch.customers;
	view.ascii = text_ascii() && !lunch.svg; /* an SVG is UTF-8, whatever the locale */
	good = read_way(&lunch, SYNCHRONOUS, &view.runs[SYNCHRONOUS]) &&
	       read_way(&lunch, ASYNCHRONOUS, &view.runs[ASYNCHRONOUS]) &&
	       (view_sum(&view) || out_of_memory()) && show(&lunch, &view);
	if (good && !lunch.explain && !lunch.svg && !lunch.predict)
		picture_totals(stdout, &view, lunch.scene);
	for (int way = 0; way < WAYS; way++)
		events_free(&view.runs[way]);
	return run_interrupted() ? 128 + run_interrupted() : good ? 0 : 1;
}
