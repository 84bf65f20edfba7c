/* workers.c - the program of the golden sessions. Its only argument says which: team, quit, ring, million or stop. All but
 * the last run on the virtual clock. */
#include "coro/gather.h"
#include "coro/run.h"
#include "coro/sync.h"
#include "coro/timeout.h"
#include "coro/trace.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

struct counter { /* counts to three, and naps in between */
	struct coro coro;
	struct sleep nap;
	struct semaphore_wait permit;
	struct semaphore *permits;
	int64_t ns;
	int i, total;
	bool asks; /* in: raises SIGQUIT, twice, in the middle of a step */
};

static async count(struct counter *self)
{
	ASYNC_BEGIN(self);
	for (self->i = 0; self->i < 3; self->i++) {
		AWAIT(sleep_for(&self->nap, self->ns));
		self->total += self->i;
	}
	for (int times = 0; self->asks && times < 2; times++)
		raise(SIGQUIT); /* twice before the loop can answer: it lives on all the same */
	AWAIT(semaphore_acquire(&self->permit, self->permits));
	self->total = 0;
	ASYNC_END;
}
ASYNC_TASK(count);

struct team {
	struct coro coro;
	struct timeout timeout;
	struct task_set set;
	struct semaphore permits;
	struct counter counters[3];
	struct task tasks[3];
	struct set_link links[3];
	bool asks; /* in */
	int i;
};

static async team(struct team *self)
{
	static const char *const names[] = {"one", "two", "three"};

	ASYNC_BEGIN(self);
	task_set_init(&self->set);
	semaphore_init(&self->permits, 0);
	for (self->i = 0; self->i < 3; self->i++) {
		self->counters[self->i].ns = (5 - self->i) * NS_PER_MS;
		self->counters[self->i].permits = &self->permits;
		self->counters[self->i].asks = self->asks && self->i == 2;
		task_create(&self->tasks[self->i], count, &self->counters[self->i], names[self->i]);
		task_set_add(&self->set, &self->links[self->i], &self->tasks[self->i]);
	}
	ASYNC_WITH(timeout_enter(&self->timeout, 20 * NS_PER_MS)) {
		AWAIT(gather(&self->set));
	} ASYNC_EXIT(timeout_exit(&self->timeout, ASYNC_RAISED));
	ASYNC_END;
}
ASYNC_TASK(team);

struct partner { /* waits for another one's end */
	struct coro coro;
	struct task_wait wait;
	struct task *other;
};

static async follow(struct partner *self)
{
	ASYNC_BEGIN(self);
	AWAIT(task_await(&self->wait, self->other));
	ASYNC_END;
}
ASYNC_TASK(follow);

struct ring {
	struct coro coro;
	struct sleep nap;
	int i;
};

/* The first waits for the second, and the others for each other. */
static struct partner partners[3];
static struct task tasks[3];

static async ring(struct ring *self)
{
	static const char *const names[] = {"ann", "bob", "cem"};

	ASYNC_BEGIN(self);
	for (self->i = 0; self->i < 3; self->i++) {
		partners[self->i].other = &tasks[self->i == 1 ? 2 : 1];
		task_create(&tasks[self->i], follow, &partners[self->i], names[self->i]);
	}
	AWAIT(sleep_for(&self->nap, NS_PER_MS));
	task_dump(stdout);
	ASYNC_END;
}
ASYNC_TASK(ring);

struct million {
	struct coro coro;
	struct sleep turn;
	int64_t began;
	int i;
};

static async million(struct million *self)
{
	ASYNC_BEGIN(self);
	self->began = clock_monotonic();
	for (self->i = 0; self->i < 1000000; self->i++)
		AWAIT(sleep_for(&self->turn, 0));
	printf("%s\n", clock_monotonic() - self->began < NS_PER_S ? "less than a second" : "slow");
	ASYNC_END;
}
ASYNC_TASK(million);

/* A nap of 0.3 s under a timeout of 0.5 s: if somebody stands still for a second meanwhile, the nap still ends
 * first. */
struct nap {
	struct coro coro;
	struct wait_for wait;
	struct sleep sleep;
};

static async sleep_a_while(struct sleep *self)
{
	return sleep_for(self, 300 * NS_PER_MS);
}
ASYNC_TASK(sleep_a_while);

static async nap(struct nap *self)
{
	ASYNC_BEGIN(self);
	AWAIT(wait_for_old(&self->wait, sleep_a_while, &self->sleep, 500 * NS_PER_MS));
	ASYNC_END;
}
ASYNC_TASK(nap);

static struct team members;
static struct ring round_table;
static struct million million_turns;
static struct nap napping;

int main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "team";
	enum status outcome = ASYNC_OK;

	signal(SIGQUIT, SIG_DFL);
	loop_open(strcmp(what, "stop") == 0 ? LOOP_REAL : LOOP_VIRTUAL);
	members.asks = strcmp(what, "quit") == 0;
	if (strcmp(what, "ring") == 0)
		outcome = run(ring, &round_table);
	else if (strcmp(what, "million") == 0)
		outcome = run(million, &million_turns);
	else if (strcmp(what, "stop") == 0)
		outcome = run(nap, &napping);
	else
		outcome = run(team, &members);
	loop_close();
	printf("%s\n", status_name(outcome));
	return 0;
}
