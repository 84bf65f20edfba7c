/* field.h - field lines, byte after byte (RFC 9112 section 5), and the limits and errors of all that
 * reads messages.
 *
 * Heads and trailer sections are field lines up to an empty line. The scanner looks at each byte once
 * and keeps none: whatever the pieces in which a section arrives, the answer is the same and the work
 * is O(bytes). */
#ifndef HTTP_PARSE_FIELD_H
#define HTTP_PARSE_FIELD_H

#include "http/parse/slice.h"

enum {
	MESSAGE_LINE_MAX = 8190, /* bytes of a start line, field line or chunk-size line, without its CRLF */
	MESSAGE_HEAD_MAX = 65536 /* bytes of a whole head, or of a trailer section, however many its lines */
};

enum parse {
	PARSE_OK,
	PARSE_PARTIAL, /* nothing wrong so far: more bytes are needed */
	PARSE_BAD      /* no further byte can mend it; the struct's error says why */
};

/* What can be wrong with a message: one name for each rule and each limit, with its words for people. */
#define MESSAGE_ERRORS(X)                                                                                    \
	X(MESSAGE_OK, "no error")                                                                            \
	X(MESSAGE_BARE_CR, "a carriage return without a line feed")                                          \
	X(MESSAGE_BARE_LF, "a line feed without a carriage return")                                          \
	X(MESSAGE_CONTROL, "a control character in a line")                                                  \
	X(MESSAGE_FOLDED, "a field line that begins with white space")                                       \
	X(MESSAGE_NAME, "a field name that is empty or has a forbidden character")                           \
	X(MESSAGE_NAME_SPACE, "white space in a field name or before its colon")                             \
	X(MESSAGE_NO_COLON, "a field line without a colon")                                                  \
	X(MESSAGE_LINE_TOO_LONG, "a line of more than 8190 bytes")                                           \
	X(MESSAGE_HEAD_TOO_LONG, "a head or trailer section of more than 65536 bytes")                       \
	X(MESSAGE_LINES, "an empty field line, or one without its end")                                      \
	X(MESSAGE_NOT_HTTP, "a reply that is not HTTP")                                                      \
	X(MESSAGE_VERSION, "an HTTP version other than 1.0 and 1.1")                                         \
	X(MESSAGE_STATUS, "a malformed status code")                                                         \
	X(MESSAGE_UPGRADE, "status 101, though no other protocol was asked for")                             \
	X(MESSAGE_REQUEST_LINE, "a malformed request line")                                                  \
	X(MESSAGE_TARGET, "a request target that is no path and no URL of http")                             \
	X(MESSAGE_HOST, "a Host field that is missing, malformed or repeated")                               \
	X(MESSAGE_LENGTH, "a Content-Length that is not a plain number")                                     \
	X(MESSAGE_LENGTH_OVERFLOW, "a Content-Length too large to count")                                    \
	X(MESSAGE_LENGTH_REPEATED, "more than one Content-Length field")                                     \
	X(MESSAGE_CODING, "a Transfer-Encoding other than chunked")                                          \
	X(MESSAGE_CODING_OLD, "a Transfer-Encoding in an HTTP/1.0 message")                                  \
	X(MESSAGE_CODING_AND_LENGTH, "both a Transfer-Encoding and a Content-Length")                        \
	X(MESSAGE_CHUNK_SIZE, "a malformed chunk size")                                                      \
	X(MESSAGE_CHUNK_OVERFLOW, "a chunk size too large to count")                                         \
	X(MESSAGE_CHUNK_END, "chunk data without a line end behind it")                                      \
	X(MESSAGE_BODY_TOO_LONG, "a body longer than allowed")                                               \
	X(MESSAGE_BODY_CUT, "a body that was cut short")

enum message_error { MESSAGE_ERRORS(PARSE_ERROR_NAME) MESSAGE_ERROR_COUNT };

/* The error's words, never NULL. They hold nothing of the message's own bytes. */
const char *message_error_text(enum message_error error);

/* Names a field whose value is a secret: Authorization, Cookie, X-Api-Key and their like, in any case. */
bool field_is_secret(struct slice name);

/* The text without the spaces and tabs around it. */
struct slice field_trim(struct slice text);

/* Where the scanner stands between two bytes. */
enum field_state {
	FIELD_TEXT, /* in a value, or in the start line, where a head begins: hence the zero */
	FIELD_LF,   /* behind the CR that ends a line */
	FIELD_LINE, /* before the first byte of a field line */
	FIELD_NAME, /* in a field name */
	FIELD_LAST, /* behind the CR of the empty line */
	FIELD_END,  /* behind the empty line: the section is complete */
	/* what chunks add (RFC 9112 section 7.1) */
	CHUNK_SIZE,      /* before the first digit of a size */
	CHUNK_DIGITS,    /* behind a digit */
	CHUNK_SPACE,     /* behind the white space after the size */
	CHUNK_EXTENSION, /* behind a semicolon */
	CHUNK_LF,        /* behind the CR of the size line */
	CHUNK_DATA,      /* in the data, which the scanner does not see */
	CHUNK_DATA_CR,   /* behind the data */
	CHUNK_DATA_LF    /* behind the data's CR */
};

/* Starts zeroed for a head, at FIELD_LINE for trailers, and at CHUNK_SIZE for chunks. */
struct field_scan {
	enum field_state state;
	bool may_fold; /* in: a line that begins with white space continues the field above (section 5.2) */
	bool folded;   /* such a line was there */
	size_t size;      /* bytes taken in all */
	size_t line_at;   /* so many of them before the line in hand */
	size_t fields_at; /* and so many before the field lines: a head's start line, which the caller sees end */
};

/* Takes the bytes of in, up to the end of a line; size tells how many. len is not 0. To be called until
 * state is FIELD_END or CHUNK_DATA or an error comes back, and not after either. */
enum message_error field_scan_take(struct field_scan *self, const char *in, size_t len);

/* For what we write: are these whole field lines, each with its CRLF, none of them folded or empty? So they
 * can end neither a line nor the head before its time. MESSAGE_OK, or why not. */
enum message_error field_lines_check(struct slice lines);

/* Replaces each fold in field lines that the scanner let pass, the CRLF and the white space behind it, by as
 * many spaces: from then on a field is one line. */
void field_unfold(char *lines, size_t len);

/* Takes the first line off rest, which holds whole lines that the scanner let pass. The value is
 * without the white space around it (section 5.1). Returns false when rest is empty. */
bool field_next(struct slice *rest, struct slice *name, struct slice *value);

#endif
