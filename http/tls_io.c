/* tls_io.c - one try of each call, and why it failed.
 *
 * Each answer passes through loop/world.h. In a replay of it there is no OpenSSL: the answers are learnt,
 * and what stands for a connection's SSL is its stream. */
#include "http/tls.h"
#include "loop/world.h"

#include <openssl/err.h>
#include <stdio.h>
#include <string.h>

/* ---- through the world ---- */

static struct stream *stream_of(const SSL *ssl)
{
	return world_replays() ? (struct stream *)(void *)ssl : BIO_get_data(SSL_get_rbio(ssl));
}

static enum tls_outcome tell(
	SSL *ssl, const char *what, enum tls_outcome outcome, void *bytes, size_t room, size_t *done)
{
	return (enum tls_outcome)stream_tell(stream_of(ssl), what, outcome, bytes, room, done);
}

static bool tell_flag(const SSL *ssl, const char *what, bool is)
{
	return loop.world ? world_tell(what, stream_of(ssl)->io.id, is) : is;
}

static void tell_text(const char *what, int64_t of, char *text, size_t room)
{
	size_t len = world_replays() ? 0 : strlen(text);

	world_begin(what, of);
	world_bytes(text, &len, room - 1);
	world_end();
	text[len] = '\0';
}

/* ---- before the handshake ---- */

SSL_CTX *tls_client_context(const char *cafile, char *why, size_t room)
{
	static char nothing; /* in the place of a context */
	SSL_CTX *context = world_replays() ? (void *)&nothing : tls_make_context(cafile, why, room);

	if (world_number("trust", 0, context != NULL))
		return context;
	if (loop.world)
		tell_text("trust failed", 0, why, room);
	return NULL;
}

void tls_context_free(SSL_CTX *context)
{
	if (!world_replays())
		SSL_CTX_free(context);
}

SSL *tls_new(SSL_CTX *context, struct stream *stream)
{
	stream->sealed = true;
	return world_replays() ? (SSL *)(void *)stream : tls_make(context, stream);
}

bool tls_client_setup(SSL *ssl, const char *host)
{
	return world_replays() || tls_make_client(ssl, host);
}

/* ---- one try of each call ---- */

static bool ended_without_notice(void)
{
	return ERR_GET_REASON(ERR_peek_error()) == SSL_R_UNEXPECTED_EOF_WHILE_READING;
}

enum tls_outcome tls_outcome(SSL *ssl, int result)
{
	if (result > 0)
		return TLS_DONE;
	switch (SSL_get_error(ssl, result)) {
	case SSL_ERROR_WANT_READ:
		return TLS_WANT_READ;
	case SSL_ERROR_WANT_WRITE:
		return TLS_WANT_WRITE;
	case SSL_ERROR_ZERO_RETURN:
		return TLS_END;
	case SSL_ERROR_SYSCALL: /* the stream failed (reset, broken pipe): what was on its way is lost */
		return TLS_CUT;
	default:
		return ended_without_notice() ? TLS_CUT : TLS_FAILED;
	}
}

enum tls_outcome tls_handshake(SSL *ssl)
{
	enum tls_outcome outcome = TLS_DONE;
	size_t none = 0;

	if (!world_replays()) {
		ERR_clear_error();
		outcome = tls_outcome(ssl, SSL_do_handshake(ssl));
	}
	return loop.world ? tell(ssl, "tls handshake", outcome, NULL, 0, &none) : outcome;
}

enum tls_outcome tls_read(SSL *ssl, void *buf, size_t room, size_t *done)
{
	enum tls_outcome outcome = TLS_DONE;

	*done = 0;
	if (!world_replays()) {
		ERR_clear_error();
		outcome = tls_outcome(ssl, SSL_read_ex(ssl, buf, room, done));
	}
	return loop.world ? tell(ssl, "tls read", outcome, buf, room, done) : outcome;
}

enum tls_outcome tls_write(SSL *ssl, const void *buf, size_t len, size_t *done)
{
	enum tls_outcome outcome = TLS_DONE;

	*done = 0;
	if (!world_replays()) {
		ERR_clear_error();
		outcome = tls_outcome(ssl, SSL_write_ex(ssl, buf, len, done));
	}
	return loop.world ? tell(ssl, "tls write", outcome, NULL, len, done) : outcome;
}

bool tls_has_pending(const SSL *ssl)
{
	return tell_flag(ssl, "tls pending", !world_replays() && SSL_has_pending(ssl));
}

bool tls_was_resumed(const SSL *ssl)
{
	return tell_flag(ssl, "tls resumed", !world_replays() && SSL_session_reused(ssl));
}

void tls_close(SSL *ssl)
{
	if (world_replays())
		return;
	ERR_clear_error();
	if (ssl && SSL_is_init_finished(ssl))
		SSL_shutdown(ssl); /* after a fatal error OpenSSL refuses by itself */
	SSL_free(ssl);
	ERR_clear_error();
}

/* ---- reasons ---- */

static bool was_refused(const SSL *ssl)
{
	return SSL_get_verify_result(ssl) != X509_V_OK;
}

bool tls_certificate_refused(const SSL *ssl)
{
	return tell_flag(ssl, "tls refused", !world_replays() && was_refused(ssl));
}

void tls_reason(const SSL *ssl, char *text, size_t room)
{
	if (!world_replays() && was_refused(ssl))
		snprintf(text, room, "certificate verify failed: %s",
			X509_verify_cert_error_string(SSL_get_verify_result(ssl)));
	else if (!world_replays())
		snprintf(text, room, "%s", tls_first_reason("TLS failed"));
	if (loop.world)
		tell_text("tls reason", stream_of(ssl)->io.id, text, room);
}
