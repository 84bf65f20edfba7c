/* reply.h - a reply that is not what was asked for, in words: what it is instead. Pure.
 *
 * All text in it is the peer's: only plain ASCII characters are shown, each other byte as "?", and what is
 * long is cut. */
#ifndef HTTP_PARSE_REPLY_H
#define HTTP_PARSE_REPLY_H

#include "http/parse/json.h"
#include "http/parse/message.h"

enum { REPLY_WORDS_MAX = 192 }; /* bytes of each text here, with its NUL */

/* application/json, or any type that ends in +json (RFC 6839 section 3.1), whatever its parameters. */
bool reply_is_json(const struct head *head);

/* "status 200, Content-Type 'text/html'" */
void reply_describe(const struct head *head, char words[static REPLY_WORDS_MAX]);

/* Why a body is not JSON, as json_parse has found. Unless the reply seemed to be an answer, what else it is
 * counts more: "an unexpected character (status 502, Content-Type 'text/html')". */
void reply_not_json(const struct head *head, enum json_error bad, char words[static REPLY_WORDS_MAX]);

/* True for a 3xx, which is no answer but says where one may be: "301, Location '/x', which is not followed".
 * A Location is shown as url_redact does. */
bool reply_redirects(const struct head *head, char words[static REPLY_WORDS_MAX]);

/* True if the content is encoded, though nobody asks for that: "Content-Encoding 'gzip'" (RFC 9110 section
 * 8.4). */
bool reply_is_encoded(const struct head *head, char words[static REPLY_WORDS_MAX]);

/* True if the object, or the body that holds one, has a string named "error", as APIs say what they refuse:
 * "error='Invalid API key'". Otherwise the words are "". url: what was asked; its secrets are hidden, as by
 * url_redact_words. */
bool reply_object_error(const struct json *json, int object, struct slice url, char words[static REPLY_WORDS_MAX]);
bool reply_body_error(struct slice body, struct slice url, char words[static REPLY_WORDS_MAX]);

#endif
