/* message.h - the head of an HTTP/1.1 message (RFC 9112 sections 2 to 6): start line, fields, framing.
 *
 * Pure and strict: bytes in, slices out. What two readers could understand differently is refused,
 * since with such bytes requests are smuggled and replies cut. The answer depends on the bytes alone,
 * never on the pieces in which they arrive. */
#ifndef HTTP_PARSE_MESSAGE_H
#define HTTP_PARSE_MESSAGE_H

#include <stdint.h>

#include "http/parse/field.h"

enum body_kind {
	BODY_NONE,
	BODY_LENGTH,  /* head.length bytes */
	BODY_CHUNKED, /* chunks, the last of which says so (section 7.1) */
	BODY_TO_EOF   /* a response's: up to the sender's clean end (under TLS: close_notify) */
};

struct head {
	int minor;                   /* the version is HTTP/1.minor: 0 or 1 */
	int status;                  /* response: 100 to 999; from 600 on like 5xx (RFC 9110 section 15) */
	struct slice reason;         /* response: may be empty. The peer's text, not to be printed raw */
	struct slice method, target; /* request: the target is in origin-form, printable ASCII; or "*" */
	struct slice authority;      /* request in absolute-form: the host it names, in place of the Host field's */
	struct slice fields;         /* the field lines with their CRLFs, for field_next */
	enum body_kind body;         /* how the body ends */
	uint64_t length;             /* BODY_LENGTH: at most INT64_MAX; otherwise 0 */
	bool keep_alive;             /* another message may follow (section 9.3) */
	size_t size;                 /* bytes of the head with its empty line: the body begins there */
	enum message_error error;    /* why PARSE_BAD */
	struct field_scan scan;      /* how far the parser has come */
};

/* Parses a response's head. self is zeroed before the first call. buf, never NULL, holds the message
 * from its first byte on; after PARSE_PARTIAL come back with the same bytes, which may have moved, and
 * more. PARSE_OK: the slices point into the buf of this call, and nothing from size on was looked at.
 * PARSE_BAD is final. A line is judged as soon as it is complete, the framing when the head is.
 *
 * What was chosen where the RFC leaves a choice, or where servers are known to differ from it:
 * - HTTP/1.2 to 1.9 are refused: RFC 9110 section 2.5 would read them as 1.1, but nothing sends them.
 * - The space before an empty reason may be missing: section 4 demands it, many servers omit it.
 * - A second Content-Length, or a list such as "5, 5", is refused even if all agree (RFC 9110 section
 *   8.6).
 * - Transfer-Encoding beside Content-Length, in HTTP/1.0, or other than one "chunked" is refused
 *   (section 6).
 * - A field that is folded over several lines is taken, as section 5.2 demands: its folds become spaces,
 *   in buf.
 * - A line that ends in LF alone is refused, though section 2.2 lets one take it: no server of today sends
 *   it, and a server that takes it sees other lines than the proxy before it.
 *
 * 1xx, 204, 304 and answers to HEAD have no body whatever the fields say (section 6.3), yet malformed
 * fields are errors there too. keep_alive is false if a 1xx or 204 announces a body, since its sender
 * may well send one. */
enum parse head_parse_response(struct head *self, char *buf, size_t len, bool request_was_head);

/* Parses a request's head, likewise. Choices:
 * - One empty line before the request line is ignored (section 2.2); size counts it.
 * - The absolute-form must be taken (section 3.2.2): its path and query become the target, "/" if it has
 *   neither, and its host goes before the Host field's. A query without a path stays as it is: "?a". Userinfo
 *   in it is refused (RFC 9110 section 4.2.4).
 * - The asterisk-form is for OPTIONS alone (section 3.2.4). The authority-form is refused, and so is CONNECT.
 * - A folded field and a line that ends in LF alone are refused (sections 5.2 and 2.2 let a server choose).
 * - Host: exactly once in HTTP/1.1, at most once in HTTP/1.0 (section 3.2), never empty. */
enum parse head_parse_request(struct head *self, const char *buf, size_t len);

/* Finds the first field of that name, in any case; if there is none, returns false and an empty value.
 * Where a field repeats, only field_next shows the later ones; Content-Length and Transfer-Encoding
 * never do. */
bool head_field(const struct head *self, const char *name, struct slice *value);

#endif
