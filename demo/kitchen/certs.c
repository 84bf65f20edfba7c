/* certs.c - makes, checks and loads the throwaway certificates. See kitchen_certs.h.
 *
 * OpenSSL's calls return a pointer or 1 on success and leave their reasons in a queue; so each step
 * here is one chain of "and", and the first reason in the queue is told when the chain breaks. */
#include "demo/kitchen/certs.h"

#include <errno.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* PATH_SIZE is above every system's PATH_MAX: a path that is cut to it is refused as too long. */
enum { DAY_S = 86400, PATH_SIZE = 4200 };

/* RFC 5280 section 4.2.1: an authority says that it is one, and what its key may do; key identifiers
 * link the two. The path length of 0 keeps this one from making further authorities. A key for ECDSA
 * only signs (RFC 8446). */
static const struct {
	int nid;
	const char *ca, *leaf; /* NULL: left out */
} extensions[] = {
	{NID_basic_constraints, "critical,CA:TRUE,pathlen:0", "critical,CA:FALSE"},
	{NID_key_usage, "critical,keyCertSign,cRLSign", "critical,digitalSignature"},
	{NID_ext_key_usage, NULL, "serverAuth"},
	{NID_subject_alt_name, NULL,
		"DNS:localhost,IP:127.0.0.1,IP:::1,DNS:api.genderize.io,DNS:api.example.com"},
	{NID_subject_key_identifier, "hash", "hash"},
	{NID_authority_key_identifier, NULL, "keyid:always"},
};

struct folder {
	const char *dir;
	char *err; /* where a failure is told */
	size_t errlen;
	char path[PATH_SIZE]; /* of the file at hand */
};

/* What kitchen_certs_remove may remove is decided by this, and not by what it is told. "": nothing. */
static char private_folder[PATH_SIZE];

/* Puts the path of a file together, or for "" of the folder itself; failures are told of it from here
 * on. */
static const char *use(struct folder *self, const char *file)
{
	snprintf(self->path, sizeof(self->path), "%s%s%s", self->dir, *file ? "/" : "", file);
	return self->path;
}

/* Tells what failed, and why: the first error in OpenSSL's queue is the cause, and those after it only
 * say who was disturbed by it. The queue holds the system's errors too, but has no words for them; and
 * with nothing in it, it was a call of the system's that failed. Returns -1. */
static int fail(const struct folder *self, const char *doing)
{
	unsigned long code = ERR_peek_error();
	const char *reason = ERR_reason_error_string(code);

	if (!reason)
		reason = strerror(code ? ERR_GET_REASON(code) : errno);
	snprintf(self->err, self->errlen, "%s: %s: %s", self->path, doing, reason);
	return -1;
}

/* ---- making ---- */

/* The context is where "hash" finds the key to take the hash of, and "keyid" the issuer whose
 * identifier to copy: so the public key and the issuer's extensions are there before. A certificate
 * that is its own issuer is the authority's. */
static bool add_extensions(X509 *cert, X509 *issuer)
{
	X509V3_CTX context;
	bool added = true;

	X509V3_set_ctx(&context, issuer, cert, NULL, NULL, 0);
	X509V3_set_ctx_nodb(&context);
	for (size_t i = 0; added && i < sizeof(extensions) / sizeof(*extensions); i++) {
		const char *text = cert == issuer ? extensions[i].ca : extensions[i].leaf;
		X509_EXTENSION *made = NULL;

		if (text)
			made = X509V3_EXT_nconf_nid(NULL, &context, extensions[i].nid, text);
		added = !text || (made && X509_add_ext(cert, made, -1));
		X509_EXTENSION_free(made);
	}
	return added;
}

/* Fills and signs an empty certificate for `key`. It begins a day ago, for clocks that differ. RFC 5280
 * section 4.1.2.2: the serial number is positive, and no other certificate of this issuer has it. */
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

/* Writes the certificate, or the key if there is one, under another name first: rename(2) then puts the
 * whole file in place in one step. mkstemp makes it with mode 0600, so a key is never readable for
 * others, not for an instant. */
static bool write_file(struct folder *self, const char *file, X509 *cert, EVP_PKEY *key)
{
	char temporary[PATH_SIZE];
	int fd = mkstemp(strcpy(temporary, use(self, ".new-XXXXXX")));
	BIO *out = fd < 0 ? NULL : BIO_new_fd(fd, BIO_CLOSE);
	bool written = out && (key ? PEM_write_bio_PKCS8PrivateKey(out, key, NULL, NULL, 0, NULL, NULL)
				   : PEM_write_bio_X509(out, cert)) == 1;

	written = written && (key || fchmod(fd, 0644) == 0) && rename(temporary, use(self, file)) == 0;
	if (!written) {
		ERR_clear_error();              /* OpenSSL knows only that writing failed; errno knows why */
		errno = errno ? errno : ENOSPC; /* what it means when a write is merely cut short */
		use(self, file);
		fail(self, "cannot write");
		unlink(temporary);
	}
	BIO_free(out);
	return written;
}

/* Both private keys live in here, and the authority's ends here. The other one is written last: a
 * folder where this was interrupted holds no key, and is used for a new try. P-256, since every client
 * knows it, and since it takes a millisecond to make where RSA takes a hundred. */
