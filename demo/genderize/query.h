/* query.h - the question to the genderize API as a URL, and its answer as a struct. Pure: the async and
 * the blocking program share it. */
#ifndef DEMO_GENDERIZE_QUERY_H
#define DEMO_GENDERIZE_QUERY_H

#include "demo/genderize/row.h"
#include "http/parse/json.h"
#include "http/parse/reply.h"

enum { QUERY_UNAUTHORIZED = 401 };

struct asked {      /* a name that somebody asks for */
	long index; /* in the input */
	char name[OPTIONS_NAME_MAX + 2];
	struct answer answer; /* a row of the report; it points to name */
	const char *problem;  /* what is wrong with the reply, or NULL */
	char words[REPLY_WORDS_MAX + 48]; /* where it stands, if it is put together */
};

/* Writes the URL that asks for these names: options->url with ?name=…, or name[]=… for each with --batch,
 * then country_id and apikey, all percent-encoded. False: too long for room, as asked->problem
 * says; query_url_room() bytes are enough for what is not out of all measure. */
bool query_url(char *url, size_t room, const struct options *options, struct asked *asked, int count);
size_t query_url_room(const struct options *options);

/* What keeps the name out of a request with others, or NULL: not being UTF-8, for which the service would
 * refuse them all. Alone it is sent as it is. */
const char *query_problem(const struct options *options, const char *name);

/* Reads the reply to url: an object, or, with --batch, an array of them, which must answer these names in this
 * order. False: asked->problem says what is wrong, without the key, even if the reply repeats it. */
bool query_read(struct asked *asked, int count, const struct options *options, const char *url,
	const struct json *reply);

/* What a person can do about it, when a request has got this status, or this error; NULL: nothing that we know. */
const char *query_hint(const struct options *options, int status, const char *error);

#endif
