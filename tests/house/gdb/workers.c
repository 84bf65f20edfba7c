/* workers.c - the program of the golden sessions (main). All but stop and attach run on the virtual clock. */
#include "coro/error.h"
#include "coro/many/gather.h"
#include "coro/many/locks.h"
#include "coro/run.h"
#include "coro/timeout.h"
#include "coro/watch/trace.h"
#include "tests/house/gdb/twins.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>

/* Counts to three, and naps in between. asks: raises SIGQUIT, twice, in the middle of a step.
 * (i and total are of two sizes: else gcc -O2 adds to both at once, and the loop has one line less.) */
static async count(int64_t ns, struct semaphore *permits, bool asks)
{
	ASYNC(int i; int64_t total);
	for (my->i = 0; my->i < 3; my->i++) {
		AWAIT(sleep_for(ns));
		my->total += my->i;
	}
	for (int times = 0; asks && times < 2; times++)
		raise(SIGQUIT); /* twice before the loop can answer: it lives on all the same */
	AWAIT(semaphore_acquire(permits));
	my->total = 0;
	ASYNC_END;
}
ASYNC_ENTRY(count, int64_t, struct semaphore *, bool);

static async team(bool asks)
{
	static const char *const names[] = {"one", "two", "three"};

	ASYNC(int i; struct timeout timeout; struct task_set set; struct semaphore permits;
		struct set_task all[3]);
	task_set_init(&my->set);
	semaphore_init(&my->permits, 0);
	for (my->i = 0; my->i < 3; my->i++) {
		int64_t ns = (5 - my->i) * NS_PER_MS;
		bool it_asks = asks && my->i == 2;

		task_set_start(&my->set, &my->all[my->i], names[my->i], count, ns, &my->permits, it_asks);
	}
	ASYNC_WITH(timeout_enter(&my->timeout, 20 * NS_PER_MS)) {
		AWAIT(gather(&my->set));
	} ASYNC_EXIT(timeout_exit(&my->timeout, ASYNC_RAISED));
	ASYNC_END;
}
ASYNC_ENTRY(team, bool);

/* Waits for another one's end. */
static async follow(struct task *other)
{
	ASYNC();
	AWAIT(task_await(other));
	ASYNC_END;
}
ASYNC_ENTRY(follow, struct task *);

/* The first waits for the second, and the others for each other. */
static async ring(void)
{
	static const char *const names[] = {"ann", "bob", "cem"};
	static struct task tasks[3];

	ASYNC(int i);
	for (my->i = 0; my->i < 3; my->i++)
		task_start(&tasks[my->i], names[my->i], follow, &tasks[my->i == 1 ? 2 : 1]);
	AWAIT(sleep_for(NS_PER_MS));
	task_dump(stdout);
	ASYNC_END;
}
ASYNC_ENTRY(ring);

static async million(void)
{
	ASYNC(int64_t began; int i);
	my->began = clock_monotonic();
	for (my->i = 0; my->i < 1000000; my->i++)
		AWAIT(sleep_for(0));
	printf("%s\n", clock_monotonic() - my->began < NS_PER_S ? "less than a second" : "slow");
	ASYNC_END;
}
ASYNC_ENTRY(million);

/* A nap under a timeout that is somewhat longer: if somebody stands still for a second meanwhile, the nap still ends
 * first. */
static async sleep_a_while(int64_t ns)
{
	return sleep_for(ns);
}
ASYNC_ENTRY(sleep_a_while, int64_t);

static async nap(int64_t ns)
{
	ASYNC();
	AWAIT(wait_for(ns + ns / 2, sleep_a_while, ns));
	ASYNC_END;
}
ASYNC_ENTRY(nap, int64_t);

ASYNC_ENTRY(twins);

/* Beside count() and follow() those of twins.c, which have the same names. */
static async family(void)
{
	ASYNC(struct semaphore permits; struct task_set set; struct set_task members[3]; struct task *done);
	task_set_init(&my->set);
	semaphore_init(&my->permits, 1);
	task_set_start(&my->set, &my->members[0], "ours", count, 3 * NS_PER_MS, &my->permits, false);
	task_set_start(&my->set, &my->members[1], "behind", follow, &my->members[0].task);
	task_set_start(&my->set, &my->members[2], "theirs", twins);
	task_set_timeout(&my->set, 50 * NS_PER_MS);
	while (task_set_left(&my->set))
		AWAIT(as_completed(&my->set, &my->done));
	ASYNC_END;
}
ASYNC_ENTRY(family);

/* An error on its way from one worker to the other. */
static async refuse(const char *what)
{
	ASYNC();
	AWAIT(sleep_for(NS_PER_MS));
	ASYNC_RAISE(async_error(ASYNC_E_INVALID, "no %s", what));
	ASYNC_END;
}

static async ask(const char *what)
{
	ASYNC();
	AWAIT(refuse(what));
	ASYNC_END;
}
ASYNC_ENTRY(ask, const char *);

static async fails(void)
{
	enum status err;

	ASYNC(struct task asker);
	task_start(&my->asker, "asker", ask, "soup");
	AWAIT_CATCH(err, task_await(&my->asker));
	AWAIT(sleep_for(NS_PER_MS));
	(void)err;
	ASYNC_END;
}
ASYNC_ENTRY(fails);

int main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "team";
	enum status outcome = ASYNC_OK;

	signal(SIGQUIT, SIG_DFL);
	loop_open(strcmp(what, "stop") == 0 || strcmp(what, "attach") == 0 ? LOOP_REAL : LOOP_VIRTUAL);
	if (strcmp(what, "ring") == 0)
		outcome = async_run(ring);
	else if (strcmp(what, "million") == 0)
		outcome = async_run(million);
	else if (strcmp(what, "stop") == 0)
		outcome = async_run(nap, 300 * NS_PER_MS);
	else if (strcmp(what, "attach") == 0)
		outcome = async_run(nap, 2 * NS_PER_S);
	else if (strcmp(what, "family") == 0)
		outcome = async_run(family);
	else if (strcmp(what, "fails") == 0)
		outcome = async_run(fails);
	else
		outcome = async_run(team, strcmp(what, "quit") == 0);
	loop_close();
	printf("%s\n", status_name(outcome));
	return 0;
}
