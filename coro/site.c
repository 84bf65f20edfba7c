/* site.c - which line to name: in a chain of awaits, the innermost one of the user's own program. */
#include "coro/task.h"

#include <string.h>

/* A file of a room, as make names it; or the one file that all of them may be (make amalgam). */
bool site_in_library(const struct site *at)
{
	return strcmp(at->file, __FILE__) == 0 || strncmp(at->file, "coro/", 5) == 0 || strncmp(at->file, "http/", 5) == 0;
}

const struct site *coro_asking_site(const struct coro *root)
{
	const struct site *at = NULL;

	for (; root; root = root->child)
		if (root->at && (!at || !site_in_library(root->at)))
			at = root->at;
	return at;
}

const struct site *task_site(void)
{
	const struct site *at = task_running ? coro_asking_site(task_running->root) : NULL;

	return at || !task_running ? at : task_running->spawned;
}
