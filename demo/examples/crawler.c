/* crawler.c - fetches a page and all pages that can be reached from it, five at a time. A page is a JSON
 * array of URLs. Pages to be fetched wait in a queue. queue_join ends when each page that was put into the
 * queue is done, also those that were put while it waited.
 *
 *     crawler URL */
#include "async.h"

enum { WORKERS = 5, PAGES_MAX = 1000 };

static struct session session;
static struct queue queue;            /* pages to be fetched */
static char seen[PAGES_MAX][URL_MAX]; /* all pages that were ever in it, and room for one more */
static int count;

static bool is_new(const char *url)
{
	for (int i = 0; i < count; i++)
		if (strcmp(url, seen[i]) == 0)
			return false;
	return count < PAGES_MAX - 1;
}

static async fetch(const char *url)
{
	ASYNC(struct response response; struct json links);
	ASYNC_WITH(session_get(&my->response, &session, url)) {
		AWAIT(response_json(&my->response, &my->links));
		for (int link = json_first(&my->links, 0); link >= 0; link = json_next(&my->links, link))
			if (json_string(&my->links, link, seen[count], URL_MAX) && is_new(seen[count]) &&
				queue_put_nowait(&queue, seen[count]))
				count++;
	} ASYNC_EXIT(response_close(&my->response));
	ASYNC_END;
}

static async work(void)
{
	ASYNC(void *url; enum status err);
	for (;;) {
		AWAIT(queue_get(&queue, &my->url));
		AWAIT_CATCH(my->err, fetch(my->url));
		printf("%s: %s\n", (char *)my->url, my->err ? async_error_text(my->err) : "fetched");
		queue_task_done(&queue);
	}
	ASYNC_END;
}
ASYNC_ENTRY(work);

static async crawl(const char *url)
{
	const struct session_options options = {.raise_for_status = true};

	ASYNC(int i; struct task_group group; struct set_task workers[WORKERS]);
	queue_init(&queue, NULL, 0);
	snprintf(seen[count], URL_MAX, "%s", url);
	queue_put_nowait(&queue, seen[count++]);
	ASYNC_WITH(session_open(&session, &options)) {
		ASYNC_WITH(task_group_enter(&my->group)) {
			for (my->i = 0; my->i < WORKERS; my->i++)
				AWAIT(task_group_start(&my->group, &my->workers[my->i], "worker", work));
			AWAIT(queue_join(&queue));
			for (int i = 0; i < WORKERS; i++)
				task_cancel(&my->workers[i].task);
		} ASYNC_EXIT(task_group_exit(&my->group, ASYNC_RAISED));
	} ASYNC_EXIT(session_close(&session));
	ASYNC_END;
}
ASYNC_ENTRY(crawl, const char *);

int main(int argc, char **argv)
{
	return argc != 2 || async_failed(async_run(crawl, argv[1]));
}
