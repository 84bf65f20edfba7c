/* client_curl.c - libcurl under the bench client's contract: its multi interface on epoll, a handle for each connection. It
 * checks the reply as the floor does. Modes: keep, cold. */
#define JSMN_STATIC
#define JSMN_PARENT_LINKS
#include "tests/house/bench/measure.h"

#include <curl/curl.h>
#include <jsmn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>

enum { BODY_MAX = 4096, TOKENS = 16, EVENTS = 256 };

struct transfer {
	CURL *easy;
	long index;
	size_t len;
	char body[BODY_MAX];
};

static struct measure_order order;
static CURLM *multi;
static int epoll;
static long asked, answered, errors, timeout_ms = -1;

static size_t take(const char *bytes, size_t one, size_t len, void *data)
{
	struct transfer *t = data;

	(void)one;
	if (len >= BODY_MAX - t->len)
		return 0;
	memcpy(t->body + t->len, bytes, len);
	t->len += len;
	return len;
}

static int watch(CURL *easy, curl_socket_t fd, int what, void *data, void *known)
{
	struct epoll_event event = {.data.fd = fd};

	(void)easy;
	(void)data;
	if (what == CURL_POLL_REMOVE)
		return epoll_ctl(epoll, EPOLL_CTL_DEL, fd, NULL) & 0;
	event.events = (what & CURL_POLL_IN ? EPOLLIN : 0) | (what & CURL_POLL_OUT ? EPOLLOUT : 0);
	epoll_ctl(epoll, known ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, fd, &event);
	curl_multi_assign(multi, fd, &order);
	return 0;
}

static int set_timer(CURLM *m, long ms, void *data)
{
	(void)m;
	(void)data;
	timeout_ms = ms;
	return 0;
}

static bool is_right(const struct transfer *t)
{
	jsmntok_t tokens[TOKENS];
	jsmn_parser parser;
	const char *name = measure_name(t->index);
	int count, found = 0;

	jsmn_init(&parser);
	count = jsmn_parse(&parser, t->body, t->len, tokens, TOKENS);
	for (int i = 1; i + 1 < count; i += 2)
		found += strncmp(t->body + tokens[i].start, "name", 4) == 0 &&
			 strncmp(t->body + tokens[i + 1].start, name, strlen(name)) == 0;
	return found == 1 && count >= 9;
}

static void ask(struct transfer *t)
{
	t->index = asked++;
	t->len = 0;
	curl_easy_setopt(t->easy, CURLOPT_URL, measure_url(t->index));
	curl_multi_add_handle(multi, t->easy);
}

static void take_answers(long most, bool once)
{
	struct transfer *t;
	CURLMsg *message;

	for (int left; (message = curl_multi_info_read(multi, &left));) {
		CURL *easy = message->easy_handle;

		curl_easy_getinfo(easy, CURLINFO_PRIVATE, &t);
		errors += message->data.result != CURLE_OK || !is_right(t);
		answered++;
		curl_multi_remove_handle(multi, easy);
		if (asked < most && !once)
			ask(t);
	}
}

static void ask_all(struct transfer *transfers, long most, bool once)
{
	struct epoll_event events[EVENTS];
	int running;

	asked = answered = 0;
	for (long i = 0; i < order.c && asked < most; i++)
		ask(&transfers[i]);
	while (answered < most) {
		int count = epoll_wait(epoll, events, EVENTS, (int)timeout_ms);

		if (count == 0)
			curl_multi_socket_action(multi, CURL_SOCKET_TIMEOUT, 0, &running);
		for (int i = 0; i < count; i++)
			curl_multi_socket_action(multi, events[i].data.fd,
				(events[i].events & EPOLLOUT ? CURL_CSELECT_OUT : 0) |
					(events[i].events & ~(unsigned)EPOLLOUT ? CURL_CSELECT_IN : 0),
				&running);
		take_answers(most, once);
	}
}

static void open_transfer(struct transfer *t)
{
	t->easy = curl_easy_init();
	curl_easy_setopt(t->easy, CURLOPT_PRIVATE, t);
	curl_easy_setopt(t->easy, CURLOPT_CAINFO, order.cafile);
	curl_easy_setopt(t->easy, CURLOPT_WRITEFUNCTION, take);
	curl_easy_setopt(t->easy, CURLOPT_WRITEDATA, t);
	curl_easy_setopt(t->easy, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
}

int main(int argc, char **argv)
{
	struct transfer *transfers;
	struct measure bill;

	(void)argc;
	if (!measure_order(&order, argv))
		return 2;
	curl_global_init(CURL_GLOBAL_DEFAULT);
	multi = curl_multi_init();
	epoll = epoll_create1(0);
	curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, watch);
	curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, set_timer);
	curl_multi_setopt(multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, order.c);
	curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, order.c);
	transfers = calloc((size_t)order.c, sizeof *transfers);
	for (long i = 0; i < order.c; i++)
		open_transfer(&transfers[i]);
	if (measure_opens_first(&order))
		ask_all(transfers, order.c, true);
	measure_begin(&bill);
	ask_all(transfers, order.n, false);
	measure_end(&bill);
	measure_print(&bill, &order, errors);
	return 0;
}
