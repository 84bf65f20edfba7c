/* program.h - a small random program: a few workers, each a list of operations on a shared world.
 *
 * A 64-bit seed determines the whole program, and its trace is text. tests/house/conform/random.py makes the
 * same program from the same seed and runs it on CPython's asyncio, so the two traces can be compared. While
 * a program runs here, each operation checks the rules that must always hold. */
#ifndef TESTS_LIB_PROGRAM_H
#define TESTS_LIB_PROGRAM_H

#include "coro/many/gather.h"
#include "coro/many/group.h"
#include "coro/many/locks.h"
#include "coro/many/queue.h"
#include "coro/timeout.h"

enum {
	WORKERS = 7,     /* with so few tasks, asyncio's sets are in the order of creation: see random.py */
	OPERATIONS = 10, /* of one worker */
	THINGS = 2,      /* semaphores, events, queues */
	ROOM = 2,        /* of a queue */
	KINDS = 32,      /* at most */
	TRACE = 1 << 16
};

enum catches { CATCHES_ERRORS = 2, CATCHES_ALL = 3 }; /* 0, 1: nothing */

struct operation { /* as drawn: each kind uses what it needs */
	unsigned kind, what, thing, count, catches;
	int64_t us;
};

struct step { /* one operation in progress */
	struct worker *worker;
	const struct operation *op;
	unsigned at;    /* its number among the worker's operations */
	unsigned inner; /* for a block: how many of the following operations are inside */
	long value;     /* what the operation reports besides its outcome, or -1 */
};

struct worker {
	struct task task;
	struct set_link member;
	struct task_group *group; /* the innermost group that it is in, or NULL */
	unsigned number, count;
	struct operation ops[OPERATIONS];
	long items[OPERATIONS]; /* the items of its puts */
};

struct permits {
	struct semaphore semaphore;
	unsigned initial, held, tickets, served;
};

struct signal {
	struct event event;
	unsigned tickets, served;
};

struct pipe {
	struct queue queue;
	void *slots[ROOM], *items[ROOM]; /* items: what must be in the queue, oldest first */
	unsigned count, put, got, dropped;
};

struct program {
	uint64_t random; /* the generator's state */
	bool shuffled;   /* then the order of tasks that run at the same time is not checked */
	bool spends;     /* one of its operations takes time within a step */
	unsigned count, at_start, spawned, running, weights[KINDS];
	struct worker workers[WORKERS];
	struct permits permits[THINGS];
	struct signal signals[THINGS];
	struct pipe pipes[THINGS];
	const char *broken; /* the first rule that was broken, or NULL */
	size_t used;
	char trace[TRACE];
};

extern struct program program; /* the one that runs */

/* Draws the program of this seed into `program`, runs it on the open loop until every worker has ended, and
 * writes its trace. A worker that does not end by itself is cancelled, repeatedly. shuffle: loop.shuffle for
 * the run, or 0. Afterwards program.broken is NULL, or names the rule that was broken. */
void program_run(uint64_t seed, uint64_t shuffle);

/* Sets program.broken, unless the rule holds or another is broken already. */
void program_check(bool holds, const char *rule);

/* The rules that hold between two steps; while no task is ready (each one waits for something that is not
 * there); when all tasks have ended. */
void program_check_step(void);
void program_check_waits(void);
void program_check_end(void);

/* Appends a line to the trace: the time in µs, and the words. */
__attribute__((format(printf, 1, 2))) void program_trace(const char *format, ...);

/* FNV-1a of the trace. */
uint32_t program_hash(void);

/* Starts the next worker, in the group of `by` if there is one. Returns its number; -1: no worker is left, or
 * the group is shutting down. */
long program_spawn(struct worker *by);

/* Runs the operations inside a block. */
async program_inner(struct step *self);

/* The operations on things (program_things.c): see operation_kinds. */
async op_lock(struct step *self);
async op_set(struct step *self);
async op_clear(struct step *self);
async op_wait_event(struct step *self);
async op_put(struct step *self);
async op_get(struct step *self);
async op_shut(struct step *self);

enum { /* flags of a kind */
	PAUSES = 1, /* may pause */
	SPENDS = 2, /* takes time without a pause */
	BLOCK = 4,  /* has others inside */
	ALWAYS = 8  /* in every program */
};

struct operation_kind {
	const char *name;
	unsigned weight; /* how often it is drawn */
	enum status (*run)(struct step *self);
	unsigned flags;
};
extern const struct operation_kind operation_kinds[];
extern const unsigned operation_kind_count;

#endif
