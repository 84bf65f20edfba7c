/* team.h - what the tests of gather.c share: some napping tasks, and a worker that collects them in a set. */
#ifndef TESTS_LIB_TEAM_H
#define TESTS_LIB_TEAM_H

#include "coro/many/gather.h"
#include "coro/run.h"
#include "tests/lib/support.h"

#include <string.h>

ASYNC_ENTRY(nap, const struct napper *);

enum { TEAM = 5 };

static struct napper nappers[TEAM];
static struct task tasks[TEAM];

struct collector { /* a worker's set, which the test checks afterwards */
	struct task_set set;
	struct set_link links[TEAM];
	struct task *done;
	int first_ms;        /* in: how long it sleeps before it begins */
	bool exceptions;     /* in: for gather */
	enum wait_mode mode; /* in: for wait */
	int limit_ms;        /* in: for wait */
};

/* Makes task i of the team; its name is its number. */
static inline void start(int i, int ms, enum status outcome)
{
	static const char *const names[TEAM] = {"0", "1", "2", "3", "4"};

	nappers[i] = (struct napper){.name = names[i], .ms = ms, .outcome = outcome};
	task_start(&tasks[i], names[i], nap, &nappers[i]);
}

/* Puts every task of the team that was started into the collector's set. */
static inline void collect(struct collector *self)
{
	task_set_init(&self->set);
	for (int i = 0; i < TEAM; i++)
		if (tasks[i].fn)
			task_set_add(&self->set, &self->links[i], &tasks[i]);
}

static inline int open_team(void **state)
{
	memset(tasks, 0, sizeof tasks);
	return open_virtual(state);
}

/* Checks that all have ended; the log shows that none ended twice. */
static inline int close_team(void **state)
{
	for (int i = 0; i < TEAM; i++)
		assert_true(!tasks[i].fn || tasks[i].state == TASK_DONE);
	return close_empty(state);
}

#define WITH_TEAM(test) cmocka_unit_test_setup_teardown(test, open_team, close_team)

#endif
