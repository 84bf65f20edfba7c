/* api.h - what the local genderize API answers: a request's method and target in, a JSON reply
 * out.
 *
 * All of it is pure: no socket, no clock, no allocation, nothing remembered between calls. The server
 * around it keeps the quota, and decides how long a reply cooks. It answers as api.genderize.io does, as its
 * documentation and the clients published for it show that; a key is taken, and none is asked for. */
#ifndef DEMO_KITCHEN_API_H
#define DEMO_KITCHEN_API_H

#include "http/parse/slice.h"

enum {
	KITCHEN_BATCH_MAX = 10,    /* names in one request */
	KITCHEN_TARGET_MAX = 8000, /* bytes of a target: what RFC 9112 section 3 asks of a server at least */
	KITCHEN_BODY_MAX = 8192,   /* holds the echo of a name that fills the target */
	KITCHEN_FIELDS_MAX = 256   /* holds what kitchen_fields writes */
};

/* One row of names.txt, which the build turns into a C array: the program has its data wherever it is
 * started from. The rows are sorted by code point, letters taken in lower case, and no name stands
 * twice. */
struct kitchen_name {
	const char *name; /* UTF-8 */
	enum { KITCHEN_FEMALE, KITCHEN_MALE } gender;
	int hundredths; /* the probability, 0 to 100 */
	long count;
};

extern const struct kitchen_name kitchen_names[];
extern const size_t kitchen_names_count;

struct kitchen_quota {
	long limit;   /* names in one window; 0: no bound */
	long used;    /* names charged since the window began */
	long reset_s; /* seconds until the next window */
};

struct kitchen_reply {
	int status;
	char body[KITCHEN_BODY_MAX]; /* JSON, with a NUL behind it */
	size_t len;
	int names; /* what the reply costs: the server adds it to quota.used; 0 for every error */
};

/* Answers one request. `target` is as head_parse_request has it ("/?name=peter"). HEAD is answered as GET is: the
 * server leaves out the body and keeps its length (RFC 9110 section 9.3.2). A longer target than
 * KITCHEN_TARGET_MAX, and what would not fit into a reply, is refused with 414. */
void kitchen_answer(
	struct kitchen_reply *out, const struct kitchen_quota *quota, struct slice method, struct slice target);

/* Looks a name up, in O(log n): case does not matter in ASCII, Latin, Greek and Cyrillic letters. Of a
 * full name that is not listed the first word counts. Returns NULL for an unknown, empty or malformed
 * name. */
const struct kitchen_name *kitchen_name_find(struct slice name);

/* Makes the error reply that the service documents for `status` (a plain one, where it documents none): for
 * failures on purpose, and for the server's own 400 or 503. */
void kitchen_refuse(struct kitchen_reply *out, int status);

/* The reason phrase of a status line; "Error" for a status that is not known here. Never NULL. */
const char *kitchen_reason(int status);

/* Writes the API's own field lines, each ended by CR LF: Content-Type, the three rate-limit lines (on
 * errors too; without a bound a huge limit is announced, since clients insist on the lines), and Allow
 * with a 405. Charge the quota with reply->names first. Returns the length needed, as snprintf does. */
size_t kitchen_fields(
	char *dst, size_t cap, const struct kitchen_reply *reply, const struct kitchen_quota *quota);

#endif
