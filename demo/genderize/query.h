/* query.h - turns a question to the genderize API into a URL, and the reply into a struct. It does no I/O, so
 * the asynchronous and the blocking program share it. */
#ifndef DEMO_GENDERIZE_QUERY_H
#define DEMO_GENDERIZE_QUERY_H

#include "demo/genderize/row.h"
#include "http/parse/json.h"
#include "http/parse/reply.h"

enum { QUERY_UNAUTHORIZED = 401 };

struct asked {      /* a name that is asked for */
	long index; /* in the input */
	char name[OPTIONS_NAME_MAX + 2];
	struct answer answer; /* a row of the report; it points to name */
	const char *problem;  /* what is wrong with the reply, or NULL */
	char words[REPLY_WORDS_MAX + 48]; /* the text of problem, if it is composed */
};

/* Writes the URL that asks for these names: options->url with ?name=…, or with --batch a name[]=… for each
 * name, then country_id and apikey, all percent-encoded. False: it does not fit into room; asked->problem
 * says so. query_url_room() bytes are enough for a URL of usual length. */
bool query_url(char *url, size_t room, const struct options *options, struct asked *asked, int count);
size_t query_url_room(const struct options *options);

/* Why the name cannot be part of a batch, or NULL. If one name is not UTF-8, the service refuses the whole
 * batch. In a request of its own such a name is sent as it is. */
const char *query_problem(const struct options *options, const char *name);

/* Reads the reply to url: an object, or, with --batch, an array of objects in the order of the names.
 * False: asked->problem says what is wrong; it never holds the API key, even if the reply does. */
bool query_read(struct asked *asked, int count, const struct options *options, const char *url,
	const struct json *reply);

/* What the user can do about this status or this error of a request; NULL: nothing known. */
const char *query_hint(const struct options *options, int status, const char *error);

#endif
