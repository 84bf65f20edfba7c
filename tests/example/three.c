/* three.c - a program that is not part of the tree: fetches three URLs at once, and prints a field of each.
 *
 *     three CAFILE URL URL URL */
#include "coro/gather.h"
#include "coro/run.h"
#include "http/session.h"

#include <stdio.h>

static struct session session;

static struct fetch { /* a worker: its frame, its task, and its place among those that are waited for */
	struct coro coro;
	const char *url;
	struct response response;
	struct json data;
	struct task task;
	struct set_link member;
} fetches[3];

static async fetch(struct fetch *self)
{
	char gender[16];

	ASYNC_BEGIN(self);
	ASYNC_WITH(session_get(&self->response, &session, self->url)) {
		AWAIT(response_json(&self->response, &self->data));
		if (json_string(&self->data, json_get(&self->data, 0, "gender"), gender, sizeof gender))
			printf("%s is %s\n", self->url, gender);
	} ASYNC_EXIT(response_close(&self->response));
	ASYNC_END;
}
ASYNC_TASK(fetch);

static struct fetch_all {
	struct coro coro;
	struct session_options options;
	struct task_set all;
} frame;

static async fetch_all(struct fetch_all *self)
{
	ASYNC_BEGIN(self);
	ASYNC_WITH(session_open(&session, &self->options)) {
		task_set_init(&self->all);
		for (struct fetch *f = fetches; f < fetches + 3; f++) {
			task_create(&f->task, fetch, f, f->url);
			task_set_add(&self->all, &f->member, &f->task);
		}
		AWAIT(gather(&self->all));
	} ASYNC_EXIT(session_close(&session));
	ASYNC_END;
}
ASYNC_TASK(fetch_all);

int main(int argc, char **argv)
{
	for (int i = 0; i < 3 && argc == 5; i++)
		fetches[i].url = argv[2 + i];
	frame.options.cafile = argc == 5 ? argv[1] : NULL;
	return argc != 5 || run(fetch_all, &frame) != ASYNC_OK;
}
