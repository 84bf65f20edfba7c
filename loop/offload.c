/* offload.c - work on a helper thread: the only other threads here, and the only lock. */
#include "loop/offload.h"
#include "loop/doorbell.h"
#include "loop/state.h"

#include <pthread.h>
#include <signal.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* guards the next two */
static struct offload *finished;
static uint64_t times_closed; /* how often the loop was closed so far */

static void *helper(void *arg)
{
	struct offload *job = arg;
	bool orphan;

	job->work(job); /* this may block for long: the loop's thread goes on meanwhile */
	pthread_mutex_lock(&lock); /* from here on the loop may look at what we write */
	orphan = job->closed != times_closed;
	if (!orphan) {
		job->next = finished;
		finished = job;
		doorbell_ring(); /* who runs next: the loop. Under the lock, so that the pipe is still open */
	}
	pthread_mutex_unlock(&lock); /* and now the job is the loop's */
	if (orphan)
		job->discard(job);
	return NULL;
}

int offload_start(struct offload *job)
{
	pthread_attr_t detached;
	pthread_t thread;
	sigset_t all, before;
	int err;

	job->closed = times_closed;
	/* Detached: the doorbell tells when the work is done, so nobody joins the thread. */
	pthread_attr_init(&detached);
	pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED);
	sigfillset(&all); /* the new thread inherits this mask: every signal goes to the loop's thread */
	pthread_sigmask(SIG_SETMASK, &all, &before);
	err = pthread_create(&thread, &detached, helper, job);
	pthread_sigmask(SIG_SETMASK, &before, NULL); /* our own thread takes signals again */
	pthread_attr_destroy(&detached);
	if (!err)
		loop.waiting++; /* the answer comes in real time: the virtual clock must not jump meanwhile */
	return -err;
}

/* Takes the whole list at once, so that the lock is held for a moment only. */
static struct offload *take_finished(void)
{
	struct offload *job;

	pthread_mutex_lock(&lock); /* a helper may be adding to the list */
	job = finished;
	finished = NULL;
	pthread_mutex_unlock(&lock); /* the jobs in the old list are ours alone */
	return job;
}

void offload_deliver(void)
{
	for (struct offload *job = take_finished(), *next; job; job = next) {
		next = job->next; /* finish may free the job */
		loop.waiting--;
		job->finish(job); /* on the loop's thread: it wakes the task that waits for the answer */
	}
}

void offload_close(void)
{
	pthread_mutex_lock(&lock); /* a helper compares this number under the lock */
	times_closed++; /* a helper that still works will see that its loop is gone */
	pthread_mutex_unlock(&lock);
	for (struct offload *job = take_finished(), *next; job; job = next) {
		next = job->next; /* it is finished, but nobody will take its answer any more */
		job->discard(job);
	}
}
