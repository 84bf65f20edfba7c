/* url.c - takes http and https URLs apart, and writes the texts that are made from them. */
#include "http/parse/url.h"
#include "http/parse/take.h"
#include "http/parse/writer.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <sys/socket.h>

const char *url_error_text(enum url_error error)
{
	static const char *const texts[] = {URL_ERRORS(PARSE_ERROR_TEXT)};

	return texts[error];
}

/* After this no byte of the URL can end a request line or a field, nor command a terminal. A char may be
 * signed: then a byte that is not ASCII is below the space, otherwise it is above the tilde. */
static enum url_error check_bytes(struct slice text)
{
	struct slice rest = text, head = take_to(&rest, ' ');

	while (head.len >= sizeof(size_t) && word_is_printable(head.at))
		take(&head, sizeof(size_t));
	while (head.len > 0 && byte_is_printable(head.at[0]))
		take(&head, 1);
	if (head.len > 0 || rest.len > 0)
		return URL_BAD_CHARACTER;
	for (take_to(&text, '%'); take_any(&text, "%"); take_to(&text, '%'))
		if (take_hex(&text, 2) < 0)
			return URL_BAD_PERCENT;
	return URL_OK;
}

/* reg-name, narrowed to what a resolver takes: labels of letters, digits, "-" and "_", a dot between them,
 * and perhaps one after the last. RFC 3986 would allow "%" and sub-delims ("!$&'()*+,;=") as well. */
static enum url_error check_host(struct slice host)
{
	char before = '.';

	if (host.len == 0)
		return URL_NO_HOST;
	if (host.len > URL_HOST_MAX + (host.at[host.len - 1] == '.'))
		return URL_HOST_TOO_LONG;
	for (size_t i = 0; i < host.len; before = host.at[i++])
		if (host.at[i] == '.' ? before == '.' : byte_kind(host.at[i]) < BYTE_MARK || host.at[i] == '~')
			return URL_BAD_HOST;
	return URL_OK;
}

/* IP-literal = "[" IPv6address "]" (RFC 3986 section 3.2.2); zone ids and IPvFuture are refused. */
static enum url_error take_address(struct url *out, struct slice *rest)
{
	char text[INET6_ADDRSTRLEN], address[16];

	take(rest, 1);
	out->ip_literal_v6 = true;
	out->host = take_to(rest, ']');
	if (snprintf(text, sizeof(text), "%.*s", SLICE_FMT(out->host)) >= (int)sizeof(text) ||
		!take_any(rest, "]") || inet_pton(AF_INET6, text, address) != 1)
		return URL_BAD_ADDRESS;
	return URL_OK;
}

/* What follows the host: [ ":" *DIGIT ]. Any number of zeros may stand in front; reading stops as soon as
 * the number is too large, so it cannot overflow. */
static enum url_error parse_port(struct url *out, struct slice text)
{
	unsigned port = 0;

	out->port = out->tls ? URL_PORT_HTTPS : URL_PORT_HTTP;
	if (text.len > 0 && !take_any(&text, ":"))
		return URL_BAD_HOST;
	if (text.len == 0)
		return URL_OK;
	for (; text.len > 0 && port <= UINT16_MAX && byte_kind(text.at[0]) == BYTE_DIGIT; take(&text, 1))
		port = port * 10 + (unsigned)(text.at[0] - '0');
	out->port = (uint16_t)port;
	return text.len > 0 || port == 0 || port > UINT16_MAX ? URL_BAD_PORT : URL_OK;
}

/* authority = host [ ":" port ]. RFC 3986 allows "userinfo@" in front, and its only use today is to make
 * "https://bank.example@evil.example/" look like the bank. */
static enum url_error parse_authority(struct url *out, struct slice authority)
{
	enum url_error error;

