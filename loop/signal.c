/* signal.c - a signal handler may do almost nothing (signal-safety(7)), so ours sets a flag and rings the
 * bell; the loop then calls the function in its own time. */
#include "loop/signal.h"
#include "loop/clock.h"
#include "loop/doorbell.h"
#include "loop/state.h"

#include <signal.h>

enum { SIGNALS = SIGTERM + 1 };

static struct caught {
	void (*fn)(int), (*at_once)(int);
	volatile sig_atomic_t came;
	struct sigaction former;
} caught[SIGNALS]; /* by number, of which three are used */

static struct sigaction former_cont;

static void note_signal(int signo)
{
	struct caught *c = &caught[signo];

	if (c->at_once)
		c->at_once(signo);
	if (c->came && signo != SIGQUIT) { /* the second, and the loop is kept busy */
		signal(signo, SIG_DFL);
		raise(signo);
	}
	c->came = 1;
	doorbell_ring(); /* who runs next: what was interrupted; then the loop, which calls signal_deliver */
}

/* The time since the clock was last read does not count: the process did not run, so no deadline should pass
 * because of it. */
static void note_continue(int signo)
{
	int64_t lost = clock_monotonic() - loop.clock_offset - loop.now;

	(void)signo;
	if (!loop.is_virtual && lost > 0)
		loop.clock_offset += lost;
}

static void set_handler(int signo, void (*handler)(int), struct sigaction *former)
{
	struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART};

	sigemptyset(&action.sa_mask);
	sigaction(signo, &action, former); /* SA_RESTART: system calls that it interrupts go on afterwards */
}

void loop_on_signal(int signo, void (*fn)(int))
{
	struct caught *c = signo >= 0 && signo < SIGNALS ? &caught[signo] : NULL;

	if (!c)
		loop_fatal("loop_on_signal: it is for SIGINT, SIGTERM and SIGQUIT");
	c->came = 0; /* before the handler is set: a signal that comes from then on counts */
	if (fn && !c->fn)
		set_handler(signo, note_signal, &c->former);
	/* It is as it was before if nobody listens any more, or if it was ignored when the program began: so
	 * a shell shields its background jobs from Ctrl-C, and nohup from the end of the session. */
	if (fn ? c->former.sa_handler == SIG_IGN : c->fn != NULL)
		sigaction(signo, &c->former, NULL);
	c->fn = fn;
	c->at_once = NULL;
}

void loop_on_signal_at_once(int signo, void (*fn)(int))
{
	caught[signo].at_once = fn;
}

void signal_open(void)
{
	set_handler(SIGCONT, note_continue, &former_cont);
}

void signal_close(void)
{
	for (int i = 0; i < SIGNALS; i++)
		loop_on_signal(i, NULL);
	sigaction(SIGCONT, &former_cont, NULL); /* as it was before signal_open */
}

void signal_deliver(void)
{
	for (int i = 0; i < SIGNALS; i++) {
		if (!caught[i].came)
			continue;
		caught[i].came = 0; /* before the call: a signal that comes during it counts again */
		if (caught[i].fn)
			caught[i].fn(i);
	}
}
