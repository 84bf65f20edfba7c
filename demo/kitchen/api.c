/* api.c - the local genderize API. See api.h.
 *
 * A request passes through three steps: its query is read (read_query), checked against the rules and the
 * quota (kitchen_answer, answer_query), and answered in JSON (answer_names). The first fault on that way is
 * the answer (refuse). */
#include "demo/kitchen/api.h"
#include "demo/text.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include "http/parse/json.h"
#include "http/parse/take.h"
#include "http/parse/url.h"

/* Reason phrases are those of RFC 9110 section 15. The error texts are those that the service documents;
 * where it documents none, the reason phrase is used. */
static const struct status {
	int code;
	const char *reason, *error;
} statuses[] = {
	{200, "OK", NULL},
	{400, "Bad Request", NULL},
	{401, "Unauthorized", "Invalid API key"},
	{402, "Payment Required", "Subscription is not active"},
	{404, "Not Found", NULL},
	{405, "Method Not Allowed", NULL},
	{414, "URI Too Long", NULL},
	{422, "Unprocessable Content", "Missing 'name' parameter"},
	{429, "Too Many Requests", "Request limit reached"},
	{431, "Request Header Fields Too Large", NULL},
	{500, "Internal Server Error", NULL},
	{502, "Bad Gateway", NULL},
	{503, "Service Unavailable", NULL},
	{0, "Error", NULL},
};

/* The last row serves every status that is not listed: a reason phrase is for people and may be any text. */
static const struct status *find_status(int code)
{
	const struct status *status = statuses;

	while (status->code != code && status->code != 0)
		status++;
	return status;
}

const char *kitchen_reason(int status)
{
	return find_status(status)->reason;
}

/* What a request asks for. It takes 8 KB of stack while the reply is made; an idle connection keeps
 * none of it. */
struct query {
	struct slice names[KITCHEN_BATCH_MAX]; /* decoded UTF-8, in the order of arrival */
	int count;                             /* names in the query, also those after the tenth */
	bool batch;                            /* answered with an array */
	char country[3];                       /* two upper-case letters, or "" */
	size_t used;
	char text[KITCHEN_TARGET_MAX]; /* the decoded values: never longer than the target */
};

/* ---- the reply ---- */

/* Adds to the body as much as fits. out->len counts all of the text, so one check at the end, when
 * everything has been added, finds a body that is too long. */
static void add(struct kitchen_reply *out, const char *format, ...)
{
	size_t used = out->len < sizeof(out->body) ? out->len : sizeof(out->body);
	va_list arguments;

	va_start(arguments, format);
	out->len += (size_t)vsnprintf(out->body + used, sizeof(out->body) - used, format, arguments);
	va_end(arguments);
}

/* The same for a JSON string: the only place where bytes of the client enter a reply. */
static void add_quoted(struct kitchen_reply *out, struct slice text)
{
	size_t used = out->len < sizeof(out->body) ? out->len : sizeof(out->body);

	out->len += json_quote(out->body + used, sizeof(out->body) - used, text);
}

/* The reply's status is 0 until then. Only the first fault is reported. */
static void refuse(struct kitchen_reply *out, int status, const char *error)
{
	if (out->status)
		return;
	out->status = status;
	add(out, "{\"error\":\"%s\"}", error);
}

void kitchen_refuse(struct kitchen_reply *out, int status)
{
	const struct status *found = find_status(status);

	out->status = out->names = 0;
	out->len = 0;
	refuse(out, status, found->error ? found->error : found->reason);
}

/* ---- the query ---- */

/* For a malformed name the documentation promises 422, but the service was seen to send 400. A name that is
 * not UTF-8 could not be echoed in JSON (RFC 8259 section 8.1). If name= is repeated, the last one counts, as
 * in most frameworks. */
static void read_name(struct kitchen_reply *out, struct query *self, struct slice name, bool valid, bool batch)
{
	self->batch |= batch;
	self->count = batch ? self->count + 1 : 1;
	if (!valid || !text_is_utf8(name))
		refuse(out, 400, "Invalid 'name' parameter");
	else if (self->count > KITCHEN_BATCH_MAX)
		refuse(out, 422, "Invalid 'name' parameter");
	else
		self->names[self->count - 1] = name;
}

/* Checks only the form of ISO 3166-1 alpha-2: the service answers for codes that no country has, and so does
 * this one. Clearing bit 5 makes an ASCII letter upper case, and turns no other byte into a letter. */
static void read_country(struct kitchen_reply *out, struct query *self, struct slice code, bool valid)
{
	valid = valid && code.len == 2;
	for (size_t i = 0; valid && i < code.len; i++) {
		self->country[i] = (char)(code.at[i] & ~0x20);
		valid = self->country[i] >= 'A' && self->country[i] <= 'Z';
	}
	if (!valid)
		refuse(out, 422, "Invalid 'country_id' parameter");
}

/* Brackets arrive as they are or as %5B%5D, so a parameter's name is decoded before it is compared. A name
 * that is malformed, or longer than all known names, is unknown; unknown parameters are ignored. */
