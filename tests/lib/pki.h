/* pki.h - makes chains of certificates for tests in this process, with anything that a certificate may say,
 * and contexts for servers that send them. */
#ifndef TESTS_LIB_PKI_H
#define TESTS_LIB_PKI_H

#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum pki_key { PKI_P256, PKI_P384, PKI_ED25519, PKI_RSA2048, PKI_RSA1024, PKI_RSA512, PKI_P192, PKI_KEYS };

struct pki {               /* what a certificate says; zero is a good value, and "" is left out */
	const char *name;  /* its common name */
	const char *hosts; /* its alternative names: "DNS:localhost,IP:127.0.0.1" */
	const char *basic; /* basic constraints */
	const char *usage; /* what its key may do */
	const char *purpose;
	const char *constraints; /* which names it may sign */
	const char *alien;       /* the OID of a critical extension that no client knows */
	enum pki_key key;
	const char *digest; /* of its issuer's signature; NULL: SHA256 */
	long from, until;   /* days from now; both 0: since yesterday, until tomorrow */
	bool forged;        /* the signature is damaged */
};

struct pki_chain {                     /* what a server sends, and what the client trusts */
	struct pki leaf, middle, root; /* a middle without a name does not exist */
	bool hides_middle;             /* it is not sent */
	bool self_signed;              /* the leaf is its own issuer */
	enum { TRUSTS_ROOT, TRUSTS_OTHER, TRUSTS_LEAF, TRUSTS_MIDDLE } trust;
};

#define PKI_CA      "critical,CA:TRUE"
#define PKI_CA_USES "critical,keyCertSign,cRLSign"

enum { PKI_PLACES = 3 };
static EVP_PKEY *pki_keys[PKI_KEYS][PKI_PLACES]; /* by kind and place in a chain; each is made when it is first needed */

/* With three primes, which are found faster than two large ones; the public key looks like any other. */
static inline EVP_PKEY *pki_rsa(int bits)
{
	EVP_PKEY_CTX *maker = EVP_PKEY_CTX_new_from_name(NULL, "RSA", NULL);
	EVP_PKEY *key = NULL;

	EVP_PKEY_keygen_init(maker);
	EVP_PKEY_CTX_set_rsa_keygen_bits(maker, bits);
	EVP_PKEY_CTX_set_rsa_keygen_primes(maker, bits < 1024 ? 2 : 3);
	EVP_PKEY_generate(maker, &key);
	EVP_PKEY_CTX_free(maker);
	return key;
}

static inline EVP_PKEY *pki_make_key(enum pki_key kind)
{
	switch (kind) {
	case PKI_ED25519:
		return EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");
	case PKI_RSA2048:
		return pki_rsa(2048);
	case PKI_RSA1024:
		return pki_rsa(1024);
	case PKI_RSA512:
		return pki_rsa(512);
	default:
		return EVP_EC_gen(kind == PKI_P256 ? "P-256" : kind == PKI_P384 ? "P-384" : "prime192v1");
	}
}

/* All RSA keys of a chain are the same key: no verdict depends on that, and making one takes long. */
static inline EVP_PKEY *pki_key(enum pki_key kind, int place)
{
	EVP_PKEY **key = &pki_keys[kind][kind >= PKI_RSA2048 && kind <= PKI_RSA512 ? 0 : place];

	if (!*key)
		*key = pki_make_key(kind);
	if (!*key)
		abort();
	return *key;
}

static inline void pki_extend(X509 *cert, X509 *issuer, int nid, const char *text, const char *otherwise)
{
	X509V3_CTX context;
	X509_EXTENSION *made;

	text = text ? text : otherwise;
	if (!*text)
		return;
	X509V3_set_ctx(&context, issuer, cert, NULL, NULL, 0);
	X509V3_set_ctx_nodb(&context);
	made = X509V3_EXT_nconf_nid(NULL, &context, nid, text);
	if (!made || !X509_add_ext(cert, made, -1))
		abort();
	X509_EXTENSION_free(made);
}

static inline void pki_add_alien(X509 *cert, const char *oid)
{
	ASN1_OCTET_STRING *value = ASN1_OCTET_STRING_new();
	ASN1_OBJECT *object = OBJ_txt2obj(oid, 1);
	X509_EXTENSION *made;

	ASN1_OCTET_STRING_set(value, (const unsigned char *)"\x05\x00", 2);
	made = X509_EXTENSION_create_by_OBJ(NULL, object, 1, value);
	if (!made || !X509_add_ext(cert, made, -1))
		abort();
	X509_EXTENSION_free(made);
	ASN1_OBJECT_free(object);
	ASN1_OCTET_STRING_free(value);
}

