/* site.c - whose line it is: in a chain of awaits, the user's own. */
#include "coro/task.h"

#include <string.h>

static bool is_library(const char *file)
{
	return strncmp(file, "coro/", 5) == 0 || strncmp(file, "http/", 5) == 0;
}

const struct site *coro_asking_site(const struct coro *root)
{
	const struct site *at = NULL;

	for (; root; root = root->child)
		if (root->at && (!at || !is_library(root->at->file)))
			at = root->at;
	return at;
}

const struct site *task_site(void)
{
	const struct task *t = task_running;
	const struct site *at = t ? coro_asking_site(t->root) : NULL;

	return at || !t ? at : t->spawned;
}
