/* bench-client.c - the session under load, for measurement from outside.
 *
 *     bench-client URL CAFILE N C MODE      (the modes: measure.h)
 *
 * asks N questions of a genderize API through http/session.h, and prints what they cost as one line of JSON.
 * A reply about another name, or without one of the fields, is an error; the first one is told on stderr.
 * Exit status: 0 when it has measured, errors or not; 1 when it could not; 2 wrong usage. */
#include "coro/gather.h"
#include "coro/run.h"
#include "coro/sync.h"
#include "demo/limits.h"
#include "http/session.h"
#include "tests/bench/measure.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

struct ask { /* the frame of one question */
	struct coro coro;
	long index;
	struct response response;
	struct json reply;
	struct semaphore_wait gate;
	const char *problem;
};

struct worker { /* asks one question after the other; there are as many as connections */
	struct coro coro;
	struct task task;
	struct set_link member;
	struct ask ask;
};

static struct bench {
	struct coro coro;
	struct measure_order order;
	struct measure bill;
	struct session session;
	struct task_set set;
	struct worker *workers;
	long crew;             /* how many workers */
	long asked, most;      /* questions of this round */
	bool opening;          /* it is the untimed round, … */
	long arrived;          /* … in which so many have a connection, … */
	struct semaphore gate; /* … and wait here for the others */
	long errors;
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

static async ask(struct ask *self)
{
	ASYNC_BEGIN(self);
	ASYNC_WITH(session_get(&self->response, &bench.session, measure_url(self->index))) {
		/* An open response owns a connection: when everybody has one, there are as many as workers. */
		if (bench.opening) {
			arrive();
			AWAIT(semaphore_acquire(&self->gate, &bench.gate));
		}
		AWAIT(response_json(&self->response, &self->reply));
		self->problem = judge(&self->reply, measure_name(self->index));
		if (self->problem)
			note_error(self->index, self->problem);
	}
	ASYNC_EXIT(response_close(&self->response));
	ASYNC_END;
}

static async work(struct worker *self)
{
	enum status err;

	ASYNC_BEGIN(self);
	while (bench.asked < bench.most) {
		self->ask.index = bench.asked++;
		AWAIT_CATCH(err, ask(&self->ask));
		if (err == ASYNC_CANCELLED)
			ASYNC_RAISE(err);
		if (err) {
			note_error(self->ask.index, self->ask.response.error);
			if (bench.opening)
				arrive(); /* without a connection: nobody shall wait for it */
		}
	}
	ASYNC_END;
}
ASYNC_TASK(work);

/* Makes a round of so many questions ready. What it costs to clear the frames of a former round is not to be
 * timed; frames that were never used stay untouched, so that their memory is on the bill. */
static void prepare(long questions)
{
	for (long i = 0; i < bench.crew && bench.asked > 0; i++)
		bench.workers[i] = (struct worker){0};
	bench.asked = bench.arrived = 0;
	bench.most = questions;
	semaphore_init(&bench.gate, 0);
	task_set_init(&bench.set);
}

static void start_all(void)
{
	for (long i = 0; i < bench.crew; i++) {
		struct worker *w = &bench.workers[i];

		task_create(&w->task, work, w, "worker");
		task_set_add(&bench.set, &w->member, &w->task);
	}
}

static struct session_options settings(void)
{
	return (struct session_options){
		.raise_for_status = true,
		.limit = (unsigned)bench.order.c,
		.connect_timeout_ns = SESSION_TIMEOUT_S * NS_PER_S, /* a crowd of handshakes takes its time */
		.cafile = bench.order.cafile,
		.force_close = bench.order.mode == MEASURE_CLOSE || bench.order.mode == MEASURE_CLOSE_RESUME,
		.no_resume = bench.order.mode == MEASURE_CLOSE,
	};
}

static async measure(struct bench *self)
{
	struct session_options options = settings();

	ASYNC_BEGIN(self);
	ASYNC_WITH(session_open(&self->session, &options)) {
		if (measure_opens_first(&self->order)) {
			self->opening = true;
			prepare(self->crew);
			start_all();
			AWAIT(gather_return_exceptions(&self->set));
			self->opening = false;
		}
		prepare(self->order.n);
		measure_begin(&self->bill);
		start_all();
		AWAIT(gather_return_exceptions(&self->set));
		measure_end(&self->bill);
		self->measured = true;
	}
	ASYNC_EXIT(session_close(&self->session));
	ASYNC_END;
}
ASYNC_TASK(measure);

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
	run(measure, &bench);
	if (bench.measured) {
		measure_print(&bench.bill, &bench.order, bench.errors);
		fprintf(stderr, "connections opened: %u, resumed: %u; requests on a used one: %u\n",
			bench.session.opened, bench.session.resumed, bench.session.reused);
	}
	free(bench.workers);
	return bench.measured ? 0 : 1;
}
