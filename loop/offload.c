/* offload.c - the only second thread, and the only lock. */
#include "loop/offload.h"
#include "loop/doorbell.h"
#include "loop/state.h"

#include <pthread.h>
#include <signal.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* guards these two */
static struct offload *finished;
static uint64_t times_closed; /* so often the loop was closed */

static void *helper(void *arg)
{
	struct offload *job = arg;
	bool orphan;

	job->work(job);
	pthread_mutex_lock(&lock);
	orphan = job->closed != times_closed;
	if (!orphan) {
		job->next = finished;
		finished = job;
		doorbell_ring(); /* under the lock: the pipe must not be closed in between */
	}
	pthread_mutex_unlock(&lock);
	if (orphan)
		job->discard(job);
	return NULL;
}

static int start_thread(void *(*start)(void *), void *arg)
{
	pthread_attr_t detached;
	pthread_t thread;
	sigset_t all, before;
	int err;

	pthread_attr_init(&detached);
	pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED);
	sigfillset(&all); /* inherited by the new thread: signals are the loop's business */
	pthread_sigmask(SIG_SETMASK, &all, &before);
	err = pthread_create(&thread, &detached, start, arg);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	pthread_attr_destroy(&detached);
	return -err;
}

int offload_start(struct offload *job)
{
	int err;

	job->closed = times_closed;
	err = start_thread(helper, job);
	if (!err)
		loop.waiting++; /* its answer comes in real time */
	return err;
}

static struct offload *take_finished(void)
{
	struct offload *job;

	pthread_mutex_lock(&lock);
	job = finished;
	finished = NULL;
	pthread_mutex_unlock(&lock);
	return job;
}

void offload_deliver(void)
{
	for (struct offload *job = take_finished(), *next; job; job = next) {
		next = job->next; /* finish may free the job */
		loop.waiting--;
		job->finish(job);
	}
}

void offload_close(void)
{
	pthread_mutex_lock(&lock);
	times_closed++; /* whoever still works finds itself an orphan */
	pthread_mutex_unlock(&lock);
	for (struct offload *job = take_finished(), *next; job; job = next) {
		next = job->next; /* finished, but nobody will ask for it any more */
		job->discard(job);
	}
}
