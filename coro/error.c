/* error.c - the words of the latest errors, by the task that said them: a ring, so that nobody need give
 * them back. */
#include "coro/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static struct error {
	enum status status;
	uint32_t task; /* 0: outside of all tasks */
	char text[ERROR_TEXT_MAX];
} latest[ERRORS_KEPT]; /* memory that no error has needed yet is none of the machine's */
static unsigned next; /* how many there have been so far */

static uint32_t number(const struct task *t)
{
	return t ? t->id : 0;
}

/* The newest first: a task may have said something of an earlier error, which it has caught. */
static struct error *find(uint32_t task, enum status err)
{
	for (unsigned back = 1; err != ASYNC_OK && back <= ERRORS_KEPT && back <= next; back++) {
		struct error *e = &latest[(next - back) % ERRORS_KEPT];

		if (e->task == task && e->status == err)
			return e;
	}
	return NULL;
}

enum status async_error(enum status err, const char *format, ...)
{
	struct error *e = &latest[next++ % ERRORS_KEPT];
	va_list arguments;

	e->task = number(task_running);
	e->status = err;
	va_start(arguments, format);
	vsnprintf(e->text, sizeof e->text, format, arguments);
	va_end(arguments);
	return err;
}

const char *async_error_text(enum status err)
{
	const struct error *e = find(number(task_running), err);

	return e ? e->text : status_name(err);
}

bool async_failed(enum status outcome)
{
	const char *name = status_name(outcome), *text = async_error_text(outcome);
	bool says_it = strncmp(text, name, strlen(name)) == 0; /* "cannot connect to host …" */

	if (outcome == ASYNC_OK)
		return false;
	fprintf(stderr, "%s%s%s\n", says_it ? "" : name, says_it ? "" : ": ", text);
	return true;
}

void error_follow(const struct task *from, const struct task *to)
{
	error_repeat(from->id, from->result, to);
}

void error_repeat(uint32_t from, enum status err, const struct task *to)
{
	const struct error *said = find(from, err);
	struct error copy, *old;

	if (said) {
		copy = *said;
		copy.task = number(to);
		latest[next++ % ERRORS_KEPT] = copy;
		return;
	}
	while ((old = find(number(to), err))) /* words of an earlier one of its kind are not about this one */
		old->status = ASYNC_OK;
}

enum status error_bare(enum status err)
{
	error_repeat(UINT32_MAX, err, task_running); /* nobody has that number, or said anything */
	return err;
}

void error_forget(void)
{
	next = 0;
}
