/* ledger.c - a short table: programs have few lines that open things, however many they open. */
#include "coro/watch/ledger.h"
#include "coro/task.h"

#include <string.h>

static const struct site elsewhere = {"many", "", "", 0};

enum { LINES = 64 }; /* what does not fit is counted in the last one */

static struct line {
	const char *what, *detail;
	const struct site *made;
	unsigned count;
} lines[LINES + 1] = {[LINES] = {"and more", "", &elsewhere, 0}};
static unsigned used;

static bool is_line(const struct line *l, const char *what, const char *detail, const struct site *made)
{
	return l->made == made && strcmp(l->what, what) == 0 && strcmp(l->detail, detail) == 0;
}

/* The line's place, or the one where it would stand. */
static struct line *find_line(const char *what, const char *detail, const struct site *made)
{
	struct line *l = lines;

	while (l < lines + used && !is_line(l, what, detail, made))
		l++;
	return l;
}

void ledger_add(const char *what, const char *detail, const struct site *made)
{
	struct line *l = find_line(what, detail, made);

	if (!made)
		return;
	if (l == lines + used && used < LINES) {
		*l = (struct line){what, detail, made, 0};
		used++;
	}
	l->count++;
}

void ledger_remove(const char *what, const char *detail, const struct site *made)
{
	struct line *l = find_line(what, detail, made);

	if (made && l->count > 0) /* 0: it was opened before this async_run */
		l->count--;
}

unsigned ledger_close(FILE *out)
{
	unsigned left = 0;

	for (struct line *l = lines; l <= lines + used; l++) {
		if (l->count && out)
			fprintf(out, "forgotten: %s%s%s, from %s:%d %s (%u time%s)\n", l->what,
				*l->detail ? ": " : "", l->detail, l->made->file, l->made->line,
				l->made->func, l->count, l->count == 1 ? "" : "s");
		left += l->count;
		l->count = 0;
	}
	used = 0;
	return left;
}
