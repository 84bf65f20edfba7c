/* async_with.c - the article's program for `async with`: what is opened is closed again, whatever happens
 * in between.
 *
 *     async_with [--explain] URL [CAFILE]     prints the status of one GET */
#include "coro/run.h"
#include "demo/view/explain_run.h"
#include "http/session.h"

#include <stdio.h>

struct fetch {
	struct coro coro;
	const char *url;
	struct session_options options;
	struct session session;
	struct response response;
};

static async fetch(struct fetch *self)                                          /* async def fetch(url): */
{
	ASYNC_BEGIN(self);
	ASYNC_WITH(session_open(&self->session, &self->options)) {              /* async with ClientSession() as session: */
		ASYNC_WITH(session_get(&self->response, &self->session, self->url)) { /* async with session.get(url) as response: */
			printf("%d\n", self->response.status);                  /* print(response.status) */
		} ASYNC_EXIT(response_close(&self->response));
	} ASYNC_EXIT(session_close(&self->session));
	ASYNC_END;
}
ASYNC_TASK(fetch);

int main(int argc, char **argv)
{
	struct fetch frame = {0};
	enum status outcome;

	explain_option(&argc, argv);
	frame.url = argc > 1 ? argv[1] : "https://api.genderize.io/?name=Alice";
	frame.options.cafile = argc > 2 ? argv[2] : NULL;
	outcome = run(fetch, &frame);                                           /* asyncio.run(fetch(url)) */
	if (outcome != ASYNC_OK)
		fprintf(stderr, "async_with: %s\n", frame.response.error[0] ? frame.response.error : status_name(outcome));
	return outcome != ASYNC_OK;
}
