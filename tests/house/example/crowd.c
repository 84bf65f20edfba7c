/* crowd.c - a thousand guests of a chat server, one of whom never reads: do the others hear all, and in time?
 *
 *     crowd PORT SECONDS [SERVER'S PID]
 *
 * First so much is said that who does not read has all that is ever kept for him. Then all others enter, and take
 * turns to say LINES_PER_S lines a second, each of which says when that was. Status 1: a line was not heard; one of
 * a hundred came LATE_MS after it was said, or later; or the server (Linux tells) has grown by more than GROWN_KB,
 * during the flood or afterwards. */
#include "async.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { GUESTS = 1000, LINE = 500, LINES_PER_S = 20, FLOOD = 16000, PATIENCE_S = 10 };
enum { LATE_MS = 200, GROWN_KB = 1024 };

struct guest {
	struct conn conn;
	struct set_task task;
	unsigned heard, last;
};

static struct guest guests[GUESTS]; /* the first hears the flood; the last does not read */
static unsigned long late[1001];    /* lines by the ms they took; the last: as many or more */
static unsigned long heard, said, wanted;
static struct event all_heard;

static void note(struct guest *guest, const char *line)
{
	unsigned number;
	int64_t when;

	if (sscanf(line, "%u %" SCNd64, &number, &when) != 2 || number <= guest->last)
		return; /* not counted, or twice: then it will be missing */
	guest->last = number;
	when = (clock_now() - when) / NS_PER_MS;
	late[when < 1000 ? when : 1000]++;
	if (++heard == wanted)
		event_set(&all_heard);
}

static async listen_for(struct guest *guest)
{
	ASYNC(char line[LINE + 2]; size_t len);
	do {
		AWAIT(conn_read_line(&guest->conn, my->line, sizeof my->line, &my->len));
		note(guest, my->line);
	} while (my->len > 0);
	ASYNC_RAISE(async_error(ASYNC_E_DISCONNECTED, "the server has closed"));
	ASYNC_END;
}
ASYNC_ENTRY(listen_for, struct guest *);

/* A line of the full length. */
static void say(struct guest *guest, unsigned number)
{
	char line[LINE + 1];
	int len = snprintf(line, sizeof line, "%u %" PRId64, number, clock_now());

	memset(line + len, ' ', (size_t)(LINE - len));
	line[LINE - 1] = '\n';
	conn_write(&guest->conn, line, LINE);
}

/* In rounds that even a slow listener can follow. */
static async flood(struct conn *listener)
{
	ASYNC(unsigned i; char line[LINE + 2]);
	for (my->i = 0; my->i < FLOOD; my->i++) {
		if (my->i % 100 == 0)
			for (int i = 0; i < 100; i++)
				say(&guests[1], 0);
		AWAIT(conn_read_line(listener, my->line, sizeof my->line, NULL));
	}
	ASYNC_END;
}

/* So many lines in all. */
static async take_turns(unsigned lines)
{
	ASYNC(struct timeout timeout; int64_t begin, pause);
	wanted = (unsigned long)lines * (GUESTS - 2); /* by all but who says it, and who never reads */
	event_clear(&all_heard);
	my->begin = clock_now() - (int64_t)said * NS_PER_S / LINES_PER_S;
	while (said < lines) {
		said++;
		say(&guests[said % (GUESTS - 1)], (unsigned)said);
		my->pause = my->begin + (int64_t)said * NS_PER_S / LINES_PER_S - clock_now();
		AWAIT(sleep_for(my->pause));
	}
	ASYNC_WITH(timeout_enter(&my->timeout, PATIENCE_S * NS_PER_S)) {
		AWAIT(event_wait(&all_heard));
	} ASYNC_EXIT(timeout_exit(&my->timeout, ASYNC_RAISED));
	ASYNC_END;
}

/* Kilobytes of the server in memory; 0: unknown. */
static long server_size(const char *pid)
{
	char path[64];
	long pages = 0;
	FILE *in;

	snprintf(path, sizeof path, "/proc/%s/statm", pid);
	in = fopen(path, "r");
	if (in && fscanf(in, "%*d %ld", &pages) != 1)
		pages = 0;
	if (in)
		fclose(in);
	return pages * 4;
}

static double percentile(double part)
{
	unsigned long sum = 0;
	int ms = 0;

	while (ms < 1000 && (sum += late[ms]) < part * (double)heard)
		ms++;
	return ms;
}

static bool tell(const long *size)
{
	double p99 = percentile(0.99);

	printf("%d guests, %lu lines: %lu of %lu were heard\n", GUESTS, said, heard, wanted);
	printf("ms until then: 50 %% %.0f, 99 %% %.0f, 100 %% %.0f\n", percentile(0.5), p99, percentile(1));
	printf("the server: %ld KB, after the flood %ld; with all %ld, in the end %ld\n", size[0], size[1],
		size[2], size[3]);
	return heard == wanted && p99 < LATE_MS && size[1] - size[0] <= GROWN_KB && size[3] - size[2] <= GROWN_KB;
}

/* Who never reads comes first, and then who hears the flood, and who makes it. */
static async enter(unsigned port, long *size, const char *pid)
{
	ASYNC(unsigned i; char line[LINE + 2]);
	for (my->i = 0; my->i < GUESTS; my->i++) {
		AWAIT(open_connection(&guests[(my->i + GUESTS - 1) % GUESTS].conn, "127.0.0.1", port, NULL));
		if (my->i != 2)
			continue;
		size[0] = server_size(pid);
		AWAIT(flood(&guests[0].conn));
		size[1] = server_size(pid);
	}
	say(&guests[GUESTS - 2], 0); /* who came last: when that is heard, all have entered */
	AWAIT(conn_read_line(&guests[0].conn, my->line, sizeof my->line, NULL));
	ASYNC_END;
}

static async meet(unsigned port, unsigned seconds, const char *pid)
{
	enum status err;

	ASYNC(unsigned i; struct task_group group; long size[4]; bool ok);
	AWAIT(enter(port, my->size, pid));
	ASYNC_WITH(task_group_enter(&my->group)) {
		for (my->i = 0; my->i < GUESTS - 1; my->i++)
			AWAIT(task_group_start(&my->group, &guests[my->i].task, "guest", listen_for, &guests[my->i]));
		AWAIT(take_turns(LINES_PER_S));
		my->size[2] = server_size(pid);
		AWAIT_CATCH(err, take_turns((seconds + 1) * LINES_PER_S));
		my->size[3] = server_size(pid);
		my->ok = tell(my->size) && !err;
		for (int i = 0; i < GUESTS - 1; i++)
			task_cancel(&guests[i].task.task);
	} ASYNC_EXIT(task_group_exit(&my->group, ASYNC_RAISED));
	for (int i = 0; i < GUESTS; i++)
		conn_close(&guests[i].conn);
	if (!my->ok)
		ASYNC_RAISE(async_error(ASYNC_TIMEOUT, "not all was heard, or late, or the server has grown"));
	ASYNC_END;
}
ASYNC_ENTRY(meet, unsigned, unsigned, const char *);

int main(int argc, char **argv)
{
	const char *pid = argc > 3 ? argv[3] : "";

	if (argc < 3)
		return fprintf(stderr, "Usage: crowd PORT SECONDS [PID]\n"), 2;
	return async_failed(async_run(meet, (unsigned)atoi(argv[1]), (unsigned)atoi(argv[2]), pid));
}