static void read_query(struct kitchen_reply *out, struct query *self, struct slice rest)
{
	struct slice raw_name, raw_value;

	while (url_query_next(&rest, &raw_name, &raw_value)) {
		char buf[16], *end = self->text + self->used;
		struct slice name = {buf, 0}, value = {end, 0};
		/* Values of unknown parameters are decoded as well: all values together fit. */
		bool valid = url_decode(end, sizeof(self->text) - self->used, &value.len, raw_value), batch;

		self->used += valid ? value.len : 0;
		if (!url_decode(buf, sizeof(buf), &name.len, raw_name))
			continue;
		batch = slice_equal(name, SLICE("name[]"));
		if (batch || slice_equal(name, SLICE("name")))
			read_name(out, self, value, valid, batch);
		else if (slice_equal(name, SLICE("country_id")))
			read_country(out, self, value, valid);
	}
}

/* ---- the quota ---- */

/* "No bound" is sent as the largest number that every client can read. */
static long quota_limit(const struct kitchen_quota *quota)
{
	return quota->limit > 0 ? quota->limit : INT32_MAX;
}

/* Never below zero, although the quota may be overdrawn: some requests are judged before others are
 * charged. */
static long quota_remaining(const struct kitchen_quota *quota)
{
	long remaining = quota_limit(quota) - (quota->limit > 0 ? quota->used : 0);

	return remaining > 0 ? remaining : 0;
}

size_t kitchen_fields(
	char *dst, size_t cap, const struct kitchen_reply *reply, const struct kitchen_quota *quota)
{
	/* RFC 9110 section 15.5.6: a 405 lists the allowed methods. The reset is sent as seconds from now,
	 * not as a point in time, so that the two clocks need not agree. */
	return (size_t)snprintf(dst, cap,
		"Content-Type: application/json; charset=utf-8\r\n%s"
		"X-Rate-Limit-Limit: %ld\r\nX-Rate-Limit-Remaining: %ld\r\nX-Rate-Limit-Reset: %ld\r\n",
		reply->status == 405 ? "Allow: GET, HEAD\r\n" : "", quota_limit(quota),
		quota_remaining(quota), quota->reset_s);
}

/* ---- the answer ---- */

/* The members have the order that the service uses today; no client may rely on it. The probability is the
 * shortest number with a decimal point, such as 1.0 or 0.99. */
static void add_answer(struct kitchen_reply *out, struct slice name, const char *country)
{
	const struct kitchen_name *who = kitchen_name_find(name);
	const char *gender = !who ? "null" : who->gender == KITCHEN_MALE ? "\"male\"" : "\"female\"";
	int value = who ? who->hundredths : 0, places = value % 10 ? 2 : 1;

	add(out, "\"count\":%ld,\"name\":", who ? who->count : 0);
	add_quoted(out, name);
	add(out, ",\"gender\":%s", gender);
	if (country[0])
		add(out, ",\"country_id\":\"%s\"", country);
	add(out, ",\"probability\":%.*f}", places, value / 100.0);
}

/* A single name= is answered with an object, each name[] with an element of an array, even if there is
 * only one. */
static void answer_names(struct kitchen_reply *out, const struct query *query)
{
	for (int i = 0; i < query->count; i++) {
		add(out, i > 0 ? ",{" : query->batch ? "[{" : "{");
		add_answer(out, query->names[i], query->country);
	}
	add(out, query->batch ? "]" : "");
	out->names = query->count;
	/* Only control characters make a body too long: they take three bytes in a target, six in JSON. */
	if (out->len >= sizeof(out->body))
		kitchen_refuse(out, 414);
}

/* A batch costs as much as its names in single requests, and is answered as a whole or not at all. Faults of
 * the query itself are refused first, so a malformed query is reported as such even when the quota is used
 * up. */
static void answer_query(struct kitchen_reply *out, const struct kitchen_quota *quota, struct slice text)
{
	struct query query;

	memset(&query, 0, offsetof(struct query, text));
	read_query(out, &query, text);
	if (query.count == 0)
		refuse(out, 422, "Missing 'name' parameter");
	if (quota_remaining(quota) == 0)
		refuse(out, 429, "Request limit reached");
	if (quota_remaining(quota) < query.count)
		refuse(out, 429, "Request limit too low to process request");
	if (!out->status)
		answer_names(out, &query);
}

/* Asking for the quota is free. The service does not document /rate_limit, but its own clients use it. */
void kitchen_answer(
	struct kitchen_reply *out, const struct kitchen_quota *quota, struct slice method, struct slice target)
{
	struct slice rest = target, path = take_to(&rest, '?');
	bool quota_asked = slice_equal(path, SLICE("/rate_limit"));
	bool names_asked = slice_equal(path, SLICE("/")) || (rest.len > 0 && path.len == 0);

	take(&rest, rest.len > 0); /* the question mark */
	*out = (struct kitchen_reply){0};
	if (target.len > KITCHEN_TARGET_MAX)
		kitchen_refuse(out, 414);
	else if (!slice_equal(method, SLICE("GET")) && !slice_equal(method, SLICE("HEAD")))
		kitchen_refuse(out, 405);
	else if (!quota_asked && !names_asked)
		kitchen_refuse(out, 404);
	else if (quota_asked)
		add(out, "{\"limit\":%ld,\"remaining\":%ld,\"reset\":%ld,\"tier\":\"free\"}",
			quota_limit(quota), quota_remaining(quota), quota->reset_s);
	else
		answer_query(out, quota, rest);
	out->status = out->status ? out->status : 200;
}
