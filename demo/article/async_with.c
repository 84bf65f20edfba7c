/* async_with.c - the article's asynchronous context managers: session and response are closed, whatever
 * happens before. At the right of each line stands the article's line. */
#include "async.h"

static async async_main(void)
{
	const char *url = "https://api.example.com";

	ASYNC(struct session session; struct response response; struct json data);
	ASYNC_WITH(session_open(&my->session, NULL)) {                  /* async with aiohttp.ClientSession() as session: */
		ASYNC_WITH(session_get(&my->response, &my->session, url)) { /* async with session.get('https://api.example.com') as response: */
			AWAIT(response_json(&my->response, &my->data));         /* data = await response.json() */
		} ASYNC_EXIT(response_close(&my->response));
	} ASYNC_EXIT(session_close(&my->session));
	ASYNC_END;
}
ASYNC_ENTRY(async_main);

int main(void)
{
	return async_failed(async_run(async_main));
}