static inline void pki_sign(X509 *cert, const struct pki *self, EVP_PKEY *key)
{
	const EVP_MD *digest = EVP_get_digestbyname(self->digest ? self->digest : "SHA256");
	const ASN1_BIT_STRING *signature;

	if (!X509_sign(cert, key, EVP_PKEY_is_a(key, "ED25519") ? NULL : digest))
		abort();
	X509_get0_signature(&signature, NULL, cert);
	if (self->forged)
		signature->data[signature->length - 1] ^= 1;
}

/* A certificate for `key`; if there is no issuer, it is its own. */
static inline X509 *pki_make(
	const struct pki *self, EVP_PKEY *key, X509 *issuer, EVP_PKEY *issuer_key, bool is_ca)
{
	static int serial;
	X509 *cert = X509_new();
	X509_NAME *subject = X509_get_subject_name(cert);
	const unsigned char *name = (const unsigned char *)(self->name ? self->name : "test");
	bool dated = self->from || self->until;

	ASN1_INTEGER_set(X509_get_serialNumber(cert), ++serial);
	X509_set_version(cert, X509_VERSION_3);
	X509_set_pubkey(cert, key);
	X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, name, -1, -1, 0);
	X509_set_issuer_name(cert, issuer ? X509_get_subject_name(issuer) : subject);
	X509_gmtime_adj(X509_getm_notBefore(cert), (dated ? self->from : -1) * 86400);
	X509_gmtime_adj(X509_getm_notAfter(cert), (dated ? self->until : 1) * 86400);
	pki_extend(cert, issuer, NID_basic_constraints, self->basic, is_ca ? PKI_CA : "");
	pki_extend(cert, issuer, NID_key_usage, self->usage, is_ca ? PKI_CA_USES : "");
	pki_extend(cert, issuer, NID_ext_key_usage, self->purpose, is_ca ? "" : "serverAuth");
	pki_extend(cert, issuer, NID_subject_alt_name, self->hosts, "");
	pki_extend(cert, issuer, NID_name_constraints, self->constraints, "");
	if (self->alien)
		pki_add_alien(cert, self->alien);
	pki_sign(cert, self, issuer ? issuer_key : key);
	return cert;
}

static inline void pki_write(const char *path, X509 *cert)
{
	FILE *out = fopen(path, "w");

	if (!out || !PEM_write_X509(out, cert) || fclose(out) != 0)
		abort();
}

/* A context that serves the chain, whatever its strength; and the file with the CA that a client trusts. */
static inline SSL_CTX *pki_serve(const struct pki_chain *self, const char *trust_path)
{
	EVP_PKEY *leaf_key = pki_key(self->leaf.key, 0), *middle_key = pki_key(self->middle.key, 1);
	EVP_PKEY *root_key = pki_key(self->root.key, 2);
	struct pki other = {.name = "another root"}, named = self->root;
	X509 *root, *middle = NULL, *leaf,
		    *stranger = pki_make(&other, pki_key(PKI_P256, 1), NULL, NULL, true);
	SSL_CTX *context = SSL_CTX_new(TLS_server_method());

	named.name = "root";
	root = pki_make(&named, root_key, NULL, NULL, true);
	if (self->middle.name)
		middle = pki_make(&self->middle, middle_key, root, root_key, true);
	leaf = pki_make(&self->leaf, leaf_key,
		self->self_signed ? NULL
		: middle          ? middle
				  : root,
		middle ? middle_key : root_key, false);
	pki_write(trust_path, self->trust == TRUSTS_ROOT     ? root
			      : self->trust == TRUSTS_MIDDLE ? middle
			      : self->trust == TRUSTS_LEAF   ? leaf
							     : stranger);
	SSL_CTX_set_security_level(context, 0); /* the client must refuse, not the server */
	SSL_CTX_set_min_proto_version(context, 0);
	if (!SSL_CTX_use_certificate(context, leaf) || !SSL_CTX_use_PrivateKey(context, leaf_key))
		abort();
	if (middle && !self->hides_middle)
		SSL_CTX_add1_chain_cert(context, middle);
	SSL_CTX_set_mode(context, SSL_MODE_NO_AUTO_CHAIN);
	X509_free(stranger);
	X509_free(leaf);
	X509_free(middle);
	X509_free(root);
	return context;
}

/* A file for pki_serve, and at the end of a group all that was made. */
static char pki_file[] = "/tmp/test-pki-XXXXXX";

static inline int pki_setup(void **state)
{
	int fd = mkstemp(pki_file);

	(void)state;
	return fd < 0 ? -1 : close(fd);
}

static inline int pki_teardown(void **state)
{
	(void)state;
	for (int i = 0; i < PKI_KEYS * PKI_PLACES; i++)
		EVP_PKEY_free(pki_keys[i / PKI_PLACES][i % PKI_PLACES]);
	return unlink(pki_file);
}

#endif
