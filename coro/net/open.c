/* open.c - from a host's name to a connection in one await. */
#include "coro/error.h"
#include "coro/net/connect.h"

#include <stdio.h>
#include <string.h>

/* If the caller gave no context, we make one, and must free it. */
static enum status choose_trust(struct conn *c, SSL_CTX **context, const struct open_options *o)
{
	bool wanted = o->tls || o->cafile;

	*context = o->context || !wanted ? o->context : tls_client_context(o->cafile, c->why, sizeof c->why);
	return wanted && !*context ? ASYNC_E_SYSTEM : ASYNC_OK;
}

static enum status cannot_open(struct conn *c, const char *host, unsigned port, enum status err)
{
	bool has_colon = strchr(host, ':');

	if (err == ASYNC_TIMEOUT)
		snprintf(c->why, sizeof c->why, "no answer in time");
	if (err && err != ASYNC_CANCELLED)
		async_error(err, "cannot connect to host %s%s%s:%u: %s", has_colon ? "[" : "", host,
			has_colon ? "]" : "", port, c->why);
	if (err)
		conn_close(c);
	return err;
}

async open_connection(struct conn *c, const char *host, unsigned port, const struct open_options *options)
{
	static const struct open_options defaults;
	const struct open_options *o = options ? options : &defaults;
	enum status err;

	ASYNC(struct host host; struct connect_options connect);
	if (!*host || strlen(host) >= HOST_NAME_SIZE || port > UINT16_MAX)
		ASYNC_RAISE(async_error(ASYNC_E_INVALID, "no host and port: %.300s:%u", host, port));
	if (stream_is_open(&c->stream))
		owner_blame("open_connection: this connection is still open");
	*c = (struct conn){0};
	owner_hold(&c->hold, c, "the connection", NULL);
	my->connect = (struct connect_options){
		.timeout_ns = o->timeout_ns ? o->timeout_ns : INT64_MAX, .no_resume = true};
	err = choose_trust(c, &my->connect.tls, o);
	if (err)
		ASYNC_RAISE(cannot_open(c, host, port, err));
	host_init(&my->host, host, strlen(host), (uint16_t)port, my->connect.tls != NULL);
	AWAIT_CATCH_ALL(err, connect_host(c, &my->host, &my->connect)); /* others run meanwhile */
	host_close(&my->host); /* whatever the outcome: a look-up may still run, and must forget this frame */
	if (my->connect.tls && !o->context)
		SSL_CTX_free(my->connect.tls); /* the connection has a reference of its own */
	ASYNC_RAISE(cannot_open(c, host, port, err));
	ASYNC_END;
}
