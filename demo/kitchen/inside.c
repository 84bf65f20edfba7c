/* inside.c - the kitchen in the client's process, without a port. */
#include "demo/kitchen/inside.h"
#include "demo/arguments.h"
#include "demo/kitchen/certs.h"
#include "demo/kitchen/guest.h"

#include <stdio.h>
#include <stdlib.h>

enum { COOK_MS = 100 };

/* Two pipes in memory, which the client and the kitchen share: they are freed at the end, when both have
 * closed. */
struct line {
	struct list link;
	struct stream_pipe pipes[2];
};

static struct kitchen kitchen = {.options = {.cook_min_ns = COOK_MS * NS_PER_MS, .cook_max_ns = COOK_MS * NS_PER_MS}};
static struct server server;
static struct list lines;

const char *kitchen_inside_make(void)
{
	static char path[KITCHEN_PATH_MAX + 16];
	char why[256];
	const char *folder = kitchen_certs_make(why, sizeof why);

	if (folder)
		kitchen.server.tls = kitchen_certs_context(why, sizeof why);
	if (!kitchen.server.tls) {
		arguments_complain("--kitchen", why);
		kitchen_inside_remove();
		return NULL;
	}
	kitchen_open(&kitchen);
	server_open(&server, kitchen_serve, &kitchen, &kitchen.server);
	snprintf(path, sizeof path, "%s/" KITCHEN_CA_FILE, folder);
	return path;
}

void kitchen_inside_remove(void)
{
	SSL_CTX_free(kitchen.server.tls);
	kitchen.server.tls = NULL;
	kitchen_certs_remove();
}

bool kitchen_inside_dial(void *arg, struct stream *stream)
{
	struct line *line = calloc(1, sizeof *line);
	struct conn *guest = line ? server_client(&server) : NULL;

	(void)arg;
	if (!guest) {
		free(line);
		return false;
	}
	list_append(&lines, &line->link);
	stream_open_memory(stream, &guest->stream, line->pipes);
	server_begin(guest);
	return true;
}

async kitchen_inside_close(void)
{
	ASYNC();
	AWAIT(server_drain(&server));
	AWAIT(server_close(&server));
	while (!list_empty(&lines)) {
		struct line *line = container_of(lines.next, struct line, link);

		list_remove(&line->link);
		free(line);
	}
	ASYNC_END;
}
