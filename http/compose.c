/* compose.c - the bytes of a request (RFC 9112 section 3). */
#include "http/parse/take.h"
#include "http/parse/writer.h"
#include "http/session.h"

#include <stdio.h>
#include <string.h>

enum { FIXED_PART = 1024 }; /* more than version, host and the names of our fields take */

/* Adds a line of ours, unless the caller has given one of that name. */
static void add_line(struct writer *w, struct slice own, struct slice name, struct slice value)
{
	struct slice given, unused;

	while (field_next(&own, &given, &unused))
		if (slice_equal_nocase(given, name))
			return;
	writer_add(w, name);
	writer_add(w, SLICE(": "));
	writer_add(w, value);
	writer_add(w, SLICE("\r\n"));
}

/* If a method gives content a meaning, its request says also that there is none (RFC 9110 section 8.6). */
static void add_content(struct writer *w, const struct request *request)
{
	char length[24];

	if (!request->body.at && !word_is_one_of(slice_of(request->method), "POST PUT PATCH", slice_equal))
		return;
	if (request->content_type && request->body.at)
		add_line(w, request->headers, SLICE("Content-Type"), slice_of(request->content_type));
	snprintf(length, sizeof length, "%zu", request->body.len);
	add_line(w, request->headers, SLICE("Content-Length"), slice_of(length));
}

static size_t write_request(const struct response *r, char *buf, size_t room)
{
	struct slice own = r->request.headers;
	struct writer w = {.at = buf, .cap = room};

	writer_add(&w, slice_of(r->request.method));
	writer_put(&w, ' ');
	w.len += url_target(&r->parts, buf + w.len, room - w.len); /* there is room: see request_send */
	writer_add(&w, SLICE(" HTTP/1.1\r\n"));
	add_line(&w, own, SLICE("Host"), slice_of(r->origin->field));
	add_line(&w, own, SLICE("User-Agent"), slice_of(r->session->options.user_agent));
	add_line(&w, own, SLICE("Accept"), SLICE("*/*"));
	add_line(&w, own, SLICE("Accept-Encoding"), SLICE("identity"));
	if (r->session->options.force_close)
		add_line(&w, own, SLICE("Connection"), SLICE("close"));
	add_content(&w, &r->request);
	writer_add(&w, own);
	writer_add(&w, SLICE("\r\n"));
	return writer_end(&w);
}

/* A small body goes along in the packet of the head. */
enum status request_send(struct response *r, struct slice *body)
{
	const struct request *q = &r->request;
	size_t texts = strlen(r->session->options.user_agent) + strlen(q->method) +
		       (q->content_type ? strlen(q->content_type) : 0);
	enum status err = response_keep(r, strlen(response_url(r)) + q->headers.len + texts + FIXED_PART);
	size_t len;

	if (err)
		return err;
	len = write_request(r, r->kept->bytes, r->kept->room);
	if (r->session->options.on_head)
		r->session->options.on_head(r, (struct slice){r->kept->bytes, len});
	*body = q->body;
	if (body->len && body->len <= r->kept->room - len) {
		memcpy(r->kept->bytes + len, body->at, body->len);
		len += body->len;
		body->len = 0;
	}
	conn_write(&r->link->conn, r->kept->bytes, len);
	response_drop_kept(r);
	return ASYNC_OK;
}

static bool has_line_end(const char *value)
{
	return value && strpbrk(value, "\r\n");
}

enum status request_prepare(struct response *r, const struct request *request)
{
	struct request *own = &r->request;
	const char *why;

	*own = request ? *request : (struct request){0};
	owner_must_last(own->body.at, "the request's body", NULL);
	owner_must_last(own->headers.at, "the request's header lines", NULL);
	own->method = own->method ? own->method : own->body.at ? "POST" : "GET";
	if (!request_is_method(own->method))
		return response_fail(r, ASYNC_E_INVALID, "invalid method", "");
	why = request_bad_lines(own->headers);
	if (has_line_end(own->content_type) || has_line_end(r->session->options.user_agent))
		why = "a line end in a value";
	return why ? response_fail(r, ASYNC_E_INVALID, "invalid header lines", why) : ASYNC_OK;
}
