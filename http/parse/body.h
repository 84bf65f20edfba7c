/* body.h - the body of a message, whatever its framing (RFC 9112 sections 6.3 and 7.1), as slices of
 * the input.
 *
 * Pure, and nothing is copied: the decoder keeps counters, not bytes, so a body of any size costs no
 * memory. */
#ifndef HTTP_PARSE_BODY_H
#define HTTP_PARSE_BODY_H

#include "http/parse/message.h"

struct body {
	enum body_kind kind;
	uint64_t total;             /* data bytes handed out so far */
	uint64_t left;              /* data bytes to the end of the body, the chunk, or to the limit */
	uint64_t limit;             /* the largest total allowed */
	struct field_scan scan;   /* BODY_CHUNKED only: chunks, then trailers, checked like all field lines, then dropped */
	enum message_error error;   /* why PARSE_BAD */
};

/* Prepares for the body of a head that parsed well. More than limit bytes of data are
 * MESSAGE_BODY_TOO_LONG, and so is a length that promises more; UINT64_MAX is no limit. */
void body_begin(struct body *self, const struct head *head, uint64_t limit);

/* Takes framing and data from in[0..len). Sets *used to the bytes taken, and *data to the data among
 * them: one slice of in, the last of what was taken, often empty, never with PARSE_BAD. PARSE_OK: the
 * body is complete, and what follows *used was not looked at. PARSE_PARTIAL: come back with the bytes
 * from *used on, and once those are used up, with new ones. PARSE_BAD is final. A body may need no
 * byte: call with len 0 (but in not NULL) before waiting for the first.
 *
 * Chunks (section 7.1): CRLF and nothing else ends a line, and data. Extensions are skipped, at most
 * MESSAGE_LINE_MAX bytes a line. White space behind a chunk size is let pass, as old servers pad with
 * it and all readers agree on what it means. The limits of a head hold for the trailer section. */
enum parse body_decode(struct body *self, const char *in, size_t len, size_t *used, struct slice *data);

/* The sender has ended in the clean way its transport has: PARSE_OK if the body is complete with that
 * (BODY_TO_EOF) or was before, otherwise PARSE_BAD and MESSAGE_BODY_CUT. An unclean end is the caller's
 * to report. */
enum parse body_end(struct body *self);

#endif
