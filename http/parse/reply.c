/* reply.c - see reply.h. */
#include "http/parse/reply.h"
#include "http/parse/take.h"
#include "http/parse/url.h"

#include <stdio.h>

enum { SHOWN_MAX = 84 }; /* bytes of a peer's text, with its quotes and NUL */

/* In quotes, fit for a terminal and without the secrets of url; what is too long ends in dots. */
static const char *quote(char out[static SHOWN_MAX], struct slice text, struct slice url)
{
	char plain[SHOWN_MAX];
	bool fits = url_redact_words(plain, sizeof plain, text, url) < SHOWN_MAX - 2;

	snprintf(out, SHOWN_MAX, "'%.*s%s'", fits ? SHOWN_MAX : SHOWN_MAX - 6, plain, fits ? "" : "...");
	return out;
}

/* ---- the head ---- */

bool reply_is_json(const struct head *head)
{
	struct slice type, suffix = SLICE("+json");

	if (!head_field(head, "content-type", &type))
		return false;
	type = field_trim(take_to(&type, ';'));
	return slice_equal_nocase(type, SLICE("application/json")) ||
	       (type.len >= suffix.len &&
		       slice_equal_nocase((struct slice){type.at + type.len - suffix.len, suffix.len}, suffix));
}

void reply_describe(const struct head *head, char words[static REPLY_WORDS_MAX])
{
	char shown[SHOWN_MAX];
	struct slice type;
	bool told = head_field(head, "content-type", &type);

	snprintf(words, REPLY_WORDS_MAX, told ? "status %d, Content-Type %s" : "status %d, no Content-Type",
		head->status, quote(shown, type, SLICE("")));
}

void reply_not_json(const struct head *head, enum json_error bad, char words[static REPLY_WORDS_MAX])
{
	char what[REPLY_WORDS_MAX];
	bool is_answer = head->status == 200 && reply_is_json(head);

	reply_describe(head, what);
	snprintf(words, REPLY_WORDS_MAX, is_answer ? "%s" : "%s (%s)", json_error_text(bad), what);
}

bool reply_redirects(const struct head *head, char words[static REPLY_WORDS_MAX])
{
	char shown[SHOWN_MAX], hidden[2 * SHOWN_MAX];
	struct slice location;
	bool told;

	if (head->status < 300 || head->status > 399)
		return false;
	told = head_field(head, "location", &location);
	url_redact(hidden, sizeof hidden, location);
	snprintf(words, REPLY_WORDS_MAX, told ? "%d, Location %s, which is not followed" : "%d, no Location",
		head->status, quote(shown, slice_of(hidden), SLICE("")));
	return true;
}

bool reply_is_encoded(const struct head *head, char words[static REPLY_WORDS_MAX])
{
	char shown[SHOWN_MAX];
	struct slice coding;

	if (!head_field(head, "content-encoding", &coding) || coding.len == 0 ||
		slice_equal_nocase(coding, SLICE("identity")))
		return false;
	snprintf(words, REPLY_WORDS_MAX, "Content-Encoding %s", quote(shown, coding, SLICE("")));
	return true;
}

/* ---- the body ---- */

bool reply_object_error(const struct json *json, int object, struct slice url, char words[static REPLY_WORDS_MAX])
{
	char text[REPLY_WORDS_MAX], shown[SHOWN_MAX];
	int value = json_get(json, object, "error");

	words[0] = '\0';
	if (json_type(json, value) != JSON_STRING)
		return false;
	if (!json_string(json, value, text, sizeof text)) /* too long, or not to be shown: as it stands */
		snprintf(text, sizeof text, "%.*s", SLICE_FMT(json_raw(json, value)));
	snprintf(words, REPLY_WORDS_MAX, "error=%s", quote(shown, slice_of(text), url));
	return true;
}

bool reply_body_error(struct slice body, struct slice url, char words[static REPLY_WORDS_MAX])
{
	struct json json;
	bool found;

	json_parse(&json, body); /* after an error every value is missing */
	found = reply_object_error(&json, 0, url, words);
	json_close(&json);
	return found;
}
