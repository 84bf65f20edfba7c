/* server.c - see server.h. */
#include "tests/lib/server.h"
#include "tests/lib/sockets.h"

#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void server_start(struct server *self, const char *options)
{
	const char *line;

	*self = (struct server){.process.files = self->process.files};
	process_start(&self->process, "kitchen %s", options);
	self->process.files = 0; /* the next start has its own */
	line = process_line(&self->process);
	if (!line)
		fail_msg("no kitchen: %s", self->process.errors.at);
	assert_in_range(sscanf(line, "%63s %255s", self->url, self->cafile), 1, 2);
	self->port = (unsigned)atoi(strrchr(self->url, ':') + 1);
}

void server_stop(struct server *self)
{
	assert_int_equal(kill(self->process.pid, SIGTERM), 0);
	assert_int_equal(process_finish(&self->process), 0);
	assert_string_equal(self->process.errors.at, "");
	assert_int_equal(strlen(self->process.output.at), self->process.seen);
	if (!self->cafile[0])
		return;
	*strrchr(self->cafile, '/') = '\0';
	assert_int_equal(access(self->cafile, F_OK), -1);
}

/* ---- the client ---- */

/* A container's network may have no IPv6 at all. */
static bool have_v6(void)
{
	struct sockaddr_in6 at = {.sin6_family = AF_INET6, .sin6_addr = in6addr_loopback};
	int fd = socket(AF_INET6, SOCK_STREAM, 0);
	bool have = fd >= 0 && bind(fd, (struct sockaddr *)&at, sizeof at) == 0;

	if (fd >= 0)
		close(fd);
	return have;
}

int call_server(const struct server *self, bool v6)
{
	struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)self->port)};
	struct sockaddr_in6 at6 = {.sin6_family = AF_INET6, .sin6_port = htons((uint16_t)self->port)};
	int fd, one = 1;

	v6 = v6 && have_v6();
	fd = socket(v6 ? AF_INET6 : AF_INET, SOCK_STREAM, 0);
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one); /* small pieces are sent at once */
	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	at6.sin6_addr = in6addr_loopback;
	if (connect(fd, v6 ? (struct sockaddr *)&at6 : (struct sockaddr *)&at, v6 ? sizeof at6 : sizeof at) ==
		0)
		return fd;
	close(fd);
	return -1;
}

void send_text(int fd, const char *text)
{
	assert_int_equal(send(fd, text, strlen(text), 0), strlen(text));
}

static void receive(int fd, struct reply *reply)
{
	ssize_t got;

	until(fd, POLLIN);
	got = recv(fd, reply->bytes + reply->held, sizeof reply->bytes - reply->held, 0);
	reply->ended = got <= 0;
	reply->held += got > 0 ? (size_t)got : 0;
}

static bool is_whole(struct reply *reply, bool was_head)
{
	reply->head = (struct head){0};
	if (head_parse_response(&reply->head, reply->bytes, reply->held, was_head) != PARSE_OK)
		return false;
	reply->body = (struct slice){reply->bytes + reply->head.size, (size_t)reply->head.length};
	reply->size = reply->head.size + reply->body.len;
	return reply->size <= reply->held;
}

bool take_reply(int fd, struct reply *reply, bool was_head)
{
	memmove(reply->bytes, reply->bytes + reply->size, reply->held - reply->size);
	reply->held -= reply->size;
	reply->size = 0;
	while (!is_whole(reply, was_head)) {
		if (reply->ended) {
			assert_int_equal(reply->held, 0); /* not even a part of a reply */
			return false;
		}
		receive(fd, reply);
	}
	return true;
}

bool body_has(const struct reply *reply, const char *text)
{
	size_t len = strlen(text);

	for (size_t i = 0; i + len <= reply->body.len; i++)
		if (memcmp(reply->body.at + i, text, len) == 0)
			return true;
	return false;
}

long reply_number(const struct reply *reply, const char *field)
{
	struct slice value;

	if (!head_field(&reply->head, field, &value))
		fail_msg("no %s", field);
	return strtol(value.at, NULL, 10);
}
