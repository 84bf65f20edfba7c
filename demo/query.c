/* query.c - one name to ask for, one object to read. */
#include "demo/query.h"
#include "demo/text.h"
#include "http/url.h"

#include <stdio.h>

static size_t add_parameter(char *url, size_t room, size_t used, const char *name, const char *value)
{
	bool first = !memchr(url, '?', used);

	if (used >= room)
		return used;
	used += (size_t)snprintf(url + used, room - used, "%c%s=", first ? '?' : '&', name);
	if (used < room)
		used += url_encode(url + used, room - used, slice_of(value));
	return used;
}

bool query_url(char *url, size_t room, const struct options *options, const char *name)
{
	size_t used = (size_t)snprintf(url, room, "%s", options->url);

	if (used < room)
		used = add_parameter(url, room, used, "name", name);
	if (used < room && options->country)
		used = add_parameter(url, room, used, "country_id", options->country);
	if (used < room && options->apikey)
		used = add_parameter(url, room, used, "apikey", options->apikey);
	return used < room;
}

/* A number; the service's first years sent it as a string. Missing: 0, as they left it out for unknown
 * names. */
static bool read_probability(const struct json *reply, int value, double *out)
{
	char text[32];

	if (json_type(reply, value) == JSON_STRING)
		return json_string(reply, value, text, sizeof text) && text_number(text, 0, 1, out);
	*out = 0;
	if (json_type(reply, value) == JSON_MISSING)
		return true;
	return json_number(reply, value, out) && *out >= 0 && *out <= 1;
}

static bool is_gender(const char *text)
{
	return strcmp(text, "male") == 0 || strcmp(text, "female") == 0;
}

/* How many people the guess rests on; missing: 0. */
static bool read_count(const struct json *reply, int value, long long *out)
{
	double count = 0;
	bool good = json_type(reply, value) == JSON_MISSING || json_number(reply, value, &count);

	*out = good && count >= 0 && count < 1e15 ? (long long)count : 0;
	return good && count >= 0 && count < 1e15;
}

static bool read_gender(const struct json *reply, int value, char *out)
{
	if (json_type(reply, value) == JSON_NULL)
		return true; /* the service does not know: an answer, not a failure */
	return json_string(reply, value, out, QUERY_GENDER_MAX) && is_gender(out);
}

bool query_read(struct prediction *out, const struct json *reply)
{
	*out = (struct prediction){0};
	if (json_type(reply, 0) != JSON_OBJECT)
		out->problem = "the reply is not an object";
	else if (!read_gender(reply, json_get(reply, 0, "gender"), out->gender))
		out->problem = "the reply's \"gender\" is neither male, female nor null";
	else if (!read_probability(reply, json_get(reply, 0, "probability"), &out->probability))
		out->problem = "the reply's \"probability\" is not a number from 0 to 1";
	else if (!read_count(reply, json_get(reply, 0, "count"), &out->count))
		out->problem = "the reply's \"count\" is not a count";
	return !out->problem;
}

const char query_key_hint[] =
	"the service wants a key: set $GENDERIZE_APIKEY (build/kitchen, the local service, needs none)";

struct answer query_answer(const char *name, const struct prediction *p)
{
	return (struct answer){name, p->gender[0] ? p->gender : NULL, p->probability, p->count};
}
