/* twenty_urls.c - fetches many URLs, at most 5 at a time, each within 2 seconds from its start, and prints a
 * line when one completes.
 *
 *     twenty_urls URL…          $SSL_CERT_FILE: the CAs to trust, instead of the system's
 *
 * gather ends when all tasks have ended, even after Ctrl-C, which it passes on to them. So the session and
 * the semaphore, which are in its caller's frame, outlive the tasks that use them. */
#include "async.h"

enum { URLS_MAX = 100 };

static async get(const char *url, struct session *session)
{
	ASYNC(struct response response; struct slice body);
	ASYNC_WITH(session_get(&my->response, session, url)) {
		AWAIT(response_body(&my->response, &my->body));
		printf("%s: %d, %zu bytes\n", url, my->response.status, my->body.len);
	} ASYNC_EXIT(response_close(&my->response));
	ASYNC_END;
}

static async fetch(const char *url, struct session *session, struct semaphore *five)
{
	enum status err;

	ASYNC();
	ASYNC_WITH(semaphore_acquire(five)) {
		AWAIT_CATCH(err, get(url, session));
		if (err)
			printf("%s: %s\n", url, async_error_text(err));
	} ASYNC_EXIT(semaphore_exit(five));
	ASYNC_END;
}
ASYNC_ENTRY(fetch, const char *, struct session *, struct semaphore *);

static async fetch_all(char **urls, int count)
{
	const struct session_options options = {.timeout_ns = 2 * NS_PER_S};

	ASYNC(struct semaphore five; struct session session; struct task_set set; struct set_task tasks[URLS_MAX]);
	semaphore_init(&my->five, 5);
	ASYNC_WITH(session_open(&my->session, &options)) {
		for (int i = 0; i < count; i++)
			task_set_start(&my->set, &my->tasks[i], "fetch", fetch, urls[i], &my->session, &my->five);
		AWAIT(gather_return_exceptions(&my->set));
	} ASYNC_EXIT(session_close(&my->session));
	ASYNC_END;
}
ASYNC_ENTRY(fetch_all, char **, int);

int main(int argc, char **argv)
{
	if (argc < 2 || argc > URLS_MAX + 1) {
		fprintf(stderr, "Usage: twenty_urls URL...\n");
		return 2;
	}
	setvbuf(stdout, NULL, _IOLBF, 0); /* each line appears as soon as it is printed */
	return async_failed(async_run(fetch_all, argv + 1, argc - 1));
}
