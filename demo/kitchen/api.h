/* api.h - the answers of the local genderize API: a request's method and target in, a JSON reply
 * out.
 *
 * All functions are pure: no socket, no clock, no allocation, no state between calls. The server
 * around them keeps the quota and decides how long a reply cooks. The answers are those of api.genderize.io,
 * according to its documentation and its published clients; an API key is accepted, but not required. */
#ifndef DEMO_KITCHEN_API_H
#define DEMO_KITCHEN_API_H

#include "http/parse/slice.h"

enum {
	KITCHEN_BATCH_MAX = 10,    /* names in one request */
	KITCHEN_TARGET_MAX = 8000, /* bytes of a target: a server should accept that many (RFC 9112 section 3) */
	KITCHEN_BODY_MAX = 8192,   /* holds the echo of a name that fills the target */
	KITCHEN_FIELDS_MAX = 256   /* holds what kitchen_fields writes */
};

/* One row of names.txt. The build turns that file into a C array, so the program finds its data from any
 * folder. The rows are sorted by the code points of the lower-case names, and no name occurs
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
	long limit;   /* names per window; 0: no bound */
	long used;    /* names charged in the present window */
	long reset_s; /* seconds until the next window */
};

struct kitchen_reply {
	int status;
	char body[KITCHEN_BODY_MAX]; /* JSON, then a NUL */
	size_t len;
	int names; /* what the reply costs; the server adds it to quota.used; 0 for an error */
};

/* Answers one request. `target` is as head_parse_request returns it ("/?name=peter"). HEAD is answered like
 * GET; the server then leaves out the body and keeps its length (RFC 9110 section 9.3.2). A target longer
 * than KITCHEN_TARGET_MAX is refused with 414, and so is one whose answer does not fit into a reply. */
void kitchen_answer(
	struct kitchen_reply *out, const struct kitchen_quota *quota, struct slice method, struct slice target);

/* Looks a name up, in O(log n), ignoring the case of ASCII, Latin, Greek and Cyrillic letters. If a full
 * name is not listed, its first word is looked up. Returns NULL for an unknown, empty or malformed
 * name. */
const struct kitchen_name *kitchen_name_find(struct slice name);

/* Makes the error reply that the service documents for `status`, or a plain one where it documents none. Used
 * for deliberate failures (--fail) and for the server's own errors, such as 400. */
void kitchen_refuse(struct kitchen_reply *out, int status);

/* The reason phrase for a status line; "Error" for an unknown status. Never NULL. */
const char *kitchen_reason(int status);

/* Writes the API's own field lines, each ended by CR LF: Content-Type, the three rate-limit lines, and Allow
 * with a 405. Clients insist on the rate-limit lines, so errors have them too, and "no bound" is a huge
 * limit. Add reply->names to the quota first. Returns the length needed, as snprintf does. */
size_t kitchen_fields(
	char *dst, size_t cap, const struct kitchen_reply *reply, const struct kitchen_quota *quota);

#endif
