/* guests.c - a chat server's guests: what they say, and what they hear.
 *
 *     guests SERVER ARGUMENT…
 *
 * starts the server, which prints the port that it listens on, and stops it in the end. */
#include "async.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ROUNDS = 200, LINES = 100, LINE = 500 }; /* 10 MB, more than the kernel keeps for who does not read */

static async hear(struct conn *conn, const char *who)
{
	ASYNC(char line[LINE + 2]);
	AWAIT(conn_read_line(conn, my->line, sizeof my->line, NULL));
	printf("%s hears: %s", who, my->line);
	ASYNC_END;
}

/* Says more than one who never reads can be sent; and one who reads misses none of it. */
static async say_much(struct conn *speaker, struct conn *listener)
{
	ASYNC(int round, i; size_t len, heard; char line[LINE + 2], said[LINE + 2]);
	memset(my->said, '.', LINE - 1);
	my->said[LINE - 1] = '\n';
	for (my->round = 0; my->round < ROUNDS; my->round++) {
		for (int i = 0; i < LINES; i++)
			conn_write(speaker, my->said, LINE);
		for (my->i = 0; my->i < LINES; my->i++) {
			AWAIT(conn_read_line(listener, my->line, sizeof my->line, &my->len));
			my->heard += strcmp(my->line, my->said) == 0;
		}
	}
	printf("ann hears %zu lines more\n", my->heard);
	ASYNC_END;
}

static async enter(struct conn *conn, unsigned port, const char *name)
{
	ASYNC();
	AWAIT(open_connection(conn, "127.0.0.1", port, NULL));
	conn_print(conn, "%s is here\n", name);
	ASYNC_END;
}

static async play(unsigned port)
{
	ASYNC(struct conn ann, bob, cid);
	AWAIT(open_connection(&my->ann, "127.0.0.1", port, NULL));
	AWAIT(enter(&my->bob, port, "bob"));
	AWAIT(hear(&my->ann, "ann"));
	AWAIT(enter(&my->cid, port, "cid"));
	AWAIT(hear(&my->ann, "ann"));
	AWAIT(hear(&my->bob, "bob"));
	AWAIT(say_much(&my->bob, &my->ann)); /* cid does not read */
	conn_close(&my->cid);
	conn_print(&my->ann, "goodbye\n");
	AWAIT(hear(&my->bob, "bob"));
	AWAIT(conn_finish(&my->bob));
	AWAIT(conn_finish(&my->ann));
	ASYNC_END;
}
ASYNC_ENTRY(play, unsigned);

/* Returns its number; what it prints can be read from *out. */
static pid_t start(char **command, FILE **out)
{
	int ends[2];
	pid_t pid = pipe(ends) == 0 ? fork() : -1;

	if (pid == 0) {
		dup2(ends[1], STDOUT_FILENO);
		close(ends[0]);
		execvp(command[0], command);
		_exit(127);
	}
	close(ends[1]);
	*out = fdopen(ends[0], "r");
	return pid;
}

int main(int argc, char **argv)
{
	unsigned port = 0;
	FILE *out = NULL;
	pid_t server = argc > 1 ? start(argv + 1, &out) : -1;
	bool failed = !out || fscanf(out, "listening on port %u", &port) != 1;

	failed = failed || async_failed(async_run(play, port));
	if (server > 0) {
		kill(server, SIGTERM);
		waitpid(server, NULL, 0);
	}
	return failed;
}
