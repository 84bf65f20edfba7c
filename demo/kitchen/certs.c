/* certs.c - makes the throwaway certificates, and serves them. See certs.h.
 *
 * OpenSSL's calls return a pointer or 1 on success, and put the reasons of a failure into a queue. So each
 * step here is one chain of &&, and if it breaks, the first reason in the queue is reported. */
#include "demo/kitchen/certs.h"

#include <errno.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { DAY_S = 86400 };

/* RFC 5280 section 4.2.1: the certificate of an authority says so, and what its key may do; key identifiers
 * link the two certificates. A path length of 0 keeps this authority from creating further ones. An ECDSA key
 * only signs (RFC 8446). */
static const char extensions[] = /* as in openssl.cnf: see x509v3_config(5) */
	"[authority]\n"
	"basicConstraints = critical, CA:TRUE, pathlen:0\n"
	"keyUsage = critical, keyCertSign, cRLSign\n"
	"subjectKeyIdentifier = hash\n"
	"[server]\n"
	"basicConstraints = critical, CA:FALSE\n"
	"keyUsage = critical, digitalSignature\n"
	"extendedKeyUsage = serverAuth\n"
	"subjectAltName = DNS:localhost, IP:127.0.0.1, IP:::1, DNS:api.genderize.io, DNS:api.example.com\n"
	"subjectKeyIdentifier = hash\n"
	"authorityKeyIdentifier = keyid:always\n";

static char folder[KITCHEN_PATH_MAX]; /* "": there is none */
static X509 *ca, *own_cert;
static EVP_PKEY *own_key; /* in memory only */

/* Says what failed, and why. The first error in OpenSSL's queue is the cause; the later ones are its
 * consequences. The queue also holds errors of the system, without a text: strerror has one. If the
 * queue is empty, a system call has failed, and errno says why. */
static void fail(char *err, size_t errlen, const char *what, const char *doing)
{
	unsigned long code = ERR_peek_error();
	const char *reason = ERR_reason_error_string(code);

	if (!reason)
		reason = strerror(code ? ERR_GET_REASON(code) : errno);
	snprintf(err, errlen, "%s: %s: %s", what, doing, reason);
}

/* ---- making ---- */

/* In the context, "hash" finds the key to hash, and "keyid" finds the issuer whose identifier is copied.
 * So the public key and the issuer's extensions must be set before. A certificate that is its own issuer
 * is the authority's. */
static bool add_extensions(X509 *cert, X509 *issuer)
{
	BIO *text = BIO_new_mem_buf(extensions, -1);
	CONF *sections = NCONF_new(NULL);
	X509V3_CTX context;
	bool added = text && sections && NCONF_load_bio(sections, text, NULL) > 0;

	X509V3_set_ctx(&context, issuer, cert, NULL, NULL, 0);
	X509V3_set_nconf(&context, sections);
	added = added &&
		X509V3_EXT_add_nconf(sections, &context, cert == issuer ? "authority" : "server", cert) == 1;
	NCONF_free(sections);
	BIO_free(text);
	return added;
}

/* Fills and signs an empty certificate for `key`. It is valid from yesterday, in case clocks differ. RFC 5280
 * section 4.1.2.2: the serial number is positive and unique for this issuer. */
static bool issue(X509 *cert, EVP_PKEY *key, const char *name, X509 *issuer, EVP_PKEY *issuer_key)
{
	X509_NAME *subject = X509_get_subject_name(cert);
	const unsigned char *text = (const unsigned char *)name;
	uint64_t serial;

	return RAND_bytes((unsigned char *)&serial, sizeof(serial)) == 1 &&
	       ASN1_INTEGER_set_uint64(X509_get_serialNumber(cert), serial >> 1 | 1) &&
	       X509_set_version(cert, X509_VERSION_3) && X509_set_pubkey(cert, key) &&
	       X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, text, -1, -1, 0) &&
	       X509_set_issuer_name(cert, X509_get_subject_name(issuer)) &&
	       X509_gmtime_adj(X509_getm_notBefore(cert), -DAY_S) &&
	       X509_gmtime_adj(X509_getm_notAfter(cert), 30L * DAY_S) && add_extensions(cert, issuer) &&
	       X509_sign(cert, issuer_key, EVP_sha256()) > 0;
}

