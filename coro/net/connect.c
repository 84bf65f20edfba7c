/* connect.c - one step after the other: addresses, TCP, TLS. */
#include "coro/net/connect.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static void tell_errno(struct conn *c, const char *what, int err)
{
	c->fault = NET_FAULT_CONNECT;
	snprintf(c->why, sizeof c->why, "%s%s%s", what, strerror(err),
		err == EMFILE ? " (fewer connections at a time, or a higher `ulimit -n`, would help)" : "");
}

static enum status no_connection(struct conn *c, int err)
{
	tell_errno(c, "", err);
	return address_is_ours(err) ? ASYNC_E_SYSTEM : ASYNC_E_CONNECT;
}

/* ---- TCP ---- */

static async connect_tcp(struct conn *c, struct host *host)
{
	enum status err;

	ASYNC(struct addresses *to; int good, error);
	AWAIT_CATCH(err, resolve_host(host)); /* others run while the name is looked up */
	if (err == ASYNC_E_CONNECT) {
		c->fault = NET_FAULT_RESOLVE;
		snprintf(c->why, sizeof c->why, "%s", gai_strerror(host->error));
	} else if (err == ASYNC_E_SYSTEM) {
		tell_errno(c, "the name cannot be looked up: ", host->lack);
	}
	if (err)
		ASYNC_RAISE(err);
	c->at[CONN_RESOLVED] = clock_now();
	my->to = host->found;
	my->to->users++; /* another look-up may replace them meanwhile */
	my->good = my->to->good;
	/* Others run until an address answers. */
	AWAIT_CATCH_ALL(err, race_connect(&c->stream, my->to, my->good, my->to->count, &my->error));
	addresses_drop(my->to);
	ASYNC_RAISE(err == ASYNC_E_CONNECT ? no_connection(c, my->error) : err);
	ASYNC_END;
}

static enum status start_tls(struct conn *c, struct host *host, const struct connect_options *options)
{
	c->ssl = tls_new(options->tls, &c->stream);
	if (!c->ssl || !tls_client_setup(c->ssl, host->name, options->alpn))
		return no_connection(c, ENOMEM);
	if (!options->no_resume)
		tls_resume(c->ssl, &host->sessions);
	return ASYNC_OK;
}

async connect_host(struct conn *c, struct host *host, const struct connect_options *options)
{
	ASYNC(struct timeout timeout);
	c->at[CONN_BEGUN] = clock_now();
	/* All three steps share one deadline. */
	ASYNC_WITH(timeout_enter(&my->timeout, options->timeout_ns)) {
		if (!options->dial)
			AWAIT(connect_tcp(c, host)); /* others run meanwhile */
		else if (!options->dial(options->dial_arg, &c->stream)) /* a ring in memory is there at once */
			ASYNC_RAISE(no_connection(c, ECONNREFUSED));
		c->at[CONN_CONNECTED] = clock_now();
		if (host->tls) {
			AWAIT(start_tls(c, host, options)); /* it does not wait either: nothing is sent yet */
			AWAIT(conn_handshake(c));           /* others run while messages go to and fro */
			c->at[CONN_SECURED] = clock_now();
		}
	} ASYNC_EXIT(timeout_exit(&my->timeout, ASYNC_RAISED)); /* too late: ASYNC_TIMEOUT */
	ASYNC_END;
}
