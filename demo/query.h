/* query.h - the question to the genderize API as a URL, and its answer as a struct. Pure: the async and
 * the blocking program share it. */
#ifndef DEMO_QUERY_H
#define DEMO_QUERY_H

#include "demo/row.h"
#include "http/json.h"

enum { QUERY_URL_MAX = 2048, QUERY_GENDER_MAX = 16, QUERY_UNAUTHORIZED = 401 };

struct prediction {
	char gender[QUERY_GENDER_MAX]; /* "male", "female"; "" if the service does not know */
	double probability;
	long long count;
	const char *problem; /* what is wrong with the reply, or NULL */
};

/* Writes the URL that asks for name: options->url with ?name=…, country_id and apikey, all
 * percent-encoded. False: too long. */
bool query_url(char *url, size_t room, const struct options *options, const char *name);

/* Reads the reply's object. False: out->problem says what is wrong with it. */
bool query_read(struct prediction *out, const struct json *reply);

/* The prediction for name as a row of the report. */
struct answer query_answer(const char *name, const struct prediction *prediction);

/* What to do about a 401, for people. */
extern const char query_key_hint[];

#endif
