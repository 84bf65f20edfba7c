/* tls_io.c - one try of each call, and why it failed. */
#include "coro/net/tls.h"

#include <openssl/err.h>
#include <stdio.h>

/* ---- one try of each call ---- */

/* To clear all sixteen places of OpenSSL's error queue costs eight hundred instructions, and nearly always it
 * is empty. */
static void forget_errors(void)
{
	if (ERR_peek_last_error())
		ERR_clear_error();
}

/* What the result of an SSL call on ssl means for who called it. Called at once: it looks at errno and the
 * error queue. */
static enum tls_outcome tls_outcome(SSL *ssl, int result)
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
	default: /* it may have ended without notice */
		return ERR_GET_REASON(ERR_peek_error()) == SSL_R_UNEXPECTED_EOF_WHILE_READING ? TLS_CUT : TLS_FAILED;
	}
}

enum tls_outcome tls_handshake(SSL *ssl)
{
	ERR_clear_error();
	/* Sends and reads as far as it gets, through bio_read and bio_write. */
	return tls_outcome(ssl, SSL_do_handshake(ssl));
}

enum tls_outcome tls_read(SSL *ssl, void *buf, size_t room, size_t *done)
{
	*done = 0;
	forget_errors();
	/* It never blocks: bio_read says EAGAIN. */
	return tls_outcome(ssl, SSL_read_ex(ssl, buf, room, done));
}

enum tls_outcome tls_peek(SSL *ssl)
{
	char byte;
	size_t done;

	forget_errors();
	return tls_outcome(ssl, SSL_peek_ex(ssl, &byte, 1, &done));
}

enum tls_outcome tls_write(SSL *ssl, const void *buf, size_t len, size_t *done)
{
	*done = 0;
	forget_errors();
	/* It never blocks: bio_write says EAGAIN. */
	return tls_outcome(ssl, SSL_write_ex(ssl, buf, len, done));
}

void tls_close(SSL *ssl)
{
	if (ssl && SSL_is_init_finished(ssl))
		SSL_shutdown(ssl); /* after a fatal error OpenSSL refuses by itself */
	SSL_free(ssl);
	ERR_clear_error();
}

/* ---- reasons ---- */

bool tls_certificate_refused(const SSL *ssl)
{
	return SSL_get_verify_result(ssl) != X509_V_OK;
}

void tls_reason(const SSL *ssl, char *text, size_t room)
{
	if (tls_certificate_refused(ssl))
		snprintf(text, room, "certificate verify failed: %s",
			X509_verify_cert_error_string(SSL_get_verify_result(ssl)));
	else
		snprintf(text, room, "%s", tls_first_reason("TLS failed"));
}
