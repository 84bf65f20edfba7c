/* predict_async.c - the article's asynchronous program: all names at once, and each answer as it arrives. At
 * the right of each line stands the article's line. */
#include "async.h"                                                       /* import aiohttp */
                                                                         /* import asyncio */
                                                                         /* import time */

/* A task that predicts, and what it returns. A gender of "" was null: Python's None. */
struct prediction {
	struct set_task task;
	const char *name;
	char gender[16];
};

static async predict_gender(const char *name, struct session *session,   /* async def predict_gender(name, session): */
	struct prediction *result)
{
	ASYNC(char url[URL_MAX]; struct response response; struct json data);
	ASYNC_TRY(url_format(my->url, "https://api.genderize.io?name=%s", name)); /* url = f"https://api.genderize.io?name={name}" */
	ASYNC_WITH(session_get(&my->response, session, my->url)) {           /* async with session.get(url) as response: */
		AWAIT(response_json(&my->response, &my->data));                  /* data = await response.json() */
		result->name = name;                                             /* return name, data['gender'] */
		ASYNC_TRY(json_copy(&my->data, "gender", result->gender, sizeof result->gender));
	} ASYNC_EXIT(response_close(&my->response));
	ASYNC_END;
}
ASYNC_ENTRY(predict_gender, const char *, struct session *, struct prediction *);

static async async_main(void)                                            /* async def main(): */
{
	const char *names[] = {"Alice", "Bob", "Charlie", "Diana", "Eve"};   /* names = ["Alice", "Bob", "Charlie", "Diana", "Eve"] */
	struct session_options options = {.raise_for_status = true};

	ASYNC(double start_time, end_time; struct session session; struct prediction tasks[5], *results[5]; int count;
		struct task_set set; struct task *done);
	my->start_time = clock_seconds();                                    /* start_time = time.time() */
	ASYNC_WITH(session_open(&my->session, &options)) {                   /* async with aiohttp.ClientSession(raise_for_status=True) as session: */
		for (int i = 0; i < 5; i++)                                      /* tasks = [predict_gender(name, session) for name in names] */
			task_set_start(&my->set, &my->tasks[i].task, names[i], predict_gender, names[i], &my->session, &my->tasks[i]);
		my->count = 0;                                                   /* results = [] */
		while (task_set_left(&my->set)) {                                /* for coro in asyncio.as_completed(tasks): */
			AWAIT(as_completed(&my->set, &my->done));                    /* result = await coro */
			my->results[my->count++] = container_of(my->done, struct prediction, task.task); /* results.append(result) */
		}
	} ASYNC_EXIT(session_close(&my->session));
	my->end_time = clock_seconds();                                      /* end_time = time.time() */
	printf("Time taken: %.2f seconds\n", my->end_time - my->start_time); /* print(f"Time taken: {end_time - start_time:.2f} seconds") */
	for (int i = 0; i < my->count; i++)                                  /* print(results) */
		printf(my->results[i]->gender[0] ? "%s('%s', '%s')" : "%s('%s', %sNone)", i ? ", " : "[",
			my->results[i]->name, my->results[i]->gender);
	puts("]");
	ASYNC_END;
}
ASYNC_ENTRY(async_main);

int main(void)                                                           /* if __name__ == "__main__": */
{
	return async_failed(async_run(async_main));                          /* asyncio.run(main()) */
}
