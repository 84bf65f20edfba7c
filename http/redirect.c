/* redirect.c - going where a reply leads (RFC 9110 section 15.4), for a request that asked for that. */
#include "http/session.h"

#include <stdlib.h>

/* Of the other statuses, 300 offers a choice, 304 speaks of a cache, and an unknown one leads nowhere. */
bool response_redirects(const struct response *r)
{
	bool leads_on = (r->status >= 301 && r->status <= 303) || r->status == 307 || r->status == 308;
	struct slice unused;

	return leads_on && head_field(&r->head, "location", &unused);
}

/* Does this line go along? Not if it must not reach another host, or describes a body that is sent no
 * more. */
static bool goes_along(struct slice name, bool same_origin, bool has_body)
{
	if (!same_origin && (field_is_secret(name) || slice_equal_nocase(name, SLICE("host"))))
		return false;
	name.len = name.len < 8 ? name.len : 8;
	return has_body || !slice_equal_nocase(name, SLICE("content-"));
}

/* Writes those of the request's lines that go along. */
static struct slice keep_lines(char *to, const struct request *request, bool same_origin)
{
	struct slice rest = request->headers, kept = {to, 0}, name, unused;
	const char *line = rest.at;

	for (; field_next(&rest, &name, &unused); line = rest.at) {
		if (!goes_along(name, same_origin, request->body.at))
			continue;
		memcpy(to + kept.len, line, (size_t)(rest.at - line));
		kept.len += (size_t)(rest.at - line);
	}
	return kept;
}

/* After 303 the answer is to be fetched; 301 and 302 mean POST no less, as all clients have always understood
 * them (sections 15.4.2 to 15.4.4; aiohttp: ClientSession._request). 307 and 308 change nothing. */
static void change_method(struct request *request, int status)
{
	bool was_post = strcmp(request->method, "POST") == 0, was_head = strcmp(request->method, "HEAD") == 0;

	if (status == 303 ? was_head : status > 303 || !was_post)
		return;
	request->method = "GET";
	request->body = (struct slice){0};
	request->content_type = NULL;
}

/* Why this redirect is not followed; NULL: it may be. */
static const char *why_not(const struct response *r, struct slice target, bool *same_origin)
{
	struct url url;
	enum url_error error = url_parse(&url, target);

	if (r->redirects == r->request.follow)
		return "there were too many before";
	if (error)
		return url_error_text(error);
	if (r->parts.tls && !url.tls)
		return "it leads from https to http";
	*same_origin = url_same_origin(&url, &r->parts);
	if (!*same_origin && url_repeats_secret(target, slice_of(r->url)))
		return "it would take the API key to another host";
	return NULL;
}

/* Puts the new URL, and behind it the lines that go along, into memory of our own: what they were made from
 * goes. */
enum status response_follow(struct response *r)
{
	struct slice location, base = slice_of(response_url(r));
	bool same_origin = true;
	const char *why;
	char *moved;
	size_t len;

	head_field(&r->head, "location", &location);
	moved = malloc(base.len + location.len + URL_RESOLVE_MORE + r->request.headers.len);
	if (!moved)
		return response_fail(r, ASYNC_E_SYSTEM, "out of memory", "");
	len = url_resolve(moved, base, location);
	why = why_not(r, (struct slice){moved, len}, &same_origin);
	if (why) {
		free(moved);
		return response_fail(r, ASYNC_E_STATUS, "a redirect that is not followed", why);
	}
	change_method(&r->request, r->status);
	r->request.headers = keep_lines(moved + len + 1, &r->request, same_origin);
	response_let_go(r);
	response_forget(r);
	free(r->moved);
	r->moved = moved;
	r->redirects++;
	return response_aim(r);
}
