/* names.c - the lines of standard input, as genderize and its synchronous twin read them: both see the same names. */
#include "coro/task.h"
#include "tests/house/fuzz/fuzz.h"

#include <unistd.h>

static const uint8_t *input;
static size_t left;

/* What comes next says how many bytes the kernel has now. */
static ssize_t fuzz_read(char *buffer, size_t room)
{
	size_t len = left < room ? left : room, piece = left ? 1 + input[0] % 64u : 0;

	len = len < piece ? len : piece;
	if (len)
		memcpy(buffer, input, len);
	input += len;
	left -= len;
	return (ssize_t)len;
}

#define read(fd, buffer, room) fuzz_read(buffer, room)
#include "demo/genderize/names.c"
#undef read

int sync_main(int argc, char **argv);
#define main                       sync_main
#define shared_can(fd, bits, wait) true
#include "demo/genderize/genderize_sync.c"
#undef main

enum { ROOM = sizeof((struct lines *)0)->name };

static async read_all(struct names *names, size_t *used, char *all, size_t room)
{
	ASYNC();
	for (;;) {
		AWAIT(names_next(names));
		if (names->ended)
			ASYNC_RETURN();
		MUST(memchr(names->current, '\0', ROOM) && names->current[0]);
		MUST(*used + strlen(names->current) + 2 < room);
		*used += (size_t)sprintf(all + *used, "%s\n", names->current);
	}
	ASYNC_END;
}
ASYNC_ENTRY(read_all, struct names *, size_t *, char *, size_t);

static size_t read_async(char *all, size_t room)
{
	static struct names names;
	struct task t = {0};
	size_t used = 0;

	names_open(&names, &(struct options){0});
	names.io.watch.fd = -1;
	MUST(loop.is_open || loop_open(LOOP_VIRTUAL) == 0);
	task_start(&t, "names", read_all, &names, &used, all, room);
	while (t.state != TASK_DONE)
		MUST(loop_run_once());
	while (loop.nready)
		loop_run_once();
	MUST(task_result(&t) == ASYNC_OK);
	return used;
}

static size_t read_sync(char *all)
{
	static struct names names;
	size_t used = 0;

	names_open(&names, &(struct options){0});
	while (next_name(&names))
		used += (size_t)sprintf(all + used, "%s\n", names.current);
	return used;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *both[2] = {malloc(2 * size + ROOM), malloc(2 * size + ROOM)};
	size_t used[2];

	MUST(both[0] && both[1]);
	input = data, left = size;
	used[0] = read_async(both[0], 2 * size + ROOM);
	input = data, left = size;
	used[1] = read_sync(both[1]);
	MUST(used[0] == used[1] && memcmp(both[0], both[1], used[0]) == 0);
	free(both[0]);
	free(both[1]);
	return 0;
}