	if (memchr(authority.at, '@', authority.len))
		return URL_USERINFO;
	if (authority.len > 0 && authority.at[0] == '[') {
		error = take_address(out, &authority);
	} else {
		out->host = take_to(&authority, ':');
		error = check_host(out->host);
	}
	return error ? error : parse_port(out, authority);
}

struct url_parts url_split(struct slice text)
{
	struct url_parts p = {0};
	struct slice rest = text, name = take_until(&rest, ":/?#");

	if (name.len > 0 && take_any(&rest, ":")) {
		p.scheme = name;
		text = rest;
	}
	if (take_word(&text, SLICE("//")))
		p.authority = take_until(&text, "/?#");
	p.path = take_until(&text, "?#");
	if (take_any(&text, "?"))
		p.query = take_to(&text, '#');
	if (take_any(&text, "#"))
		p.fragment = text;
	return p;
}

/* http-URI = "http" "://" authority path-abempty [ "?" query ] (RFC 9110 section 4.2.1). */
enum url_error url_parse(struct url *out, struct slice text)
{
	enum url_error error = text.len > URL_SIZE_MAX ? URL_TOO_LONG : check_bytes(text);
	struct url_parts parts = url_split(text);

	*out = (struct url){.path = parts.path, .query = parts.query};
	if (error)
		return error;
	out->tls = slice_equal_nocase(parts.scheme, SLICE("https"));
	if ((!out->tls && !slice_equal_nocase(parts.scheme, SLICE("http"))) || !parts.authority.at)
		return URL_BAD_SCHEME;
	return parse_authority(out, parts.authority);
}

/* origin-form = absolute-path [ "?" query ]: a target must not be empty, so an empty path is sent as "/". */
size_t url_target(const struct url *self, char *buf, size_t cap)
{
	struct writer out = {buf, cap, 0};

	writer_add(&out, self->path.len > 0 ? self->path : SLICE("/"));
	if (self->query.at)
		writer_put(&out, '?');
	writer_add(&out, self->query);
	return writer_end(&out);
}

/* Host = uri-host [ ":" port ]. Some servers compare it with their names as it is, so the default port
 * stays out. */
size_t url_host_field(const struct url *self, char *buf, size_t cap)
{
	const char *form = self->ip_literal_v6 ? "[%.*s]%s" : "%.*s%s";
	char port[sizeof(":65535")] = "";

	if (self->port != (self->tls ? URL_PORT_HTTPS : URL_PORT_HTTP))
		snprintf(port, sizeof(port), ":%u", (unsigned)self->port);
	return (size_t)snprintf(buf, cap, form, SLICE_FMT(self->host), port);
}

/* A space becomes "%20" and not "+", which is a space only to readers of forms. */
size_t url_encode(char *dst, size_t cap, struct slice text)
{
	struct writer out = {dst, cap, 0};

	for (; text.len > 0; take(&text, 1))
		if (byte_kind(text.at[0]) >= BYTE_MARK)
			writer_put(&out, text.at[0]);
		else
			writer_code(&out, "%%%02X", text.at[0]);
	return writer_end(&out);
}

/* What is written is never ahead of what was read, so dst and text may be the same bytes. */
bool url_decode(char *dst, size_t cap, size_t *len, struct slice text)
{
	for (*len = 0; text.len > 0; ++*len) {
		bool escape = take_any(&text, "%");
		int c = escape ? take_hex(&text, 2) : (unsigned char)take(&text, 1).at[0];

		if (c < 0 || *len == cap)
			return false;
		dst[*len] = (char)(c == '+' && !escape ? ' ' : c);
	}
	return true;
}

/* query = [ piece *( "&" piece ) ], piece = name [ "=" value ]; only the first "=" divides. */
bool url_query_next(struct slice *rest, struct slice *name, struct slice *value)
{
	while (take_any(rest, "&"))
		;
	if (rest->len == 0)
		return false;
	*value = take_to(rest, '&');
	*name = take_past(value, '=');
	return true;
}
