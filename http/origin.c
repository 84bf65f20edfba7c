/* origin.c - see origin.h. */
#include "http/origin.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

_Static_assert(URL_HOST_MAX + 2 <= HOST_NAME_SIZE, "a URL's host is a host's name");

void origin_init(struct origin *self, const struct url *url, unsigned limit)
{
	*self = (struct origin){.url = {.tls = url->tls, .port = url->port}};
	host_init(&self->host, url->host.at, url->host.len, url->port, url->tls);
	self->url.host = slice_of(self->host.name);
	resolve_destination(&self->host.to, self->host.name, url->port);
	url_host_field(url, self->field, sizeof self->field);
	semaphore_init(&self->slots, limit);
}

void resolve_destination(struct destination *to, const char *host, unsigned port)
{
	const char *instead = getenv("CONNECT_TO");
	char text[URL_HOST_MAX + 32] = "http://";
	struct url url;

	if (!instead || !*instead) {
		snprintf(to->name, sizeof to->name, "%s", host);
		snprintf(to->port, sizeof to->port, "%u", port);
		return;
	}
	strncat(text, instead, sizeof text - sizeof "http://");
	if (strpbrk(instead, "/?#") || url_parse(&url, slice_of(text)) != URL_OK)
		/* The look-up fails, and shows this. */
		url = (struct url){.host = SLICE("CONNECT_TO is no HOST:PORT")};
	snprintf(to->name, sizeof to->name, "%.*s", SLICE_FMT(url.host));
	snprintf(to->port, sizeof to->port, "%u", (unsigned)url.port);
}