/* Makes both keys and both certificates; the authority's private key is freed before it returns. P-256, since
 * every client knows it, and a key takes 1 ms to make, an RSA key 100 ms. */
static bool make_chain(void)
{
	EVP_PKEY *ca_key = EVP_EC_gen("P-256");
	bool made;

	ca = X509_new();
	own_key = EVP_EC_gen("P-256");
	own_cert = X509_new();
	made = ca_key && own_key && ca && own_cert && issue(ca, ca_key, "kitchen throwaway CA", ca, ca_key) &&
	       issue(own_cert, own_key, "localhost", ca, ca_key);
	EVP_PKEY_free(ca_key);
	return made;
}

static const char *path_of(const char *file)
{
	static char path[KITCHEN_PATH_MAX + 16];

	snprintf(path, sizeof path, "%s/%s", folder, file);
	return path;
}

/* False with errno. */
static bool write_file(const char *file, X509 *from)
{
	FILE *out = fopen(path_of(file), "w");
	bool written = out && PEM_write_X509(out, from) == 1;

	return out && fclose(out) == 0 && written;
}

/* Other users can neither read nor write a folder that mkdtemp has made (mode 0700). */
static bool make_folder(char *err, size_t errlen)
{
	const char *parent = getenv("TMPDIR");

	snprintf(folder, sizeof folder, "%s/kitchen-XXXXXX", parent && *parent ? parent : "/tmp");
	if (!mkdtemp(folder)) {
		fail(err, errlen, folder, "cannot make the folder");
		folder[0] = '\0';
		return false;
	}
	if (write_file(KITCHEN_CA_FILE, ca) && write_file(KITCHEN_CERT_FILE, own_cert))
		return true;
	fail(err, errlen, folder, "cannot write into the folder");
	return false;
}

const char *kitchen_certs_make(char *err, size_t errlen)
{
	bool made = false;

	ERR_clear_error();
	/* If OpenSSL 3.0 had no memory at its start, it has no library context, and keygen reads through
	 * NULL. */
	if (!OSSL_LIB_CTX_get0_global_default())
		snprintf(err, errlen, "TLS: out of memory");
	else if (!make_chain())
		fail(err, errlen, "TLS", "cannot make a certificate");
	else
		made = make_folder(err, errlen);
	if (!made)
		kitchen_certs_remove();
	return made ? folder : NULL;
}

void kitchen_certs_remove(void)
{
	EVP_PKEY_free(own_key);
	X509_free(own_cert);
	X509_free(ca);
	own_key = NULL;
	own_cert = ca = NULL;
	if (!*folder)
		return;
	unlink(path_of(KITCHEN_CA_FILE));
	unlink(path_of(KITCHEN_CERT_FILE));
	rmdir(folder); /* fails if another file was put there, and that is right */
	folder[0] = '\0';
}

/* ---- serving ---- */

/* RFC 7301 section 3.2: if the client's list lacks http/1.1, the handshake ends with an alert, since the
 * client could not read our answer. */
static int choose_protocol(SSL *ssl, const unsigned char **out, unsigned char *outlen,
	const unsigned char *in, unsigned inlen, void *data)
{
	static const unsigned char ours[] = "\x08http/1.1";
	int found = SSL_select_next_proto((unsigned char **)out, outlen, ours, sizeof(ours) - 1, in, inlen);

	(void)ssl, (void)data;
	return found == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

/* TLS 1.0 and 1.1 are forbidden (RFC 8996). There may be thousands of idle connections, so the context is set
 * to keep little memory for each. */
SSL_CTX *kitchen_certs_context(char *err, size_t errlen)
{
	SSL_CTX *context;

	ERR_clear_error();
	context = SSL_CTX_new(TLS_server_method());
	if (context && SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1 &&
		SSL_CTX_use_certificate(context, own_cert) == 1 && SSL_CTX_use_PrivateKey(context, own_key) == 1) {
		/* Tickets keep sessions at the client; a cache here would keep each in memory for hours. */
		SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
		SSL_CTX_set_alpn_select_cb(context, choose_protocol, NULL);
		SSL_CTX_set_max_send_fragment(context, 1024); /* an idle connection keeps a buffer of that size */
		return context;
	}
	fail(err, errlen, "TLS", "cannot be served");
	SSL_CTX_free(context);
	return NULL;
}
