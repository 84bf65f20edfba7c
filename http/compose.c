/* compose.c - the bytes of a request (RFC 9112 section 3). */
#include "http/parse/take.h"
#include "http/parse/writer.h"
#include "http/session.h"

/* Adds a line of ours, which begins as "\r\nHost: " does, unless the caller has given one of that name. */
static void add_line(struct writer *w, struct slice own, struct slice begin, struct slice value)
{
	struct slice name = {begin.at + 2, begin.len - 4}, given, unused;

	while (own.len > 0 && field_next(&own, &given, &unused)) /* usually there are none: no call then */
		if (slice_equal_nocase(given, name))
			return;
	writer_add(w, begin);
	writer_add(w, value);
}

static void add_content(struct writer *w, const struct request *request)
{
	char length[24];

	if (!request->body.at)
		return;
	if (request->content_type)
		add_line(w, request->headers, SLICE("\r\nContent-Type: "), slice_of(request->content_type));
	snprintf(length, sizeof length, "%zu", request->body.len);
	add_line(w, request->headers, SLICE("\r\nContent-Length: "), slice_of(length));
}

/* Returns its length: no less than the room if it does not fit. test_session.c (FIELDS) knows its lines. */
static size_t write_request(const struct response *r, struct buffer *b)
{
	struct slice own = r->request.headers;
	struct writer w = {.at = b->bytes, .cap = b->room};
	size_t used;

	writer_add(&w, slice_of(r->request.method));
	writer_put(&w, ' ');
	used = w.len < w.cap ? w.len : w.cap;
	w.len += url_target(&r->parts, w.at + used, w.cap - used);
	writer_add(&w, SLICE(" HTTP/1.1"));
	add_line(&w, own, SLICE("\r\nHost: "), slice_of(r->origin->field));
	add_line(&w, own, SLICE("\r\nUser-Agent: "), slice_of(r->session->options.user_agent));
	add_line(&w, own, SLICE("\r\nAccept: "), SLICE("*/*"));
	add_line(&w, own, SLICE("\r\nAccept-Encoding: "), SLICE("identity"));
	if (r->session->options.force_close)
		add_line(&w, own, SLICE("\r\nConnection: "), SLICE("close"));
	add_content(&w, &r->request);
	writer_add(&w, SLICE("\r\n"));
	writer_add(&w, own);
	writer_add(&w, SLICE("\r\n"));
	return writer_end(&w);
}

/* A small body goes along in the packet of the head. */
enum status request_send(struct response *r, struct slice *rest)
{
	enum status err;
	size_t len = 0;

	do /* it is written once more if the buffer was too small */
		err = response_keep(r, len + 1);
	while (!err && (len = write_request(r, r->kept)) >= r->kept->room);
	if (err)
		return err;
	if (r->session->options.on_head)
		r->session->options.on_head(r, (struct slice){r->kept->bytes, len});
	*rest = r->request.body;
	if (rest->len && rest->len <= r->kept->room - len) {
		memcpy(r->kept->bytes + len, rest->at, rest->len);
		len += rest->len;
		rest->len = 0;
	}
	conn_write(&r->link->conn, r->kept->bytes, len);
	response_drop_kept(r);
	return ASYNC_OK;
}

enum status request_prepare(struct response *r, const struct request *request)
{
	struct request *own = &r->request;
	const char *type = request->content_type, *why;

	*own = *request;
	owner_must_last(own->body.at, "the request's body", NULL);
	owner_must_last(own->headers.at, "the request's header lines", NULL);
	own->method = own->method ? own->method : own->body.at ? "POST" : "GET";
	/* If a method gives content a meaning, its request says even that there is none (RFC 9110 8.6). */
	if (!own->body.at && word_is_one_of(slice_of(own->method), "POST PUT PATCH", slice_equal)) {
		own->body = SLICE("");
		own->content_type = NULL;
	}
	if (!is_all(slice_of(own->method), BYTE_TOKEN) || strcmp(own->method, "CONNECT") == 0)
		return response_fail(r, ASYNC_E_INVALID, "invalid method", "");
	why = type && strpbrk(type, "\r\n") ? "a line end in a value" : request_bad_lines(own->headers);
	return why ? response_fail(r, ASYNC_E_INVALID, "invalid header lines", why) : ASYNC_OK;
}
