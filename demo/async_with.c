/* async_with.c - the article's program for `async with`: what is opened is closed again, whatever happens
 * in between.
 *
 *     async_with [--explain] URL [CAFILE]     prints the status of one GET */
#include "coro/run.h"
#include "demo/view/explain_run.h"
#include "http/session.h"

#include <stdio.h>

static char error[256]; /* what went wrong, for people */

static void note_error(const struct response *response)
{
	snprintf(error, sizeof error, "%s", response->error);
}

static async close_and_note(struct response *response)
{
	note_error(response);
	return response_close(response);
}

static async fetch(const char *url, const char *cafile)                         /* async def fetch(url): */
{
	const struct session_options options = {.cafile = cafile};

	ASYNC(struct session session; struct response response; enum status err);
	ASYNC_WITH(session_open(&my->session, &options)) {                      /* async with ClientSession() as session: */
		ASYNC_WITH(session_get(&my->response, &my->session, url)) {     /* async with session.get(url) as response: */
			printf("%d\n", my->response.status);                    /* print(response.status) */
		} ASYNC_EXIT(close_and_note(&my->response));
	} ASYNC_EXIT(session_close(&my->session));
	ASYNC_END;
}
ASYNC_ENTRY(fetch, const char *, const char *);

int main(int argc, char **argv)
{
	enum status outcome;

	explain_option(&argc, argv);
	outcome = async_run(fetch, argc > 1 ? argv[1] : "https://api.genderize.io/?name=Alice", argc > 2 ? argv[2] : NULL); /* asyncio.run(fetch(url)) */
	if (outcome != ASYNC_OK)
		fprintf(stderr, "async_with: %s\n", *error ? error : status_name(outcome));
	return outcome != ASYNC_OK;
}