static int make_files(struct folder *self)
{
	EVP_PKEY *ca_key = EVP_EC_gen("P-256"), *key = EVP_EC_gen("P-256");
	X509 *ca = X509_new(), *cert = X509_new();
	bool made = ca_key && key && ca && cert && issue(ca, ca_key, "kitchen throwaway CA", ca, ca_key) &&
		    issue(cert, key, "localhost", ca, ca_key);

	if (!made)
		fail(self, "cannot make a certificate");
	made = made && write_file(self, KITCHEN_CA_FILE, ca, NULL) &&
	       write_file(self, KITCHEN_CERT_FILE, cert, NULL) &&
	       write_file(self, KITCHEN_KEY_FILE, NULL, key);
	EVP_PKEY_free(ca_key);
	EVP_PKEY_free(key);
	X509_free(ca);
	X509_free(cert);
	return made ? 0 : -1;
}

/* A key that is there already is used or left alone, for it may be somebody's only copy. It is replaced
 * only when its own certificate, which lies beside it, is of the past. */
int kitchen_certs_make(const char *dir, char *err, size_t errlen)
{
	struct folder folder = {.dir = dir, .err = err, .errlen = errlen};
	/* Without memory for its beginnings OpenSSL 3.0 has no library context, and keygen reads through NULL. */
	bool begun = OSSL_LIB_CTX_get0_global_default() != NULL;
	SSL_CTX *found = begun ? kitchen_certs_context(dir, err, errlen) : NULL;
	X509 *cert = found ? SSL_CTX_get0_certificate(found) : NULL;
	bool lasts = cert && ASN1_TIME_cmp_time_t(X509_get0_notAfter(cert), time(NULL) + DAY_S) > 0;
	/* Building the chain verifies it, as a client that trusts this authority will. */
	bool trusted = cert && SSL_CTX_load_verify_file(found, use(&folder, KITCHEN_CA_FILE)) == 1 &&
		       SSL_CTX_build_cert_chain(found, 0) == 1;

	if (!begun) {
		snprintf(err, errlen, "TLS: out of memory");
		return -1;
	}
	SSL_CTX_free(found);
	ERR_clear_error();
	if (lasts && trusted)
		return 0;
	if (access(use(&folder, KITCHEN_KEY_FILE), F_OK) == 0 && (lasts || !cert)) {
		errno = EEXIST;
		return fail(&folder, "not to be replaced, choose another folder");
	}
	if (mkdir(use(&folder, ""), 0700) != 0 && errno != EEXIST)
		return fail(&folder, "cannot make the folder");
	return make_files(&folder);
}

/* ---- serving ---- */

/* RFC 7301 section 3.2: a client whose list lacks http/1.1 is told so, and not answered in what it
 * cannot speak. */
static int choose_protocol(SSL *ssl, const unsigned char **out, unsigned char *outlen,
	const unsigned char *in, unsigned inlen, void *data)
{
	static const unsigned char ours[] = "\x08http/1.1";
	int found = SSL_select_next_proto((unsigned char **)out, outlen, ours, sizeof(ours) - 1, in, inlen);

	(void)ssl, (void)data;
	return found == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

/* TLS 1.0 and 1.1 are forbidden (RFC 8996). A key that wants a password is not ours: it gets the empty
 * one, lest OpenSSL asks for one on the terminal. Idle connections, of which there may be thousands,
 * give their 34 KB of buffers back. That key and certificate match is tested by OpenSSL as it takes the
 * second of them. */
SSL_CTX *kitchen_certs_context(const char *dir, char *err, size_t errlen)
{
	struct folder folder = {.dir = dir, .err = err, .errlen = errlen, .path = "TLS"};
	SSL_CTX *context;

	ERR_clear_error();
	context = SSL_CTX_new(TLS_server_method());
	if (context && SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1) {
		SSL_CTX_set_default_passwd_cb_userdata(context, (void *)"");
		/* Tickets keep sessions on the client's side; kept here too, each would stay in memory for hours. */
		SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
		SSL_CTX_set_alpn_select_cb(context, choose_protocol, NULL);
		SSL_CTX_set_max_send_fragment(context, 1024); /* what an idle connection keeps */
		if (SSL_CTX_use_certificate_chain_file(context, use(&folder, KITCHEN_CERT_FILE)) == 1 &&
			SSL_CTX_use_PrivateKey_file(
				context, use(&folder, KITCHEN_KEY_FILE), SSL_FILETYPE_PEM) == 1)
			return context;
	}
	fail(&folder, "cannot be served");
	SSL_CTX_free(context);
	return NULL;
}

const char *kitchen_certs_folder(char *err, size_t errlen)
{
	const char *parent = getenv("TMPDIR");
	struct folder folder = {.dir = parent && *parent ? parent : "/tmp", .err = err, .errlen = errlen};

	ERR_clear_error();
	if (mkdtemp(strcpy(private_folder, use(&folder, "kitchen-XXXXXX"))))
		return private_folder;
	fail(&folder, "cannot make the folder");
	private_folder[0] = '\0';
	return NULL;
}

void kitchen_certs_remove(const char *dir)
{
	struct folder folder = {.dir = dir};

	if (!*private_folder || strcmp(dir, private_folder) != 0)
		return;
	unlink(use(&folder, KITCHEN_CA_FILE));
	unlink(use(&folder, KITCHEN_CERT_FILE));
	unlink(use(&folder, KITCHEN_KEY_FILE));
	rmdir(dir); /* fails, as it should, if somebody put a file of his own there */
	private_folder[0] = '\0';
}
