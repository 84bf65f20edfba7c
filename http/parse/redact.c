/* redact.c - what is secret in a URL, and how the rest is shown: the one place that knows. */
#include "http/parse/field.h"
#include "http/parse/take.h"
#include "http/parse/url.h"
#include "http/parse/writer.h"

static void add_printable(struct writer *out, struct slice text)
{
	for (; text.len > 0; take(&text, 1))
		writer_code(out, byte_is_printable(text.at[0]) ? "%c" : "\\x%02X", text.at[0]);
}

/* A server decodes a name before it compares it, so "%61pikey" carries the same secret. */
static bool is_apikey(struct slice name)
{
	char plain[sizeof("apikey") - 1];
	size_t len;

	return url_decode(plain, sizeof(plain), &len, name) &&
	       slice_equal_nocase((struct slice){plain, len}, SLICE("apikey"));
}

/* The walk: the next name of the URL, and whether "=" and a secret stand behind it. In doubt too much is one:
 * any separator may begin a name, and a secret ends only at "&". */
static bool take_secret(struct slice *rest, struct slice *name, struct slice *secret)
{
	*name = take_until(rest, "=?&;#/");
	if (!is_apikey(*name) || !take_any(rest, "="))
		return false;
	*secret = take_to(rest, '&');
	return true;
}

/* The bytes up to the last "@" before the next slash, or the query. False: there is none. */
static bool take_userinfo(struct slice *rest)
{
	struct slice text = *rest, user = take_until(&text, "/?#");

	while (user.len > 0 && user.at[user.len - 1] != '@')
		user.len--;
	return take(rest, user.len).len > 0;
}

/* What is printed is often the URL that was refused for its spelling. So userinfo is looked for in the
 * first three pieces between slashes ("https:", "", "user:password@host"), one of which is the authority
 * even if a slash is missing. */
size_t url_redact(char *dst, size_t cap, struct slice url)
{
	struct writer out = {dst, cap, 0};
	struct slice name, secret, stop;

	for (int pieces = 3; url.len > 0;) {
		bool user = pieces > 0 && take_userinfo(&url);
		bool hidden = take_secret(&url, &name, &secret);

		writer_add(&out, user ? SLICE("***@") : SLICE(""));
		add_printable(&out, name);
		writer_add(&out, hidden ? SLICE("=***") : SLICE(""));
		stop = take(&url, url.len > 0);
		add_printable(&out, stop);
		pieces -= slice_equal(stop, SLICE("/"));
		if (slice_equal(stop, SLICE("?")) || slice_equal(stop, SLICE("#")))
			pieces = 0;
	}
	return writer_end(&out);
}

/* A start line has a space before its first colon. A request's ends in its version, which is no part of a
 * secret. */
size_t head_redact_line(char *dst, size_t cap, struct slice line)
{
	struct slice rest = line, name = take_until(&rest, ": "), end = SLICE(" HTTP/1.1");
	struct writer out = {dst, cap, 0};
	size_t used;

	if (!take_any(&rest, ":"))
		rest = line;
	else
		add_printable(&out, (struct slice){line.at, name.len + 1});
	if (rest.at != line.at && field_is_secret(name))
		rest = SLICE(" ***");
	if (rest.len < end.len || memcmp(rest.at + rest.len - end.len, end.at, end.len) != 0)
		end.len = 0;
	rest.len -= end.len;
	used = out.len < cap ? out.len : cap;
	out.len += url_redact(dst + used, cap - used, rest);
	writer_add(&out, end);
	return writer_end(&out);
}

/* ---- what a peer says ---- */

/* One character of a text that may be percent-encoded, or not. A blank is the same as a "+", which may mean
 * either. */
static char take_decoded(struct slice *rest)
{
	struct slice escape = *rest;
	int c = take_any(&escape, "%") ? take_hex(&escape, 2) : -1;

	if (c < 0) /* no escape, or no escape after all */
		c = take(rest, 1).at[0];
	else
		*rest = escape;
	return c == ' ' ? '+' : (char)c;
}

/* How many bytes of words, from the first on, are this secret, however both are encoded. 0: they are not. */
static size_t same_length(struct slice words, struct slice secret)
{
	size_t all = words.len;

	while (secret.len > 0)
		if (words.len == 0 || take_decoded(&words) != take_decoded(&secret))
			return 0;
	return all - words.len;
}

/* The same for the longest secret of a URL. Its fragment was never sent. */
static size_t secret_length(struct slice words, struct slice url)
{
	struct slice name, secret;
	size_t longest = 0;

	while (url.len > 0) {
		if (take_secret(&url, &name, &secret)) {
			size_t len = same_length(words, take_to(&secret, '#'));

			longest = len > longest ? len : longest;
		}
		take(&url, url.len > 0);
	}
	return longest;
}

bool url_repeats_secret(struct slice text, struct slice url)
{
	while (text.len > 0 && !secret_length(text, url))
		take(&text, 1);
	return text.len > 0;
}

size_t url_redact_words(char *dst, size_t cap, struct slice words, struct slice url)
{
	struct writer out = {dst, cap, 0};

	while (words.len > 0 && out.len < cap) {
		size_t hidden = secret_length(words, url);

		if (hidden)
			writer_add(&out, SLICE("***"));
		else
			writer_put(&out, byte_is_printable(words.at[0]) ? words.at[0] : '?');
		take(&words, hidden ? hidden : 1);
	}
	return writer_end(&out);
}
