/* crawler.c - fetches a page, and all below it that it leads to, five at a time. What is still to be fetched waits
 * in a queue, which is joined: that ends when all that was put into it is done, also what was put meanwhile.
 *
 *     crawler URL */
#include "async.h"
#include "http/parse/url.h"

enum { WORKERS = 5, PAGES_MAX = 1000 };

static struct session session;
static struct queue queue;            /* pages to be fetched */
static char seen[PAGES_MAX][URL_MAX]; /* all that ever were in it; the first is where we began */
static int count;

/* A page that is new, and below the first, is put into the queue. */
static void visit(const char *base, struct slice link)
{
	char *url = seen[count];

	if (count == PAGES_MAX - 1 || strlen(base) + link.len + URL_RESOLVE_MORE > sizeof seen[0])
		return;
	url_resolve(url, slice_of(base), link);
	url[strcspn(url, "#")] = '\0';
	for (int i = 0; i < count; i++)
		if (strcmp(url, seen[i]) == 0 || strncmp(url, seen[0], strlen(seen[0])) != 0)
			return;
	if (queue_put_nowait(&queue, url))
		count++;
}

static void visit_links(const char *base, struct slice page)
{
	const char *end = page.at + page.len, *quote;

	for (const char *at = page.at; end - at > 6; at++)
		if (memcmp(at, "href=\"", 6) == 0 && (quote = memchr(at + 6, '"', (size_t)(end - at - 6))))
			visit(base, (struct slice){at + 6, (size_t)(quote - at - 6)});
}

static async fetch(const char *url)
{
	ASYNC(struct response response; struct slice page);
	ASYNC_WITH(session_get(&my->response, &session, url)) {
		AWAIT(response_body(&my->response, &my->page));
		printf("%s: %d\n", url, my->response.status);
		visit_links(url, my->page);
	} ASYNC_EXIT(response_close(&my->response));
	ASYNC_END;
}

static async work(void)
{
	enum status err;

	ASYNC(void *url);
	for (;;) {
		AWAIT(queue_get(&queue, &my->url));
		AWAIT_CATCH(err, fetch(my->url));
		if (err)
			printf("%s: %s\n", (char *)my->url, async_error_text(err));
		queue_task_done(&queue);
	}
	ASYNC_END;
}
ASYNC_ENTRY(work);

static async crawl(const char *url)
{
	ASYNC(int i; struct task_group group; struct group_task workers[WORKERS]);
	queue_init(&queue, NULL, 0);
	visit(url, SLICE(""));
	ASYNC_WITH(session_open(&session, NULL)) {
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
