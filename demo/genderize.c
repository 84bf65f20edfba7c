/* genderize.c - the article's program, asynchronous: all names at once, each answer as it arrives.
 *
 * On the right of each line stands the Python it is the twin of. What a command needs besides (options,
 * names from a pipe, rows for people and programs, the same run again) is in files of its own: options.c,
 * names.c, crew.c, report.c, program.c, replay.c. */
#include "coro/run.h"
#include "demo/crew.h"
#include "demo/program.h"
#include "demo/replay.h"
#include "demo/timing.h"
#include "demo/view/explain_run.h"
#include "http/retry.h"

#include <stdio.h>

static struct options options;
static struct report report;
static struct crew crew;
static struct retry retry;
static struct limiter limiter;
static struct timings timings;

struct predict_gender { /* the frame: what predict_gender() keeps while it waits */
	struct coro coro;
	struct place *place; /* with the name; or, with --batch, the names */
	struct session *session;
	struct retry_get get;
	struct response response;
	struct json data;
	char url[]; /* query_url_room() bytes */
};

static async predict_gender(struct predict_gender *self)                /* async def predict_gender(name, session): */
{
	ASYNC_BEGIN(self);
	if (!query_url(self->url, query_url_room(&options), &options, self->place->asked, self->place->count))
		ASYNC_RAISE(ASYNC_E_INVALID);                           /* url = f"https://api.genderize.io?name={name}" */
	self->get.retry = &retry;
	ASYNC_WITH(retry_get(&self->get, &self->response, self->session, self->url)) { /* async with session.get(url) as response: */
		AWAIT(response_json(&self->response, &self->data));     /* data = await response.json() */
		if (!query_read(self->place->asked, self->place->count, &options, &self->data))
			ASYNC_RAISE(ASYNC_E_PAYLOAD);
		ASYNC_RETURN();                                         /* return (name, data["gender"]) */
	} ASYNC_EXIT(response_close(&self->response));
	ASYNC_END;
}
ASYNC_TASK(predict_gender);

struct async_main {
	struct coro coro;
	struct session session;
	struct task *task;
	enum status err;
};

static struct async_main main_frame;

static void start_prediction(struct place *place)
{
	struct predict_gender *call = (void *)place->frame;

	*call = (struct predict_gender){.place = place, .session = &main_frame.session};
	task_create(&place->task, predict_gender, call, place->asked->name);
}

/* Each name of the request has failed, for one reason. */
static void print_failure(const struct place *place, const struct predict_gender *call)
{
	static bool hinted;
	const char *problem = place->asked->result.problem, *error = call->response.error;
	char why[320];

	snprintf(why, sizeof why, call->get.tries > 1 ? "%s, after %u tries" : "%s",
		problem ? problem : *error ? error : status_name(place->task.result), call->get.tries);
	for (int i = 0; i < place->count; i++)
		report_failure(&report, place->asked[i].index, place->asked[i].name, why);
	if (call->response.status == QUERY_UNAUTHORIZED && !hinted) {
		hinted = true;
		report_note(&report, NULL, query_key_hint);
	}
	if (call->get.answer == RETRY_QUOTA)
		crew_stop(&crew, "not asked, since the quota is used up");
}

/* Ctrl-C came in between, or even before its request: neither an answer nor a failure. */
static bool was_cut_off(const struct task *task)
{
	bool too_late = task->result == ASYNC_E_INVALID && main_frame.session.is_closing;

	return too_late || task->result == ASYNC_CANCELLED;
}

/* print(name, gender), or why not. */
static void print_result(struct task *task)
{
	struct place *place = crew_place(&crew, task);
	const struct predict_gender *call;

	if (!place)
		return;
	call = (void *)place->frame;
	if (task->result == ASYNC_OK)
		timings_add(&timings, call->response.at, call->response.reused, call->response.resumed);
	else if (!was_cut_off(task))
		print_failure(place, call);
	for (int i = 0; i < place->count && task->result == ASYNC_OK; i++) {
		struct answer answer = query_answer(&place->asked[i]);

		report_answer(&report, place->asked[i].index, &answer);
	}
	crew_release(&crew, place);
}

static struct session_options session_options(void)
{
	return (struct session_options){
		.raise_for_status = true,
		.limit = (unsigned)options.limit,
		.limiter = &limiter,
		.timeout_ns = (int64_t)(options.timeout_s * NS_PER_S),
		.connect_timeout_ns = (int64_t)(options.connect_timeout_s * NS_PER_S),
		.cafile = options.cacert,
	};
}

static async async_main(struct async_main *self)                        /* async def main(): */
{
	struct session_options settings = session_options();

	ASYNC_BEGIN(self);
	ASYNC_WITH(session_open(&self->session, &settings)) {           /* async with ClientSession(…) as session: */
		crew_begin(&crew);                                      /* tasks = [predict_gender(name, session) for name in names] */
		while (task_set_left(&crew.tasks)) {                    /* for task in asyncio.as_completed(tasks): */
			AWAIT_CATCH(self->err, as_completed(&crew.tasks, &self->task)); /* name, gender = await task */
			if (!self->task)
				ASYNC_RAISE(self->err);                 /* Ctrl-C has cancelled us */
			print_result(self->task);                       /* print(name, gender) */
			if (report.error)
				ASYNC_RETURN();                         /* nobody reads any more */
		}
	} ASYNC_EXIT(session_close(&self->session));
	ASYNC_END;
}
ASYNC_TASK(async_main);

int main(int argc, char **argv)
{
	int status = replay_begin(&argc, &argv);
	struct task *finished;
	double seconds;
	int64_t start;

	if (status == OPTIONS_RUN)
		status = options_parse(&options, argc, argv);
	if (status == OPTIONS_RUN && options.sync)
		return program_become_sync(&options, argv);
	if (status == OPTIONS_RUN)
		status = program_begin(&options, &report);
	if (status != OPTIONS_RUN)
		return status;
	if (!crew_open(&crew, &options, &report, sizeof(struct predict_gender) + query_url_room(&options), start_prediction))
		loop_fatal("no memory for that many requests at once");
	if (options.explain)
		explain_begin(stderr);
	options_limiter(&options, &limiter);
	retry_init(&retry, (uint64_t)clock_now());
	if (options.retries >= 0)
		retry.tries = (unsigned)options.retries + 1;
	start = clock_now();                                            /* start = time.time() */
	if (run(async_main, &main_frame) == ASYNC_E_SYSTEM)             /* asyncio.run(main()) */
		report.failed++;
	while ((finished = task_set_take(&crew.tasks)))                 /* answered before Ctrl-C, not printed yet */
		print_result(finished);
	seconds = (double)(clock_now() - start) / NS_PER_S;
	status = program_end(&report, seconds, run_interrupted());      /* print(f"Time taken: {seconds:.2f} seconds") */
	if (options.timing)
		timings_print(&timings, stderr);
	crew_close(&crew);
	return status;
}
