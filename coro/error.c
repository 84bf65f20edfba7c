/* error.c - the latest errors: their words, and the awaits that they came out of. They lie in a ring, so that
 * nothing has to be given back. */
#include "coro/error.h"

#include <limits.h>
#include <stdarg.h>
#include <string.h>

/* Where an error is. COMES: on its way to the await in the frame that hangs at `to`. SAID: in that frame,
 * which has called async_error, or has taken the error over from another task. CAUGHT: in that frame, which
 * has caught it. From the last two it goes on if that frame raises it. */
enum place { ERROR_COMES, ERROR_SAID, ERROR_CAUGHT };

static struct error {
	enum status status;
	uint32_t task; /* 0: outside of all tasks */
	struct coro **to;
	enum place place;
	unsigned short number;
	unsigned length; /* of its way, of which this is the first part: innermost first */
	const struct site *way[ERROR_WAY_MAX];
	char text[ERROR_TEXT_MAX];
} latest[ERRORS_KEPT]; /* the system gives memory only to the part that was used */
static unsigned next; /* how many there have been so far */

static uint32_t number(const struct task *t)
{
	return t ? t->id : 0;
}

/* Which of a task's errors with one status: the newest; the one that ended the task; the one that comes to
 * frame c from what c awaits; or the one that c has noted and raises now. */
enum which { ERROR_NEWEST, ERROR_LAST, ERROR_AWAITED, ERROR_RAISED };

/* Did c itself note this error, and not another frame that lay in the same memory before? c keeps the number
 * of the first error that it has noted. */
static bool is_since(const struct error *e, const struct coro *c)
{
	return c->error && (unsigned short)(e->number - c->error) < ERRORS_KEPT;
}

static bool is_it(const struct error *e, enum which which, const struct coro *c)
{
	bool is_here = c && e->to == &c->child;
	bool is_noted = is_here && is_since(e, c);

	if (which == ERROR_AWAITED)
		return is_here && (e->place == ERROR_COMES || (is_noted && e->place == ERROR_SAID));
	if (which == ERROR_RAISED)
		return is_noted && e->place != ERROR_COMES;
	return which == ERROR_NEWEST || e->place != ERROR_CAUGHT;
}

/* err ASYNC_PENDING: of any kind. */
static struct error *find(uint32_t task, enum status err, enum which which, const struct coro *c)
{
	for (unsigned back = 1; err != ASYNC_OK && back <= ERRORS_KEPT && back <= next; back++) {
		struct error *e = &latest[(next - back) % ERRORS_KEPT];

		if (e->task == task && (e->status == err || err == ASYNC_PENDING) && is_it(e, which, c))
			return e;
	}
	return NULL;
}

/* Begins a new error, the newest one of the running task. It takes over the words and the way of `with`, if
 * any. */
static struct error *begin(enum status err, const struct error *with)
{
	struct error was = with ? *with : (struct error){0}, *e = &latest[next++ % ERRORS_KEPT];

	*e = was;
	e->task = number(task_running);
	e->status = err;
	e->number = (unsigned short)(next % USHRT_MAX + 1);
	return e;
}

/* Finds the error that goes on here, or NULL, and makes it the newest again: cleanup on its way may have
 * caught others. */
static struct error *find_coming(enum status err, enum which which, const struct coro *c)
{
	struct error *e = find(number(task_running), err, which, c), *again = e;

	if (e && e != find(e->task, err, ERROR_NEWEST, NULL)) {
		again = begin(err, e);
		e->status = again == e ? err : ASYNC_OK;
	}
	return again;
}

/* From now on e is in this frame; NULL: in none. */
static void put(struct error *e, struct coro *c, enum place place)
{
	e->place = place;
	e->to = c ? &c->child : NULL;
	if (c && !is_since(e, c))
		c->error = e->number;
}

enum status coro_raise(struct coro *c, struct coro **to, const struct site *at, enum status err)
{
	struct error *e;

	c->at = NULL; /* its await is over */
	if (err == ASYNC_CANCELLED && !task_running->timed_out)
		return err; /* a cancellation is no error: it has no words and no way */
	e = find_coming(err, at->what ? ERROR_AWAITED : ERROR_RAISED, c);
	if (!e)
		e = begin(err, NULL);
	if ((at->what || !e->length || !site_in_library(at)) && e->length++ < ERROR_WAY_MAX)
		e->way[e->length - 1] = at;
	e->place = ERROR_COMES;
	e->to = to;
	if (!to)
		put(e, c, ERROR_CAUGHT);
	return err;
}

enum status async_error(enum status err, const char *format, ...)
{
	struct coro *c = coro_caller();
	struct error *e = find_coming(err, ERROR_RAISED, c); /* other words for one that was caught? */
	va_list arguments;

	if (!e || !e->length)
		e = begin(err, NULL);
	put(e, c, ERROR_SAID);
	va_start(arguments, format);
	vsnprintf(e->text, sizeof e->text, format, arguments);
	va_end(arguments);
	return err;
}

void error_take(uint32_t from, enum status was, enum status err)
{
	if (was != ASYNC_OK && err != ASYNC_CANCELLED)
		put(begin(err, find(from, was, ERROR_LAST, NULL)), coro_caller(), ERROR_SAID);
}

void error_forget(void)
{
	next = 0;
}

/* ---- for people ---- */

const char *async_error_text(enum status err)
{
	const struct error *e = find(number(task_running), err, ERROR_NEWEST, NULL);

	return e && *e->text ? e->text : status_name(err);
}

/* e may be NULL. */
static void print_way(FILE *out, const struct error *e)
{
	for (unsigned i = 0; e && i < e->length && i < ERROR_WAY_MAX; i++) {
		const struct site *at = e->way[i];

		fprintf(out, "  %s:%d %s: %s%s\n", at->file, at->line, at->func,
			at->what ? "await " : i ? "raised again" : "raised", at->what ? at->what : "");
	}
	if (e && e->length > ERROR_WAY_MAX)
		fprintf(out, "  ... %u more\n", e->length - ERROR_WAY_MAX);
}

void error_print(FILE *out, uint32_t task)
{
	const struct error *e = task ? find(task, ASYNC_PENDING, ERROR_LAST, NULL) : NULL;

	if (e && *e->text)
		fprintf(out, "  %s\n", e->text);
	print_way(out, e);
}

bool async_failed(enum status outcome)
{
	const char *name = status_name(outcome), *text = async_error_text(outcome);
	const struct error *e = find(number(task_running), outcome, ERROR_NEWEST, NULL);
	bool says_it = strncmp(text, name, strlen(name)) == 0; /* "cannot connect to host …" */

	if (outcome == ASYNC_OK)
		return false;
	fprintf(stderr, "%s%s%s\n", says_it ? "" : name, says_it ? "" : ": ", text);
	print_way(stderr, e);
	return true;
}
