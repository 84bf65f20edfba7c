/* late_tls.h - for tests in which the script says when the peer begins with TLS. */
#ifndef TESTS_LIB_LATE_TLS_H
#define TESTS_LIB_LATE_TLS_H

#include "tests/lib/client.h"

static SSL_CTX *late_context;

/* A peer without TLS begins with it. The next step reads, and that does the handshake. */
static inline void begin_tls(struct conn *c)
{
	c->ssl = tls_new(late_context, &c->stream);
	assert_non_null(c->ssl);
	SSL_set_accept_state(c->ssl);
}

/* Setup and teardown of the group. */
static inline int late_tls_set_up(void **state)
{
	if (peer_setup(state) != 0)
		return -1;
	late_context = peer_context();
	return 0;
}

static inline int late_tls_tear_down(void **state)
{
	SSL_CTX_free(late_context);
	return peer_teardown(state);
}

#endif
