/* requests.c - every call here returns when it is done, and nothing else happens meanwhile. */
#include "http/requests.h"
#include "http/parse/body.h"
#include "http/parse/reply.h"
#include "http/requests_link.h"
#include "loop/clock.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

enum { TIMEOUT_S = 300, CONNECT_TIMEOUT_S = 30 };

/* ---- the exchange ---- */

static bool link_send_request(struct link *l, const struct url *url)
{
	char request[8192], target[4096], host[URL_HOST_MAX + 16];
	int len;

	if (url_target(url, target, sizeof target) >= sizeof target)
		return link_failed(l, ASYNC_E_INVALID, "invalid URL", "too long");
	url_host_field(url, host, sizeof host);
	len = snprintf(request, sizeof request,
		"GET %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: sync-c/1\r\nAccept: */*\r\n"
		"Accept-Encoding: identity\r\nConnection: close\r\n\r\n",
		target, host);
	return link_send(l, request, (size_t)len);
}

/* Receives more into the reply. False at the end or on an error, which is noted. */
static bool receive_more(struct link *l, struct requests_response *r)
{
	ssize_t count;

	if (r->held == r->room) {
		size_t room = r->room ? 2 * r->room : 16384;
		char *bytes = room <= REQUESTS_REPLY_MAX ? realloc(r->bytes, room) : NULL;

		if (!bytes)
			return link_failed(l, ASYNC_E_PAYLOAD, "bad reply", "longer than allowed");
		r->bytes = bytes;
		r->room = room;
	}
	count = link_receive(l, r->bytes + r->held, r->room - r->held);
	if (count > 0)
		r->held += (size_t)count;
	if (!r->at[TIMING_FIRST])
		r->at[TIMING_FIRST] = clock_monotonic();
	return count > 0;
}

static enum parse parse_head(struct requests_response *r, struct head *head)
{
	if (r->held == r->head_at)
		return PARSE_PARTIAL;
	return head_parse_response(head, r->bytes + r->head_at, r->held - r->head_at, false);
}

/* Each head before the last is an interim reply's: the real one follows. */
static bool read_head(struct link *l, struct requests_response *r, struct head *head)
{
	enum parse parsed;

	do {
		*head = (struct head){0};
		r->head_at = r->body_at;
		while ((parsed = parse_head(r, head)) == PARSE_PARTIAL && receive_more(l, r))
			;
		r->body_at += head->size;
	} while (parsed == PARSE_OK && head->status < 200);
	r->status = head->status;
	if (parsed == PARSE_BAD)
		return link_failed(
			l, ASYNC_E_PAYLOAD, "not a proper HTTP reply", message_error_text(head->error));
	if (parsed == PARSE_PARTIAL && !l->err)
		return link_failed(l, ASYNC_E_DISCONNECTED, "server disconnected", "no reply");
	return parsed == PARSE_OK;
}

/* Decodes in place: the body's pieces move together behind the head. */
static bool read_body(struct link *l, struct requests_response *r, const struct head *head)
{
	struct body body;
	struct slice piece;
	size_t raw = r->body_at, used;
	enum parse parsed;

	body_begin(&body, head, REQUESTS_REPLY_MAX);
	do {
		parsed = body_decode(&body, r->bytes + raw, r->held - raw, &used, &piece);
		memmove(r->bytes + r->body_at + r->body_len, piece.at, piece.len);
		r->body_len += piece.len;
		raw += used;
		if (parsed == PARSE_PARTIAL && !used && !receive_more(l, r))
			parsed = body_end(&body);
	} while (parsed == PARSE_PARTIAL);
	if (parsed == PARSE_BAD && !l->err)
		link_failed(l, ASYNC_E_PAYLOAD, "damaged reply", message_error_text(body.error));
	return !l->err;
}

/* ---- what a program calls ---- */

static int64_t deadline_after(int64_t ns, int default_s)
{
	return clock_monotonic() + (ns ? ns : default_s * NS_PER_S);
}

static bool link_exchange(struct link *l, struct requests_response *r, const struct requests_options *options)
{
	int64_t deadline = deadline_after(options->timeout_ns, TIMEOUT_S);
	struct head head = {0};
	struct url url;
	enum url_error bad = url_parse(&url, slice_of(r->url));

	if (bad)
		return link_failed(l, ASYNC_E_INVALID, "invalid URL", url_error_text(bad));
	l->deadline = deadline_after(options->connect_timeout_ns, CONNECT_TIMEOUT_S);
	if (l->deadline > deadline)
		l->deadline = deadline;
	if (!link_open(l, &url, options->cafile))
		return false;
	l->deadline = deadline;
	return link_send_request(l, &url) && read_head(l, r, &head) && read_body(l, r, &head);
}

enum status requests_get_with(
	struct requests_response *r, const char *url, const struct requests_options *options)
{
	struct link l = {.fd = -1, .error = r->error, .at = r->at};
	struct sigaction ignore = {.sa_handler = SIG_IGN}, before;

	*r = (struct requests_response){.url = url, .at[TIMING_BEGUN] = clock_monotonic()};
	/* A broken pipe is to be an error; OpenSSL has no MSG_NOSIGNAL. */
	sigaction(SIGPIPE, &ignore, &before);
	link_exchange(&l, r, options); /* what fails sets l.err */
	r->at[TIMING_DONE] = clock_monotonic();
	link_close(&l);
	sigaction(SIGPIPE, &before, NULL); /* as it was */
	return l.err;
}

enum status requests_get(struct requests_response *r, const char *url)
{
	return requests_get_with(r, url, &(struct requests_options){0});
}

static struct slice body_of(const struct requests_response *r)
{
	return (struct slice){r->bytes + r->body_at, r->body_len};
}

enum status requests_raise_for_status(struct requests_response *r)
{
	char url[160], words[REPLY_WORDS_MAX], what[REPLY_WORDS_MAX + 16];

	if (r->status < 400)
		return ASYNC_OK;
	url_redact(url, sizeof url, slice_of(r->url));
	reply_body_error(body_of(r), slice_of(r->url), words);
	snprintf(what, sizeof what, "%d%s%s", r->status, *words ? ", " : "", words);
	return requests_fail(r->error, ASYNC_E_STATUS, what, url);
}

enum status requests_json(struct requests_response *r, struct json *out)
{
	struct head head = {0};
	char words[REPLY_WORDS_MAX];
	enum json_error bad;

	if (r->json)
		json_close(r->json);
	r->json = NULL;
	parse_head(r, &head);
	if (reply_redirects(&head, words))
		return requests_fail(r->error, ASYNC_E_STATUS, words, "");
	if (reply_is_encoded(&head, words))
		return requests_fail(r->error, ASYNC_E_PAYLOAD, "the reply is encoded", words);
	bad = json_parse(out, body_of(r));
	if (bad) {
		reply_not_json(&head, bad, words);
		return requests_fail(r->error, ASYNC_E_PAYLOAD, "not JSON", words);
	}
	r->json = out;
	return ASYNC_OK;
}

void requests_close(struct requests_response *r)
{
	if (r->json)
		json_close(r->json);
	free(r->bytes);
	r->json = NULL;
	r->bytes = NULL;
}
