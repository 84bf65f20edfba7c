/* bench-client.c - the session under load, for measurement from outside.
 *
 *     bench-client URL CAFILE N C MODE      (the modes: measure.h)
 *
 * asks N questions of a genderize API through http/session.h, and prints what they cost as one line of JSON.
 * A reply about another name, or without one of the fields, is an error; the first one is told on stderr.
 * Exit status: 0 when it has measured, errors or not; 1 when it could not; 2 wrong usage. */
#include "coro/many/gather.h"
#include "coro/many/locks.h"
#include "coro/run.h"
#include "demo/limits.h"
#include "http/session.h"
#include "tests/house/bench/allocations.h"
#include "tests/house/bench/measure.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

static struct bench {
	struct measure_order order;
	struct measure bill;
	struct session session;
	struct task_set set;
	struct set_task *workers; /* each asks one question after the other; … */
	long crew;                /* … there are as many as connections, at most */
	long begun, waiting;      /* … so many have begun, and so many have asked and have no connection yet */
	long asked, most;         /* questions of this round */
	bool opening;             /* it is the untimed round, … */
	long arrived;             /* … in which so many have a connection, … */
	struct semaphore gate;    /* … and wait here for the others */
	long errors;
	unsigned long allocations; /* that our own code made in the timed part */
	size_t held;               /* bytes, with all connections open still; the workers are not counted */
	bool measured;
} bench;

static void note_error(long index, const char *why)
{
	if (bench.errors++ == 0)
		fprintf(stderr, "bench-client: %s: %s\n", measure_name(index), why);
}

/* NULL: the reply is right. */
static const char *judge(const struct json *reply, const char *name)
{
	if (!json_equals(reply, json_get(reply, 0, "name"), slice_of(name)))
		return "the reply is not about this name";
	if (json_get(reply, 0, "gender") < 0 || json_get(reply, 0, "probability") < 0 ||
		json_get(reply, 0, "count") < 0)
		return "a field of the reply is missing";
	return NULL;
}

/* The last one opens the gate for all. */
static void arrive(void)
{
	if (++bench.arrived != bench.crew)
		return;
	for (long i = 0; i < bench.crew; i++)
		semaphore_release(&bench.gate);
}

static async ask(long index, struct response *response)
{
	const char *problem;

	ASYNC(struct json reply);
	ASYNC_WITH(session_get(response, &bench.session, measure_url(index))) {
		/* An open response owns a connection: when everybody has one, there are as many as workers. */
		if (bench.opening) {
			arrive();
			AWAIT(semaphore_acquire(&bench.gate));
		}
		AWAIT(response_json(response, &my->reply));
		problem = judge(&my->reply, measure_name(index));
		if (problem)
			note_error(index, problem);
	} ASYNC_EXIT(response_close(response));
	ASYNC_END;
}

static async work(void)
{
	enum status err;

	ASYNC(long index; struct response response);
	while (bench.asked < bench.most) {
		my->index = bench.asked++;
		AWAIT_CATCH(err, ask(my->index, &my->response));
		if (err) {
			note_error(my->index, my->response.error);
			if (bench.opening)
				arrive(); /* without a connection: nobody shall wait for it */
		}
		bench.waiting++; /* to ask the next question */
	}
	ASYNC_END;
}
ASYNC_ENTRY(work);

/* Makes a round of so many questions ready. A worker's memory is not touched before it is started, nor has it
 * a stack: so both are on the bill of the round in which it first works. */
static void prepare(long questions)
{
	bench.asked = bench.arrived = bench.begun = bench.waiting = 0;
	bench.most = questions;
	semaphore_init(&bench.gate, 0);
	task_set_init(&bench.set);
}

static void start_all(void)
{
	while (bench.begun < bench.crew)
		task_set_start(&bench.set, &bench.workers[bench.begun++], "worker", work);
}

/* Keeps more waiting than the pool opens at a time. Who would only stand behind them is a name, and not a frame yet. */
static void start_enough(void)
{
	while (bench.begun < bench.crew && bench.waiting < 2 * POOL_OPENING) {
		bench.waiting++;
		task_set_start(&bench.set, &bench.workers[bench.begun++], "worker", work);
	}
}

/* A request that is about to be sent has its connection. */
static void note_head(const struct response *response, struct slice head)
{
	(void)head;
	if (response->status)
		return;
	bench.waiting--;
	start_enough();
}

static struct session_options settings(void)
{
	return (struct session_options){
		.raise_for_status = true,
		.limit = (unsigned)bench.order.c,
		.connect_timeout_ns = SESSION_TIMEOUT_S * NS_PER_S, /* a crowd of handshakes takes its time */
		.cafile = bench.order.cafile,
		.on_head = bench.order.mode == MEASURE_COLD ? note_head : NULL,
		.force_close = bench.order.mode == MEASURE_CLOSE || bench.order.mode == MEASURE_CLOSE_RESUME,
		.no_resume = bench.order.mode == MEASURE_CLOSE || bench.order.mode == MEASURE_KEEP_FULL,
	};
}

/* What the workers took does not count: themselves, and their stacks, which are spare ones now. */
static void weigh_connections(void)
{
	task_stacks_trim();
	bench.held = allocations_held() - (size_t)bench.crew * sizeof *bench.workers;
}

static async measure(void)
{
	struct session_options options = settings();

	ASYNC();
	ASYNC_WITH(session_open(&bench.session, &options)) {
		if (measure_opens_first(&bench.order)) {
			bench.opening = true;
			prepare(bench.crew);
			start_all();
			AWAIT(gather_return_exceptions(&bench.set));
			bench.opening = false;
		}
		prepare(bench.order.n);
		measure_begin(&bench.bill);
		bench.allocations = allocations_made;
		if (bench.order.mode == MEASURE_COLD)
			start_enough();
		else
			start_all();
		AWAIT(gather_return_exceptions(&bench.set));
		bench.allocations = allocations_made - bench.allocations;
		measure_end(&bench.bill);
		weigh_connections();
		bench.measured = true;
	} ASYNC_EXIT(session_close(&bench.session));
	ASYNC_END;
}
ASYNC_ENTRY(measure);

int main(int argc, char **argv)
{
	(void)argc;
	if (!measure_order(&bench.order, argv))
		return 2;
	signal(SIGPIPE, SIG_IGN);
	limits_raise_files();
	bench.crew = bench.order.n < bench.order.c ? bench.order.n : bench.order.c;
	if (measure_opens_first(&bench.order))
		bench.crew = bench.order.c;
	bench.workers = calloc((size_t)bench.crew, sizeof *bench.workers);
	if (!bench.workers)
		loop_fatal("no memory for that many workers");
	async_run(measure);
	if (bench.measured) {
		measure_print(&bench.bill, &bench.order, bench.errors);
		fprintf(stderr, "connections opened: %u, resumed: %u; requests on a used one: %u; ",
			bench.session.opened, bench.session.resumed, bench.session.reused);
		fprintf(stderr, "allocations: %lu; bytes held: %zu\n", bench.allocations, bench.held);
	}
	free(bench.workers);
	return bench.measured ? 0 : 1;
}
