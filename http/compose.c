/* compose.c - the bytes of a request (RFC 9112 section 3). */
#include "http/session.h"
#include "http/parse/writer.h"

#include <string.h>

enum { FIXED_PART = 1024 }; /* more than method, version, host and the names of our fields take */

/* A line of ours, unless the caller has sent one of that name himself. */
static void add_line(struct writer *w, struct slice own, const char *name, struct slice value)
{
	struct slice given, unused;

	while (field_next(&own, &given, &unused))
		if (slice_equal_nocase(given, slice_of(name)))
			return;
	writer_add(w, slice_of(name));
	writer_add(w, SLICE(": "));
	writer_add(w, value);
	writer_add(w, SLICE("\r\n"));
}

static size_t write_request(const struct response *r, char *buf, size_t room)
{
	struct writer w = {.at = buf, .cap = room};
	char host[URL_HOST_MAX + 16];
	size_t len = url_host_field(&r->parts, host, sizeof host);

	writer_add(&w, r->is_head ? SLICE("HEAD ") : SLICE("GET "));
	w.len += url_target(&r->parts, buf + w.len, room - w.len); /* there is room: see request_compose */
	writer_add(&w, SLICE(" HTTP/1.1\r\n"));
	add_line(&w, r->headers, "Host", (struct slice){host, len});
	add_line(&w, r->headers, "User-Agent", slice_of(r->session->options.user_agent));
	add_line(&w, r->headers, "Accept", SLICE("*/*"));
	add_line(&w, r->headers, "Accept-Encoding", SLICE("identity"));
	if (r->session->options.force_close)
		add_line(&w, r->headers, "Connection", SLICE("close"));
	writer_add(&w, r->headers);
	writer_add(&w, SLICE("\r\n"));
	return writer_end(&w);
}

enum status request_compose(struct response *r)
{
	size_t agent = strlen(r->session->options.user_agent);
	size_t most = strlen(r->url) + r->headers.len + agent + FIXED_PART;

	r->kept = buffer_borrow(&r->session->pool.buffers);
	if (!r->kept || !buffer_grow(r->kept, most))
		return response_fail(r, ASYNC_E_SYSTEM, "out of memory", "");
	r->raw_end = write_request(r, r->kept->bytes, r->kept->room);
	return ASYNC_OK;
}

void request_forget(struct response *r)
{
	if (r->kept)
		buffer_return(&r->session->pool.buffers, r->kept);
	r->kept = NULL;
	r->raw_end = 0;
}
