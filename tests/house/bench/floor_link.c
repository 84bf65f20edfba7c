/* floor_link.c - see floor.h. */
#define JSMN_STATIC
#define JSMN_PARENT_LINKS
#include "tests/house/bench/floor.h"

#include <fcntl.h>
#include <jsmn.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { NAMES = 16, TOKENS = 16, REQUEST_MAX = 1024, REPLY_MAX = 16384, SPARE = 64 };

static SSL_CTX *context;
static SSL_SESSION *spare[SPARE]; /* those that may be resumed, each once */
static int spares;
static struct addrinfo *address;
static char host[256], requests[NAMES][REQUEST_MAX], reply[REPLY_MAX];
static bool blocks;

void floor_need(bool good, const char *what)
{
	if (good)
		return;
	fprintf(stderr, "bench-floor: %s failed\n", what);
	exit(1);
}

static int keep_session(SSL *ssl, SSL_SESSION *session)
{
	(void)ssl;
	if (spares == SPARE)
		return 0;
	spare[spares++] = session;
	return 1;
}

static void open_context(const struct measure_order *order)
{
	context = SSL_CTX_new(TLS_client_method());
	floor_need(context && SSL_CTX_load_verify_file(context, order->cafile) == 1, "reading CAFILE");
	SSL_CTX_set_verify(context, SSL_VERIFY_PEER, NULL);
	SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
	SSL_CTX_set_max_send_fragment(context, 1024);
	SSL_CTX_set_read_ahead(context, 1);
	SSL_CTX_sess_set_new_cb(context, keep_session);
	if (order->mode != MEASURE_CLOSE && order->mode != MEASURE_KEEP_FULL)
		SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
}

void floor_open(const struct measure_order *order, bool blocking)
{
	struct addrinfo hints = {.ai_socktype = SOCK_STREAM};
	char port[8] = "443";
	bool closes = order->mode == MEASURE_CLOSE || order->mode == MEASURE_CLOSE_RESUME;

	blocks = blocking;
	floor_need(sscanf(order->url, "https://%255[^:/]:%7[0-9]", host, port) >= 1, "reading the URL");
	floor_need(getaddrinfo(host, port, &hints, &address) == 0, "getaddrinfo");
	for (int i = 0; i < NAMES; i++)
		snprintf(requests[i], REQUEST_MAX,
			"GET /?name=%s HTTP/1.1\r\nHost: %s:%s\r\nUser-Agent: floor/1\r\nAccept: */*\r\n"
			"Accept-Encoding: identity\r\n%s\r\n",
			measure_name(i), host, port, closes ? "Connection: close\r\n" : "");
	open_context(order);
}

void floor_connect(struct floor_link *l)
{
	int one = 1, fd = socket(address->ai_family, SOCK_STREAM, 0);

	*l = (struct floor_link){.ssl = SSL_new(context), .fd = fd};
	floor_need(l->ssl && fd >= 0, "socket");
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
	if (!blocks)
		fcntl(fd, F_SETFL, O_NONBLOCK);
	floor_need(connect(fd, address->ai_addr, address->ai_addrlen) == 0 || !blocks, "connect");
	floor_need(SSL_set_fd(l->ssl, fd) && SSL_set1_host(l->ssl, host), "SSL_set1_host");
	SSL_set_tlsext_host_name(l->ssl, host);
	SSL_set_connect_state(l->ssl);
	if (spares > 0) {
		SSL_set_session(l->ssl, spare[--spares]);
		SSL_SESSION_free(spare[spares]);
	}
}

void floor_close(struct floor_link *l)
{
	SSL_shutdown(l->ssl);
	SSL_free(l->ssl);
	close(l->fd);
}

void floor_handshake(struct floor_link *l)
{
	int result = SSL_do_handshake(l->ssl);

	floor_need(result > 0 || SSL_get_error(l->ssl, result) < SSL_ERROR_SYSCALL, "the handshake");
	l->secured = result > 0;
}

void floor_ask(struct floor_link *l, long index)
{
	const char *request = requests[index % NAMES];

	l->index = index;
	floor_need(SSL_write(l->ssl, request, (int)strlen(request)) > 0, "SSL_write");
}

static bool is(const char *text, const jsmntok_t *token, const char *word)
{
	size_t len = (size_t)(token->end - token->start);

	return len == strlen(word) && memcmp(text + token->start, word, len) == 0;
}

static bool is_right(const char *text, const char *name)
{
	const char *length = strstr(text, "Content-Length: "), *body = strstr(text, "\r\n\r\n");
	jsmntok_t tokens[TOKENS];
	jsmn_parser parser;
	int count, found = 0;

	if (strncmp(text, "HTTP/1.1 200", 12) != 0 || !length || !body)
		return false;
	body += 4;
	jsmn_init(&parser);
	count = jsmn_parse(&parser, body, strtoul(length + 16, NULL, 10), tokens, TOKENS);
	for (int i = 1; i + 1 < count; i += 2)
		found += (is(body, &tokens[i], "name") && is(body, &tokens[i + 1], name)) ||
			 is(body, &tokens[i], "gender") || is(body, &tokens[i], "probability") ||
			 is(body, &tokens[i], "count");
	return found == 4;
}

bool floor_hear(struct floor_link *l)
{
	int got = SSL_read(l->ssl, reply, REPLY_MAX - 1);

	if (got <= 0) {
		floor_need(SSL_get_error(l->ssl, got) == SSL_ERROR_WANT_READ, "SSL_read");
		return false;
	}
	reply[got] = '\0';
	floor_need(is_right(reply, measure_name(l->index)), "the check of the reply");
	return true;
}
