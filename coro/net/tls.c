/* tls.c - OpenSSL before the first byte: whom we trust, who the peer must be, where the bytes go. */
#include "coro/net/tls.h"

#include <arpa/inet.h>
#include <errno.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <string.h>

/* ---- the context ---- */

/* Small writes leave in small records; memory of idle connections is given back; a write may be repeated
 * from another address, as buffers come and go between two tries. */
enum { TLS_FRAGMENT = 1024 };

/* OpenSSL's measure of strength. 2: keys and digests worth 112 bits or more, so no RSA below 2048, no SHA-1.
 * Distributions begin with 1, 2 or what a file of theirs says; what is stricter stays. */
enum { TLS_SECURITY_LEVEL = 2 };

/* A trusted certificate needs no other above it: it may be an intermediate one, or the server's own (as in
 * curl). All the rest is still checked: host, dates, purpose, strength. */
static bool load_trust(SSL_CTX *context, const char *cafile)
{
	X509_STORE_set_flags(SSL_CTX_get_cert_store(context), X509_V_FLAG_PARTIAL_CHAIN);
	return cafile ? SSL_CTX_load_verify_file(context, cafile) == 1
		      : SSL_CTX_set_default_verify_paths(context) == 1;
}

/* The first error in OpenSSL's queue is the cause. The queue holds the system's errors too, but has no words
 * for them. */
const char *tls_first_reason(const char *otherwise)
{
	unsigned long code = ERR_peek_error();
	const char *reason = ERR_reason_error_string(code);

	return reason ? reason : ERR_SYSTEM_ERROR(code) ? strerror(ERR_GET_REASON(code)) : otherwise;
}

/* OpenSSL calls this for each new session. 1: the reference is ours now. */
static int keep_session(SSL *ssl, SSL_SESSION *session)
{
	struct tls_sessions *store = SSL_get_app_data(ssl);
	SSL_SESSION **place = store ? &store->ring[store->next++ % TLS_SESSIONS] : NULL;

	if (!place)
		return 0;
	SSL_SESSION_free(*place);
	*place = session;
	return 1;
}

SSL_CTX *tls_client_context(const char *cafile, char *why, size_t room)
{
	SSL_CTX *context = SSL_CTX_new(TLS_client_method());

	ERR_clear_error();
	if (context && SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1 &&
		load_trust(context, cafile)) {
		if (SSL_CTX_get_security_level(context) < TLS_SECURITY_LEVEL)
			SSL_CTX_set_security_level(context, TLS_SECURITY_LEVEL);
		SSL_CTX_set_verify(context, SSL_VERIFY_PEER, NULL);
		SSL_CTX_set_read_ahead(context, 1); /* one recv for a record, not one for its head too */
		SSL_CTX_set_max_send_fragment(context, TLS_FRAGMENT);
		SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
		SSL_CTX_sess_set_new_cb(context, keep_session);
		return context;
	}
	snprintf(why, room, "%s: %s", cafile ? cafile : "the system's certificates",
		tls_first_reason("cannot be loaded"));
	SSL_CTX_free(context);
	return NULL;
}

/* ---- who the peer must be ---- */

static bool is_ip_address(const char *host)
{
	unsigned char address[16];

	return inet_pton(AF_INET, host, address) == 1 || inet_pton(AF_INET6, host, address) == 1;
}

bool tls_client_setup(SSL *ssl, const char *host, const char *alpn)
{
	char name[256];
	size_t len = strlen(host);

	if (len == 0 || len >= sizeof name)
		return false;
	memcpy(name, host, len + 1);
	if (name[len - 1] == '.') /* "localhost." is the host localhost; certificates know no root dot */
		name[len - 1] = '\0';
	SSL_set_connect_state(ssl);
	/* RFC 9110 section 4.3.4: a certificate's common name is not for hosts. */
	SSL_set_hostflags(ssl, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT);
	if (SSL_set1_host(ssl, name) != 1 ||
		(alpn && SSL_set_alpn_protos(ssl, (const unsigned char *)alpn, (unsigned)strlen(alpn)) != 0))
		return false;
	return is_ip_address(name) || SSL_set_tlsext_host_name(ssl, name) == 1;
}

/* ---- sessions ---- */

/* OpenSSL has marked sessions that a fatal alert has spoilt: those are dropped on the way to the newest good
 * one. */
void tls_resume(SSL *ssl, struct tls_sessions *store)
{
	SSL_SESSION *session, **place;
	bool good = false;

	SSL_set_app_data(ssl, store);
	while (!good && (session = *(place = &store->ring[(store->next - 1) % TLS_SESSIONS]))) {
		good = SSL_SESSION_is_resumable(session);
		if (good)
			SSL_set_session(ssl, session);
		if (good && SSL_SESSION_get_protocol_version(session) < TLS1_3_VERSION)
			return; /* it stays */
		SSL_SESSION_free(session);
		*place = NULL;
		store->next--;
	}
}

void tls_sessions_free(struct tls_sessions *store)
{
	for (int i = 0; i < TLS_SESSIONS; i++)
		SSL_SESSION_free(store->ring[i]);
	*store = (struct tls_sessions){0};
}

/* ---- the BIO: OpenSSL's calls for bytes go to the stream ---- */

static int bio_result(BIO *bio, ssize_t count, int retry)
{
	BIO_clear_retry_flags(bio);
	if (count < 0 && errno == EAGAIN)
		BIO_set_flags(bio, retry | BIO_FLAGS_SHOULD_RETRY);
	return (int)count;
}

static int bio_read(BIO *bio, char *buf, int room)
{
	return bio_result(bio, stream_recv(BIO_get_data(bio), buf, (size_t)room), BIO_FLAGS_READ);
}

static int bio_write(BIO *bio, const char *buf, int len)
{
	return bio_result(bio, stream_send(BIO_get_data(bio), buf, (size_t)len), BIO_FLAGS_WRITE);
}

static long bio_control(BIO *bio, int command, long number, void *pointer)
{
	(void)bio, (void)number, (void)pointer;
	return command == BIO_CTRL_FLUSH || command == BIO_CTRL_DUP; /* nothing is held back */
}

static BIO_METHOD *stream_method(void)
{
	static BIO_METHOD *method; /* one for the process, kept until its end */

	if (!method && (method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "stream"))) {
		BIO_meth_set_read(method, bio_read);
		BIO_meth_set_write(method, bio_write);
		BIO_meth_set_ctrl(method, bio_control);
	}
	return method;
}

SSL *tls_new(SSL_CTX *context, struct stream *stream)
{
	SSL *ssl = SSL_new(context);
	BIO *bio = ssl && stream_method() ? BIO_new(stream_method()) : NULL;

	if (!bio) {
		SSL_free(ssl);
		return NULL;
	}
	BIO_set_data(bio, stream);
	BIO_set_init(bio, 1);
	SSL_set_bio(ssl, bio, bio); /* owned by ssl now */
	SSL_set_mode(ssl, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
	return ssl;
}
