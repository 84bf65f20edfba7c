/* service.c - see service.h. */
#include "tests/lib/service.h"
#include "coro/net/tls.h"
#include "demo/kitchen/certs.h"
#include "tests/lib/process.h"

#include <string.h>
#include <sys/time.h>

enum { PATIENCE_S = 10 };

int service_door;
unsigned service_port;
const char *service_folder;

static SSL_CTX *tls;

#define PREDICTION "{\"gender\":\"male\",\"probability\":0.5,\"count\":7}"

const char service_reply[] =
	"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 45\r\n\r\n" PREDICTION;
const char service_last_reply[] =
	"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n" PREDICTION;

int service_open(void **state)
{
	struct sockaddr_in address;
	char why[256];

	(void)state;
	service_door = tcp_listen(&address);
	service_port = ntohs(address.sin_port);
	service_folder = kitchen_certs_make(why, sizeof why);
	tls = service_folder ? kitchen_certs_context(why, sizeof why) : NULL;
	return tls ? 0 : -1;
}

int service_close(void **state)
{
	SSL_CTX_free(tls);
	kitchen_certs_remove();
	close(service_door);
	return process_kill_all(state);
}

/* Bytes received; 0: the other side has ended cleanly; -1: it has not. */
static int hear(struct service_line *line, char *bytes, size_t room)
{
	size_t done;
	enum tls_outcome outcome;

	if (!line->ssl)
		return (int)recv(line->fd, bytes, room, 0);
	outcome = tls_read(line->ssl, bytes, room, &done);
	return outcome == TLS_DONE ? (int)done : outcome == TLS_END ? 0 : -1;
}

void service_next_request(struct service_line *line)
{
	size_t len = 0;

	memset(line->request, 0, sizeof line->request);
	while (!strstr(line->request, "\r\n\r\n")) {
		int got = hear(line, line->request + len, sizeof line->request - 1 - len);

		assert_true(got > 0);
		len += (size_t)got;
	}
}

void service_admit(struct service_line *line, bool over_tls)
{
	struct timeval patience = {PATIENCE_S, 0};

	*line = (struct service_line){0};
	until(service_door, POLLIN);
	line->fd = accept(service_door, NULL, NULL);
	setsockopt(line->fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
	if (over_tls) {
		line->ssl = SSL_new(tls);
		SSL_set_accept_state(line->ssl);
		assert_int_equal(SSL_set_fd(line->ssl, line->fd), 1);
		assert_int_equal(tls_handshake(line->ssl), TLS_DONE);
	}
	service_next_request(line);
}

void service_answer(struct service_line *line, const char *text)
{
	size_t len = strlen(text), done = 0;

	if (line->ssl)
		assert_int_equal(tls_write(line->ssl, text, len, &done), TLS_DONE);
	else
		done = (size_t)send(line->fd, text, len, 0);
	assert_int_equal(done, len);
}

void service_assert_left(struct service_line *line)
{
	char byte;

	assert_int_equal(hear(line, &byte, 1), 0);
}

void service_hang_up(struct service_line *line)
{
	tls_close(line->ssl);
	close(line->fd);
}
