/* site.c - a small web site, for the examples that want one.
 *
 *     site COMMAND
 *
 * runs the command in a shell while the site is there, and ends with its status. $PORT is the site's, on 127.0.0.1; nobody
 * listens on $CLOSED, which is the next one. A page is a JSON array of links. */
#include "async.h"

#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

struct command {
	const char *text;
	unsigned port, closed;
	int status;
};

#define HERE    "http://127.0.0.1:%1$u"
#define NOWHERE "http://127.0.0.1:%2$u"

static const struct page {
	const char *path, *status, *links;
} pages[] = {
	{"/", "200 OK", "[\"" HERE "/a\", \"" HERE "/b/\", \"" NOWHERE "/\"]"},
	{"/a", "200 OK", "[\"" HERE "/\", \"" HERE "/lost\"]"},
	{"/b/", "200 OK", "[\"" HERE "/b/c\", \"" HERE "/a\"]"},
	{"/b/c", "200 OK", "[]"},
	{NULL, "404 Not Found", "[]"},
};

static const struct page *find(const char *path)
{
	const struct page *page = pages;

	while (page->path && strcmp(page->path, path) != 0)
		page++;
	return page;
}

static async serve(struct conn *conn, void *arg)
{
	const struct command *command = arg;
	const struct page *page;
	char body[400];

	ASYNC(char path[100], line[200]);
	AWAIT(conn_read_line(conn, my->line, sizeof my->line, NULL));
	if (sscanf(my->line, "GET %99[^ ?]", my->path) != 1)
		ASYNC_RETURN();
	while (my->line[0] != '\r' && my->line[0] != '\0')
		AWAIT(conn_read_line(conn, my->line, sizeof my->line, NULL));
	page = find(my->path);
	snprintf(body, sizeof body, page->links, command->port, command->closed);
	conn_print(conn, "HTTP/1.1 %s\r\nContent-Type: application/json\r\n", page->status);
	conn_print(conn, "Content-Length: %zu\r\nConnection: close\r\n\r\n%s", strlen(body), body);
	ASYNC_END;
}

/* A port on which nobody listens, nor will. Returns the socket that sees to it. */
static int close_a_port(unsigned *port)
{
	struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof at;
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (fd < 0 || bind(fd, (struct sockaddr *)&at, len) < 0 ||
		getsockname(fd, (struct sockaddr *)&at, &len) < 0)
		abort();
	*port = ntohs(at.sin_port);
	return fd;
}

static enum status run(void *arg)
{
	struct command *command = arg;
	char text[4096];
	int len = snprintf(text, sizeof text, "PORT=%u; CLOSED=%u; %s", command->port, command->closed,
		command->text);

	if (len < (int)sizeof text)
		command->status = system(text);
	return ASYNC_OK;
}

static async run_beside(struct command *command)
{
	enum status err;

	ASYNC(struct server server; int closed);
	my->closed = -1;
	do { /* until the one before it is free, too */
		if (my->closed >= 0)
			close(my->closed);
		my->closed = close_a_port(&command->closed);
		command->port = command->closed - 1;
		AWAIT_CATCH(err, start_server(&my->server, serve, command, "127.0.0.1", command->port, NULL));
	} while (err);
	AWAIT(to_thread(run, command));
	AWAIT(server_close(&my->server));
	close(my->closed);
	ASYNC_END;
}
ASYNC_ENTRY(run_beside, struct command *);

int main(int argc, char **argv)
{
	struct command command = {.text = argv[1], .status = -1};

	if (argc != 2 || async_failed(async_run(run_beside, &command)))
		return 2;
	return WIFEXITED(command.status) ? WEXITSTATUS(command.status) : 2;
}
