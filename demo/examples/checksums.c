/* checksums.c - a pipeline: files wait in a queue for three workers. Each worker lets a thread read a file,
 * and puts the result into a second queue for the printer. That queue is short, so no worker runs far ahead
 * of the printer.
 *
 *     checksums FILE… */
#include "async.h"

enum { WORKERS = 3, ROOM = 4, FILES_MAX = 1000 };

static struct file {
	const char *path;
	char result[16];
} all[FILES_MAX];
static struct queue files, results;

static enum status read_file(void *arg) /* runs on a thread of its own, so it may block */
{
	struct file *file = arg;
	FILE *in = fopen(file->path, "rb");
	uint32_t a = 1, b = 0; /* Adler-32 (RFC 1950 section 9) */

	for (int byte; in && (byte = getc(in)) != EOF; b = (b + a) % 65521)
		a = (a + (uint32_t)byte) % 65521;
	snprintf(file->result, sizeof file->result, in && !ferror(in) ? "%08x" : "cannot be read",
		b << 16 | a);
	if (in)
		fclose(in);
	return ASYNC_OK;
}

static async work(void)
{
	ASYNC(void *file);
	for (;;) {
		AWAIT(queue_get(&files, &my->file));
		AWAIT(to_thread(read_file, (struct file *)my->file));
		AWAIT(queue_put(&results, my->file));
	}
	ASYNC_END;
}
ASYNC_ENTRY(work);

static async run_pipeline(int count, char **paths)
{
	const struct file *file;

	ASYNC(int i; void *file; struct task_group group; struct set_task workers[WORKERS]);
	for (int i = 0; i < count; i++) {
		all[i].path = paths[i];
		queue_put_nowait(&files, &all[i]);
	}
	ASYNC_WITH(task_group_enter(&my->group)) {
		for (my->i = 0; my->i < WORKERS; my->i++)
			AWAIT(task_group_start(&my->group, &my->workers[my->i], "worker", work));
		for (my->i = 0; my->i < count; my->i++) {
			AWAIT(queue_get(&results, &my->file));
			file = my->file;
			printf("%s: %s\n", file->path, file->result);
		}
		for (int i = 0; i < WORKERS; i++)
			task_cancel(&my->workers[i].task);
	} ASYNC_EXIT(task_group_exit(&my->group, ASYNC_RAISED));
	ASYNC_END;
}
ASYNC_ENTRY(run_pipeline, int, char **);

int main(int argc, char **argv)
{
	static void *slots[FILES_MAX], *few_slots[ROOM];

	queue_init(&files, slots, FILES_MAX);
	queue_init(&results, few_slots, ROOM);
	return argc > FILES_MAX || async_failed(async_run(run_pipeline, argc - 1, argv + 1));
}
