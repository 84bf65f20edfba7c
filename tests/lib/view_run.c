/* view_run.c - the folder; and a run with events of every kind: clients share a few permits, and every third
 * client is cancelled. */
#include "tests/lib/view_run.h"

#include "coro/many/locks.h"
#include "coro/run.h"
#include "coro/sleep.h"
#include "loop/watch/record.h"

#include <sys/stat.h>

char view_folder[] = "/tmp/test_view.XXXXXX";

const char *view_path(const char *name)
{
	static char paths[3][128];
	static int turn;

	turn = (turn + 1) % 3;
	snprintf(paths[turn], sizeof paths[turn], "%s/%s", view_folder, name);
	return paths[turn];
}

int view_open(void **state)
{
	(void)state;
	return mkdtemp(view_folder) && mkdir(view_path("src"), 0700) == 0 ? 0 : -1;
}

int view_close(void **state)
{
	char command[sizeof view_folder + 16];

	process_kill_all(state);
	snprintf(command, sizeof command, "rm -rf %s", view_folder);
	return system(command);
}

void view_write(const char *name, const char *text)
{
	FILE *file = fopen(view_path(name), "w");

	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

char *view_read(const char *name)
{
	FILE *file = fopen(view_path(name), "r");
	char *text = NULL;
	size_t size = 0;

	assert_non_null(file);
	assert_true(getdelim(&text, &size, '\0', file) > 0);
	fclose(file);
	return text;
}

/* ---- the run ---- */

static async client(struct semaphore *permits)
{
	ASYNC();
	clock_spend(NS_PER_MS);
	AWAIT(semaphore_acquire(permits));
	AWAIT(sleep_for(5 * NS_PER_MS));
	semaphore_release(permits);
	AWAIT(sleep_for(NS_PER_MS));
	ASYNC_END;
}
ASYNC_ENTRY(client, struct semaphore *);

static async crowd(int clients)
{
	enum status err;

	ASYNC(int next; struct semaphore permits; struct task tasks[VIEW_CLIENTS_MAX]);
	semaphore_init(&my->permits, (unsigned)clients / 4 + 1);
	for (int i = 0; i < clients; i++)
		task_start(&my->tasks[i], "client", client, &my->permits);
	AWAIT(sleep_for((clients + 2) * NS_PER_MS));
	for (int i = 2; i < clients; i += 3)
		task_cancel(&my->tasks[i]);
	for (my->next = 0; my->next < clients; my->next++)
		AWAIT_CATCH_ALL(err, task_await(&my->tasks[my->next]));
	(void)err;
	ASYNC_END;
}
ASYNC_ENTRY(crowd, int);

void view_record(const char *name, int clients)
{
	assert_int_equal(record_open(view_path(name)), 0);
	assert_int_equal(loop_open(LOOP_VIRTUAL), 0);
	assert_int_equal(async_run(crowd, clients), ASYNC_OK);
	loop_close();
	assert_int_equal(record_close(), 0);
}
