/* ten.h - the job, the same at every step: ask a kitchen on this machine for the gender of ten names.
 *
 * A talk is one connection: the request goes out, and the answer comes in until the kitchen hangs up. talk_send and
 * talk_recv go as far as they can and say whether they are through. On an ordinary socket they wait, so they always
 * are. On a non-blocking one (talk_open with SOCK_NONBLOCK) false means "not now: ask me again". */
#include <arpa/inet.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { TEN = 10, MOST = 1000 };

static const char *names[MOST] = {
	"Alice", "Bob", "Charlie", "Diana", "Eve", "Frank", "Grace", "Heidi", "Ivan", "Judith"};
static int total = TEN;   /* how many names to ask for; behind the tenth they begin anew */
static int workers = TEN; /* how many of them at once */

static struct sockaddr_in kitchen = {.sin_family = AF_INET};

struct talk {
	int fd;
	size_t done, len; /* text[done] is next to be sent or filled; len: of the request */
	char text[1024];  /* the request, and then the answer */
};

static inline _Noreturn void fail(const char *what)
{
	perror(what);
	exit(1);
}

static inline double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* http://localhost:PORT [how many at once [how many in all]] */
static inline void ten_arguments(int argc, char **argv)
{
	unsigned port = 0;

	if (argc > 1)
		sscanf(argv[1], "http://localhost:%u", &port);
	if (argc > 3)
		total = atoi(argv[3]);
	if (argc > 2)
		workers = atoi(argv[2]);
	if (!port || port > 65535 || total < 1 || total > MOST || workers < 1 ||
		workers > total) {
		fprintf(stderr, "usage: %s http://localhost:PORT [AT-ONCE [NAMES]]\n", argv[0]);
		exit(2);
	}
	for (int i = TEN; i < total; i++)
		names[i] = names[i - TEN];
	kitchen.sin_port = htons((uint16_t)port);
	kitchen.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
}

static inline void talk_open(struct talk *t, const char *name, int flags)
{
	t->fd = socket(AF_INET, SOCK_STREAM | flags, 0);
	if (t->fd < 0)
		fail("socket");
	if (connect(t->fd, (struct sockaddr *)&kitchen, sizeof kitchen) && errno != EINPROGRESS)
		fail("connect");
	t->done = 0;
	t->len = (size_t)snprintf(t->text, sizeof t->text,
		"GET /?name=%s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", name);
}

/* true: the whole request is out. */
static inline bool talk_send(struct talk *t)
{
	while (t->done < t->len) {
		ssize_t n = send(t->fd, t->text + t->done, t->len - t->done, MSG_NOSIGNAL);

		if (n < 0 && errno == EAGAIN)
			return false;
		if (n < 0)
			fail("send");
		t->done += (size_t)n;
	}
	t->done = 0;
	return true;
}

/* true: the whole answer is in. */
static inline bool talk_recv(struct talk *t)
{
	while (t->done < sizeof t->text - 1) {
		ssize_t n = recv(t->fd, t->text + t->done, sizeof t->text - 1 - t->done, 0);

		if (n < 0 && errno == EAGAIN)
			return false;
		if (n < 0)
			fail("recv");
		if (n == 0)
			break;
		t->done += (size_t)n;
	}
	return true;
}

static inline void talk_close(struct talk *t, char gender[16])
{
	const char *found;

	close(t->fd);
	t->text[t->done] = '\0';
	found = strstr(t->text, "\"gender\":\"");
	if (!found || sscanf(found + 10, "%15[a-z]", gender) != 1)
		strcpy(gender, "?");
}
