/* genderize.c - the article's program, asynchronous: all names at once, each answer as it arrives.
 *
 * At the right of a line stands the line of Python that it translates. What a command needs besides
 * (options, names from a pipe, rows for people and programs) is in other files: options.c,
 * names.c, crew.c, report.c, program.c. */
#include "coro/run.h"
#include "demo/genderize/crew.h"
#include "demo/genderize/program.h"
#include "demo/genderize/timing.h"
#include "demo/kitchen/inside.h"
#include "http/retry.h"

#include <stdio.h>

static struct options options;
static struct report report;
static struct crew crew;
static struct retry retry;
static struct limiter limiter;
static struct timings timings;

static struct session client;

static async predict_gender(struct place *place, struct session *session) /* async def predict_gender(name, session): */
{
	ASYNC(struct json data);
	if (!query_url(place->url, query_url_room(&options), &options, place->asked, place->count))
		ASYNC_RAISE(ASYNC_E_INVALID);                           /* url = f"https://api.genderize.io?name={name}" */
	place->call.retry = &retry;
	ASYNC_WITH(retry_get(&place->response, session, place->url, &place->call)) { /* async with session.get(url) as response: */
		AWAIT(response_json(&place->response, &my->data));      /* data = await response.json() */
		if (!query_read(place->asked, place->count, &options, place->url, &my->data))
			ASYNC_RAISE(ASYNC_E_PAYLOAD);
		ASYNC_RETURN();                                         /* return (name, data["gender"]) */
	} ASYNC_EXIT(response_close(&place->response));
	ASYNC_END;
}
ASYNC_ENTRY(predict_gender, struct place *, struct session *);

static void start_prediction(struct place *place)
{
	place->call = (struct retry_call){0};
	place->response = (struct response){0};
	task_start(&place->worker.task, place->asked->name, predict_gender, place, &client);
}

/* Reports each name of a failed request, with the reason. */
static void print_failure(const struct place *place)
{
	const char *problem = place->asked->problem, *error = place->response.error;
	char why[320];

	snprintf(why, sizeof why, place->call.tries > 1 ? "%s, after %u tries" : "%s",
		problem ? problem : *error ? error : status_name(place->worker.task.result), place->call.tries);
	for (int i = 0; i < place->count; i++)
		report_failure(&report, place->asked[i].index, place->asked[i].name, why);
	report_hint(&report, query_hint(&options, place->response.status, error));
	if (place->call.answer == RETRY_QUOTA)
		crew_stop(&crew, "not asked, since the quota is used up");
}

/* Was it ended by Ctrl-C, during its request or before it? Then it is neither answered nor failed. */
static bool was_cut_off(const struct task *task)
{
	bool too_late = task->result == ASYNC_E_INVALID && client.pool.is_closing;

	return too_late || task->result == ASYNC_CANCELLED;
}

/* print(name, gender), or the error. */
static void print_result(struct task *task)
{
	struct place *place = crew_place(&crew, task);

	if (!place)
		return;
	if (task->result == ASYNC_OK)
		timings_add(&timings, place->response.at, place->response.reused, place->response.resumed);
	else if (!was_cut_off(task))
		print_failure(place);
	for (int i = 0; i < place->count && task->result == ASYNC_OK; i++)
		report_answer(&report, place->asked[i].index, &place->asked[i].answer);
	crew_release(&crew, place);
}

enum { REPLY_MAX = 1 << 20 }; /* many times the size of an answer to a batch */

static struct session_options session_options(void)
{
	return (struct session_options){
		.raise_for_status = true,
		.body_max = REPLY_MAX,
		.limit = (unsigned)options.limit,
		.limiter = &limiter,
		.timeout_ns = (int64_t)(options.timeout_s * NS_PER_S),
		.connect_timeout_ns = (int64_t)(options.connect_timeout_s * NS_PER_S),
		.cafile = options.cacert,
		.on_end = timing_record,
		.dial = options.kitchen ? kitchen_inside_dial : NULL,
	};
}

/* Runs also after Ctrl-C, or when the reader of our output has gone: some tasks are still running then. */
static async close_all(void)
{
	ASYNC();
	crew_end(&crew);
	AWAIT(session_close(&client));
	shared_unwatch(&report.out.io);
	if (options.kitchen)
		AWAIT(kitchen_inside_close());
	ASYNC_END;
}

static async async_main(void)                                           /* async def main(): */
{
	ASYNC(struct session_options settings; struct task *task; enum status err);
	my->settings = session_options();
	ASYNC_WITH(session_open(&client, &my->settings)) {              /* async with ClientSession(…) as session: */
		shared_watch(&report.out.io, report.out.fd);
		crew_begin(&crew);                                      /* tasks = [predict_gender(name, session) for name in names] */
		while (task_set_left(&crew.tasks)) {                    /* for task in asyncio.as_completed(tasks): */
			AWAIT_CATCH(my->err, as_completed(&crew.tasks, &my->task)); /* name, gender = await task */
			print_result(my->task);                         /* print(name, gender) */
			AWAIT(output_drain(&report.out));               /* others run while the reader is slow */
		}
	} ASYNC_EXIT(close_all());
	ASYNC_END;
}
ASYNC_ENTRY(async_main);

/* --kitchen: the service is in this process. */
static bool open_kitchen(void)
{
	int err;

	options.url = "https://localhost";
	options.cacert = kitchen_inside_make();
	err = options.cacert ? loop_open(options.is_virtual ? LOOP_VIRTUAL : LOOP_REAL) : 0;
	if (err)
		arguments_complain("cannot open the event loop", strerror(-err));
	return options.cacert && !err;
}

int main(int argc, char **argv)
{
	int status = options_parse(&options, argc, argv);
	struct task *finished;
	int64_t start;

	if (status == ARGUMENTS_RUN)
		status = program_begin(&options, &report);
	if (status != ARGUMENTS_RUN)
		return status;
	if (!crew_open(&crew, &options, &report, start_prediction))
		return 1;
	if (options.kitchen && !open_kitchen())
		return 1;
	options_limiter(&options, &limiter);
	retry_init(&retry, (uint64_t)clock_now());
	if (options.retries >= 0)
		retry.tries = (unsigned)options.retries + 1;
	start = clock_now();                                            /* start = time.time() */
	if (async_run(async_main) == ASYNC_E_SYSTEM)             /* asyncio.run(main()) */
		report.failed++;
	while ((finished = task_set_take(&crew.tasks)))                 /* answered before Ctrl-C, but not printed yet */
		print_result(finished);
	status = program_end(&report, clock_now() - start, run_interrupted()); /* print(f"Time taken: {seconds:.2f} seconds") */
	if (options.timing)
		timings_print(&timings, stderr);
	crew_close(&crew);
	loop_close(); /* both do nothing without --kitchen */
	kitchen_inside_remove();
	return status;
}
