/* outgoing.h - what a request of ours says, beside its URL: method, header lines, body. Pure. */
#ifndef HTTP_PARSE_OUTGOING_H
#define HTTP_PARSE_OUTGOING_H

#include "http/parse/slice.h"

struct request { /* what is zero means the default; all it points to is the caller's, until response_close */
	/* Any but CONNECT; GET, or POST if there is a body. Methods have a case (RFC 9110 section 9.1): "get"
	 * is another. */
	const char *method;
	struct slice headers; /* more header lines, each with its CRLF; they replace ours of the same name */
	struct slice body;    /* at NULL: none. It is sent from where it lies, and its Content-Length said */
	const char *content_type; /* of the body: "application/json"; NULL: it is not said */
	/* So many redirects are followed at most (RFC 9110 section 15.4); 0: none, and a 3xx is a reply like
	 * any other. Each is a request of its own, within the time of the whole: after 303, and after 301 or
	 * 302 of a POST, a GET without a body. To another origin (scheme, host, port) goes no header line
	 * that is a secret (field.h), nor Host; the body does, with 307 and 308. Not followed, which is an
	 * error, are one too many, one to a URL that is none, one from https to http, and one to another
	 * origin with the URL's API key in it. */
	unsigned follow;
	/* It may be sent twice, though its method alone does not allow that: it has an Idempotency-Key,
	 * say. */
	bool repeatable;
};

/* GET, HEAD, PUT, DELETE, OPTIONS, TRACE: twice is as good as once (RFC 9110 section 9.2.2). */
bool request_is_idempotent(const struct request *request);

/* Why a request may not have these header lines, in words; NULL: it may. They are whole lines of a name, a
 * colon and text without CR, LF and NUL (RFC 9110 section 5.5), none of them folded, and none that only we
 * may send: not Content-Length, Transfer-Encoding, Upgrade, Expect. */
const char *request_bad_lines(struct slice lines);

#endif
