/* query.c - builds the URL of a request, and reads the reply. */
#include "demo/genderize/query.h"
#include "demo/text.h"
#include "http/values.h"

#include <stdio.h>

bool query_url(char *url, size_t room, const struct options *options, struct asked *asked, int count)
{
	struct param params[OPTIONS_BATCH_MAX + 3] = {{0}}; /* the names, two more parameters, and the end */
	size_t used = (size_t)snprintf(url, room, "%s", options->url);

	for (int i = 0; i < count; i++)
		params[i] = (struct param){options->batch > 1 ? "name[]" : "name", asked[i].name};
	params[count] = (struct param){"country_id", options->country};
	params[count + 1] = (struct param){"apikey", options->apikey};
	if (used < room &&
		params_encode(url + used, room - used, strchr(options->url, '?') ? "&" : "?", params) == ASYNC_OK)
		return true;
	asked->problem = "the URL is too long";
	return false;
}

size_t query_url_room(const struct options *options)
{
	return URL_MAX + (size_t)(options->batch - 1) * (3 * OPTIONS_NAME_MAX + sizeof "&name%5B%5D=");
}

/* A number. In its first years the service sent a string, and left the member out for an unknown name: that
 * is read as 0. */
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

/* How many people the guess is based on; 0 if it is missing. */
static bool read_count(const struct json *reply, int value, long long *out)
{
	double count = 0;
	bool good = json_type(reply, value) == JSON_MISSING || json_number(reply, value, &count);

	*out = good && count >= 0 && count < 1e15 ? (long long)count : 0;
	return good && count >= 0 && count < 1e15;
}

/* null: the service does not know. That is an answer, not a failure; *out is NULL then. */
static bool read_gender(const struct json *reply, int value, const char **out)
{
	*out = NULL;
	if (json_equals(reply, value, SLICE("male")))
		*out = "male";
	else if (json_equals(reply, value, SLICE("female")))
		*out = "female";
	return *out || json_type(reply, value) == JSON_NULL;
}

/* The problem of a reply without "gender". The reply itself may say why. */
static const char *no_gender(struct asked *asked, const char *url, const struct json *reply, int object)
{
	char error[REPLY_WORDS_MAX];

	if (!reply_object_error(reply, object, slice_of(url), error))
		return "the reply has no \"gender\"";
	snprintf(asked->words, sizeof asked->words, "the reply has no \"gender\", but %s", error);
	return asked->words;
}

static bool read_object(struct asked *asked, const char *url, const struct json *reply, int object)
{
	struct answer *out = &asked->answer;

	out->name = asked->name;
	if (json_type(reply, object) != JSON_OBJECT)
		asked->problem = "the reply is not an object";
	else if (json_get(reply, object, "gender") < 0)
		asked->problem = no_gender(asked, url, reply, object);
	else if (!read_gender(reply, json_get(reply, object, "gender"), &out->gender))
		asked->problem = "the reply's \"gender\" is neither male, female nor null";
	else if (!read_probability(reply, json_get(reply, object, "probability"), &out->probability))
		asked->problem = "the reply's \"probability\" is not a number from 0 to 1";
	else if (!read_count(reply, json_get(reply, object, "count"), &out->count))
		asked->problem = "the reply's \"count\" is not a count";
	return !asked->problem;
}

const char *query_problem(const struct options *options, const char *name)
{
	return options->batch > 1 && !text_is_utf8(slice_of(name)) ? "is not UTF-8, as names in a batch must be"
								   : NULL;
}

/* The answers must come in the order of the names; each answer's own name is compared. */
static bool read_array(struct asked *asked, int count, const char *url, const struct json *reply)
{
	if (json_type(reply, 0) != JSON_ARRAY || json_size(reply, 0) != count) {
		asked->problem = "the reply is not an array with an answer for each name";
		return false;
	}
	for (int i = 0; i < count; i++) {
		int object = json_item(reply, 0, i);

		if (!read_object(&asked[i], url, reply, object))
			asked->problem = asked[i].problem;
		else if (!json_equals(reply, json_get(reply, object, "name"), slice_of(asked[i].name)))
			asked->problem = "the reply's answers are not in the order of the names";
		if (asked->problem)
			return false;
	}
	return true;
}

bool query_read(struct asked *asked, int count, const struct options *options, const char *url,
	const struct json *reply)
{
	if (options->batch > 1)
		return read_array(asked, count, url, reply);
	return read_object(asked, url, reply, 0);
}

const char *query_hint(const struct options *options, int status, const char *error)
{
	if (status == QUERY_UNAUTHORIZED)
		return "the service wants a key: set $GENDERIZE_APIKEY (build/kitchen, the local service, needs "
		       "none)";
	if (!options->cacert && strstr(error, "certificate verify failed"))
		return "name the CA to trust with --cacert FILE (build/kitchen prints the name of its own)";
	return NULL;
}
