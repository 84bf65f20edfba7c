/* url.c - a URL: what was taken apart can be written into a request's head, what is shown holds no secret and no control byte,
 * and what was encoded can be decoded. */
#include "http/parse/url.h"
#include "tests/house/fuzz/fuzz.h"

enum { ROOM = 16384 };

static char text[ROOM];

static void must_fit_a_line(const struct url *url)
{
	size_t len = url_target(url, text, ROOM);

	MUST(len < ROOM && text[0] == '/');
	must_be_printable(text, ROOM);
	MUST(!strchr(text, ' ') && !strchr(text, '#'));
	MUST(url_host_field(url, text, ROOM) < ROOM && text[0]);
	must_be_printable(text, ROOM);
	MUST(!strpbrk(text, " /?#@"));
}

static void must_hide(const char *secret, struct slice any)
{
	static char url[ROOM], shown[ROOM];
	int len = snprintf(url, ROOM, "%.*s&apikey=%s", SLICE_FMT(any), secret);

	if (memchr(any.at, '\0', any.len))
		return;
	url_redact(shown, ROOM, (struct slice){url, (size_t)len});
	must_be_printable(shown, ROOM);
	MUST(!strstr(shown, secret) || strstr(text, secret));
	url_redact_words(shown, ROOM, slice_of("the key s3cret-/ is s3cret-%2f"), (struct slice){url, (size_t)len});
	MUST(!strstr(shown, "s3cret"));
}

/* Its first half is the base. */
static void must_resolve(struct slice any)
{
	struct slice base = {any.at, any.len / 2}, reference = {any.at + base.len, any.len - base.len};
	char *target = malloc(any.len + URL_RESOLVE_MORE);
	size_t len = url_resolve(target, base, reference);

	MUST(len < any.len + URL_RESOLVE_MORE && target[len] == '\0');
	free(target);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *copy = fuzz_copy(data, size < 2000 ? size : 2000), back[ROOM];
	struct slice any = {copy, size < 2000 ? size : 2000};
	struct url url;
	size_t len;

	if (url_parse(&url, any) == URL_OK)
		must_fit_a_line(&url);
	MUST(url_encode(text, ROOM, any) < ROOM);
	must_be_printable(text, ROOM);
	MUST(url_decode(back, ROOM, &len, slice_of(text)));
	MUST(len == any.len && memcmp(back, copy, len) == 0);
	url_decode(back, ROOM, &len, any);
	url_redact(text, ROOM, any);
	must_be_printable(text, ROOM);
	must_hide("s3cret-/", any);
	must_resolve(any);
	free(copy);
	return 0;
}
