/* none.c - the backend where nothing comes from outside: no fd, no signal and no second thread.
 *
 * It takes the place of doorbell.c, offload.c and signal.c too. What is left are ready tasks and deadlines:
 * enough for coroutines and all that they do with each other, on a system that has nothing else (WebAssembly
 * in a browser). */
#include "loop/backend.h"
#include "loop/clock.h"
#include "loop/doorbell.h"
#include "loop/offload.h"
#include "loop/signal.h"

#include <errno.h>
#include <time.h>

/* ---- for backend.h ---- */

const char backend_name[] = "none";

int backend_open(void)
{
	return 0;
}

int backend_add(struct watch *w)
{
	(void)w;
	return -ENOTSUP;
}

void backend_remove(struct watch *w)
{
	(void)w;
}

/* Only time can end a wait here, so a wait without a time would never end. */
int backend_wait(int64_t timeout_ns)
{
	const struct timespec timeout = {timeout_ns / NS_PER_S, timeout_ns % NS_PER_S};

	if (timeout_ns < 0)
		return -EDEADLK;
	if (timeout_ns > 0)
		nanosleep(&timeout, NULL); /* a signal ends it early, as it does with fds */
	return 0;
}

void backend_close(void)
{
}

/* ---- for doorbell.h ---- */

int doorbell_open(void (*answer)(void))
{
	(void)answer;
	return 0;
}

void doorbell_close(void)
{
}

void doorbell_ring(void)
{
}

void doorbell_listen(void)
{
}

/* ---- for offload.h ---- */

int offload_start(struct offload *job)
{
	(void)job;
	return -ENOTSUP;
}

void offload_close(void)
{
}

void offload_deliver(void)
{
}

/* ---- for signal.h: signals do what they do in any other program ---- */

void loop_on_signal(int signo, void (*fn)(int signo))
{
	(void)signo, (void)fn;
}

void loop_on_signal_at_once(int signo, void (*fn)(int signo))
{
	(void)signo, (void)fn;
}

void signal_open(void)
{
}

void signal_close(void)
{
}

void signal_deliver(void)
{
}
