/* url.h - http and https URLs: taken apart, and written as a request needs them (RFC 3986, RFC 9110 section
 * 4.2). Strict where laxness would let a URL write into a request's head, or hide where it leads.
 *
 * Functions that return size_t write text as snprintf does: NUL-terminated if cap > 0, cut if it does not
 * fit, and the length of the whole text is returned: a result >= cap means "cut". */
#ifndef HTTP_PARSE_URL_H
#define HTTP_PARSE_URL_H

#include "http/parse/slice.h"

#include <stdint.h>

enum {
	URL_SIZE_MAX = 65536, /* bytes of a whole URL */
	URL_HOST_MAX = 253,   /* characters without a last dot (RFC 1035: 255 octets on the wire) */
	URL_RESOLVE_MORE = 2, /* a slash between base and reference, and the NUL */
	URL_PORT_HTTP = 80,
	URL_PORT_HTTPS = 443
};

/* What can be wrong with a URL, in words that name the cure where the user has one. */
#define URL_ERRORS(X)                                                                                        \
	X(URL_OK, "no error")                                                                                \
	X(URL_TOO_LONG, "longer than 65536 bytes")                                                           \
	X(URL_BAD_CHARACTER, "a control character, a space or a non-ASCII byte: percent-encode it")          \
	X(URL_BAD_PERCENT, "\"%\" without two hexadecimal digits: percent-encode it as \"%25\"")             \
	X(URL_BAD_SCHEME, "does not begin with http:// or https://")                                         \
	/* it misleads readers (RFC 9110 section 4.2.4) */                                                   \
	X(URL_USERINFO, "a user name or password before the host")                                           \
	X(URL_NO_HOST, "no host")                                                                            \
	X(URL_HOST_TOO_LONG, "a host name of more than 253 characters")                                      \
	X(URL_BAD_HOST, "a host that is not letters, digits, \"-\" and \"_\" between dots")                  \
	X(URL_BAD_ADDRESS, "no IPv6 address between brackets")                                               \
	X(URL_BAD_PORT, "a port that is not a number from 1 to 65535")

enum url_error { URL_ERRORS(PARSE_ERROR_NAME) };

/* Of any URI reference (RFC 3986, appendix B). at is NULL: it is not there; a path always is. An authority
 * ends where the path, the query or the fragment begins, so a path behind one is empty or begins with "/". */
struct url_parts {
	struct slice scheme, authority, path, query, fragment;
};

struct url_parts url_split(struct slice text);

/* The slices point into the text that was parsed; nothing in them is decoded. */
struct url {
	bool tls;          /* https */
	struct slice host; /* without brackets; a last dot is kept, but no part of a certificate's name */
	bool ip_literal_v6;
	uint16_t port;      /* the scheme's default if there is none, or only ":" (RFC 3986 section 3.2.3) */
	struct slice path;  /* empty, or begins with "/" */
	struct slice query; /* without "?"; at is NULL if there was none: "/?" is not the same as "/" */
};

/* Takes a URL apart; allocates nothing. The fragment is checked and dropped: it is never sent. Characters
 * that RFC 3986 leaves out but that do no harm in a request line pass, such as "[", "|" and "{". On an
 * error *out is not to be used. */
enum url_error url_parse(struct url *out, struct slice text);

/* The reason in words that never quote the URL, which may hold anything. */
const char *url_error_text(enum url_error error);

/* Of one origin: the same scheme, host and port (RFC 6454 section 5)? */
static inline bool url_same_origin(const struct url *a, const struct url *b)
{
	return a->tls == b->tls && a->port == b->port && slice_equal_nocase(a->host, b->host);
}

/* The request target in origin-form: "/?name=Bob" for "http://host?name=Bob" (RFC 9112 section 3.2.1). */
size_t url_target(const struct url *self, char *buf, size_t cap);

/* The value of the Host field: with the port only if it is not the scheme's default (RFC 9110 section 7.2).
 * */
size_t url_host_field(const struct url *self, char *buf, size_t cap);

/* Writes the URL to which a reference, such as a Location field's, leads from the base URL (RFC 3986 section
 * 5.2, strictly): "http://a/b/c" and "../d?e" are "http://a/d?e". dst has room for base.len + reference.len +
 * URL_RESOLVE_MORE bytes. The texts may be any, and so the result may be no URL: url_parse tells. Returns its
 * length, a NUL behind it not counted. */
size_t url_resolve(char *dst, struct slice base, struct slice reference);

/* Percent-encodes all but unreserved characters (RFC 3986 section 2.3), for a query's name or value. */
size_t url_encode(char *dst, size_t cap, struct slice text);

/* Undoes the percent-encoding of a query's name or value; "+" is a space, as in forms. Gives *len bytes,
 * which may be any and are not NUL-terminated. False: they do not fit in cap, or a "%" lacks its two
 * digits. dst may be where text begins: the result is never longer. */
bool url_decode(char *dst, size_t cap, size_t *len, struct slice text);

/* Walks over a query such as "a=1&b": *rest begins as the query and shrinks. Names and values are still
 * encoded; a value is empty if there is no "=". Empty pieces, as in "&&", are skipped. False: nothing is
 * left. */
bool url_query_next(struct slice *rest, struct slice *name, struct slice *value);

/* A copy for messages and logs, of any text that was meant to be a URL: userinfo and the value of each
 * parameter named apikey, however the name is spelled, become "***"; bytes that are not printable ASCII
 * become \xNN. */
size_t url_redact(char *dst, size_t cap, struct slice url);

/* A copy for messages and logs, of words that a peer answered to a request for url: it may repeat what it was
 * asked. Each secret of the URL, as above, becomes "***", however it is encoded; what is not printable ASCII
 * becomes "?". */
size_t url_redact_words(char *dst, size_t cap, struct slice words, struct slice url);

/* The same for a line of a head, without its CRLF: a field that is a secret (field.h) is "Cookie: ***", and
 * of any other line the URL that may be in it is copied as by url_redact. */
size_t head_redact_line(char *dst, size_t cap, struct slice line);

/* Is a secret of the URL, as above, anywhere in the text? */
bool url_repeats_secret(struct slice text, struct slice url);

#endif
