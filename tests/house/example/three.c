/* three.c - a program that is not part of the tree: fetches three URLs at once, and prints a field of each.
 *
 *     three CAFILE URL URL URL */
#include "async.h"

static struct session session;

static async fetch(const char *url)
{
	char gender[16];

	ASYNC(struct response response; struct json data);
	ASYNC_WITH(session_get(&my->response, &session, url)) {
		AWAIT(response_json(&my->response, &my->data));
		if (json_string(&my->data, json_get(&my->data, 0, "gender"), gender, sizeof gender))
			printf("%s is %s\n", url, gender);
	} ASYNC_EXIT(response_close(&my->response));
	ASYNC_END;
}
ASYNC_ENTRY(fetch, const char *);

static async fetch_all(char **urls, const char *cafile)
{
	struct session_options options = {.cafile = cafile};

	ASYNC(struct task_set all; struct set_task fetches[3]);
	ASYNC_WITH(session_open(&session, &options)) {
		for (int i = 0; i < 3; i++)
			task_set_start(&my->all, &my->fetches[i], urls[i], fetch, urls[i]);
		AWAIT(gather(&my->all));
	} ASYNC_EXIT(session_close(&session));
	ASYNC_END;
}
ASYNC_ENTRY(fetch_all, char **, const char *);

int main(int argc, char **argv)
{
	return argc != 5 || async_run(fetch_all, argv + 2, argv[1]) != ASYNC_OK;
}
