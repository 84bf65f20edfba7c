/* quit.c - the answer to Ctrl-\. */
#include "coro/watch/quit.h"
#include "coro/watch/trace.h"
#include "loop/signal.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

enum { DIGITS = 11 };

static const char *in_digits(char digits[DIGITS], unsigned n)
{
	char *first = digits + DIGITS - 1;

	for (*first = '\0'; first == digits + DIGITS - 1 || n; n /= 10)
		*--first = (char)('0' + n % 10);
	return first;
}

/* In a signal handler, which may call write, but nothing that formats (signal-safety(7)). Named is the
 * innermost await that the worker is inside of. If it is inside of none, it is behind the one from which it
 * was resumed last. */
static void say_who_runs(const struct task *t)
{
	const struct coro *c = NULL;
	char id[DIGITS], line[DIGITS];
	const struct site *at;

	for (const struct coro *inner = t->root; inner; inner = inner->child)
		c = inner->at ? inner : c;
	at = c ? c->at : task_from;
	const char *const words[] = {"task ", in_digits(id, t->id), " (", t->name,
		c ? ") runs, inside of " : ") runs, behind ", at->file, ":", in_digits(line, (unsigned)at->line),
		" ", at->func, "\n"};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (write(STDERR_FILENO, words[i], strlen(words[i])) < 0)
			return; /* there is nobody to tell that either */
}

static void quit_asked(int signo)
{
	int saved = errno;

	(void)signo;
	if (task_running)
		say_who_runs(task_running);
	errno = saved;
}

static void answer_quit(int signo)
{
	(void)signo;
	task_ps(stderr);
	task_dump(stderr);
}

void quit_open(void)
{
	loop_on_signal(SIGQUIT, answer_quit);
	loop_on_signal_at_once(SIGQUIT, quit_asked);
}
