/* certs.h - makes certificates for tests in this process: good ones, and ones that no client may accept. */
#ifndef TESTS_LIB_CERTS_H
#define TESTS_LIB_CERTS_H

#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { CERT_DAY_S = 86400 };

struct cert { /* what a certificate says; a field that is zero is left out, or gets a good value */
	const char *common_name;
	const char *names;       /* "DNS:localhost,IP:127.0.0.1" */
	const char *usage;       /* extended key usage; NULL: serverAuth */
	long begins_in, ends_in; /* days from now; both 0: since yesterday, until tomorrow */
	bool own_issuer;         /* self-signed */
};

static EVP_PKEY *certs_key; /* of all certificates: no secret is at stake */
static X509 *certs_authority;
static char certs_file[] = "/tmp/test-ca-XXXXXX"; /* the authority's certificate, for clients to trust */

static inline void certs_extend(X509 *cert, X509 *issuer, int nid, const char *text)
{
	X509V3_CTX context;
	X509_EXTENSION *made;

	if (!text)
		return;
	X509V3_set_ctx(&context, issuer, cert, NULL, NULL, 0);
	made = X509V3_EXT_nconf_nid(NULL, &context, nid, text);
	if (!made || !X509_add_ext(cert, made, -1))
		abort();
	X509_EXTENSION_free(made);
}

static inline X509 *certs_make(const struct cert *self, X509 *issuer)
{
	static int serial;
	X509 *cert = X509_new();
	X509_NAME *subject = X509_get_subject_name(cert);
	const unsigned char *name = (const unsigned char *)(self->common_name ? self->common_name : "test");
	bool dated = self->begins_in || self->ends_in;

	ASN1_INTEGER_set(X509_get_serialNumber(cert), ++serial);
	X509_set_version(cert, X509_VERSION_3);
	X509_set_pubkey(cert, certs_key);
	X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, name, -1, -1, 0);
	X509_set_issuer_name(cert, issuer ? X509_get_subject_name(issuer) : subject);
	X509_gmtime_adj(X509_getm_notBefore(cert), (dated ? self->begins_in : -1) * CERT_DAY_S);
	X509_gmtime_adj(X509_getm_notAfter(cert), (dated ? self->ends_in : 1) * CERT_DAY_S);
	return cert;
}

static inline void certs_sign(X509 *cert)
{
	if (!X509_sign(cert, certs_key, EVP_sha256()))
		abort();
}

/* Fixtures of a group: the authority and its file. */
static inline int certs_setup(void **state)
{
	int fd = mkstemp(certs_file);
	FILE *out = fd < 0 ? NULL : fdopen(fd, "w");

	(void)state;
	certs_key = EVP_EC_gen("P-256");
	certs_authority = certs_make(&(struct cert){.common_name = "test CA"}, NULL);
	certs_extend(certs_authority, certs_authority, NID_basic_constraints, "critical,CA:TRUE");
	certs_sign(certs_authority);
	if (!out || !PEM_write_X509(out, certs_authority))
		return -1;
	return fclose(out);
}

static inline int certs_teardown(void **state)
{
	(void)state;
	X509_free(certs_authority);
	EVP_PKEY_free(certs_key);
	return unlink(certs_file);
}

/* A context that serves such a certificate, in any version of TLS. */
static inline SSL_CTX *certs_context(const struct cert *self)
{
	SSL_CTX *context = SSL_CTX_new(TLS_server_method());
	X509 *issuer = self->own_issuer ? NULL : certs_authority, *cert = certs_make(self, issuer);

	certs_extend(cert, issuer, NID_subject_alt_name, self->names);
	certs_extend(cert, issuer, NID_ext_key_usage, self->usage ? self->usage : "serverAuth");
	certs_sign(cert);
	SSL_CTX_set_security_level(context, 0); /* allows TLS 1.1, so that the client has to refuse it */
	if (!SSL_CTX_use_certificate(context, cert) || !SSL_CTX_use_PrivateKey(context, certs_key))
		abort();
	X509_free(cert);
	return context;
}

#endif
