/* ledger.c - a short table: programs have few lines that open things, however many they open. */
#include "coro/watch/ledger.h"
#include "coro/error.h"

#include <string.h>

static const struct site elsewhere = {"many", "", "", 0};

enum { LINES = 64 }; /* what does not fit is counted in the last one */

static struct line {
	const char *what, *detail;
	const struct site *made;
	unsigned count;
	uint32_t task; /* whose error was the latest of these, or 0 */
} lines[LINES + 1] = {[LINES] = {"and more", "", &elsewhere, 0, 0}};
static unsigned used;

/* The line's place, or the one where it would stand. */
static struct line *find_line(const char *what, const char *detail, const struct site *made)
{
	struct line *l = lines;

	while (l < lines + used && (l->made != made || strcmp(l->what, what) || strcmp(l->detail, detail)))
		l++;
	return l;
}

void ledger_add(const char *what, const char *detail, const struct site *made, uint32_t task)
{
	struct line *l = find_line(what, detail, made);

	if (!made)
		return;
	if (l == lines + used && used < LINES) {
		*l = (struct line){what, detail, made, 0, 0};
		used++;
	}
	l->count++;
	l->task = task;
}

void ledger_remove(const char *what, const char *detail, const struct site *made, uint32_t task)
{
	struct line *l = find_line(what, detail, made);

	if (made && l->count > 0) /* 0: it was opened before this async_run */
		l->count--;
	l->task = l->task == task ? 0 : l->task;
}

unsigned ledger_close(FILE *out)
{
	unsigned left = 0;

	for (struct line *l = lines; l <= lines + used; l++) {
		if (l->count && out)
			fprintf(out, "forgotten: %s%s%s, from %s:%d %s (%u time%s)\n", l->what,
				*l->detail ? ": " : "", l->detail, l->made->file, l->made->line,
				l->made->func, l->count, l->count == 1 ? "" : "s");
		if (l->count && out)
			error_print(out, l->task);
		left += l->count;
		l->count = 0;
	}
	used = 0;
	return left;
}
