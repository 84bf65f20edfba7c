/* certs.h - a throwaway certificate authority and a certificate for localhost, made in process.
 *
 * Verification that is not to be switched off needs a chain to verify: so the demo makes one, for this
 * machine's own names, and for the two hosts of the article, whose programs are led here by CONNECT_TO
 * (coro/net/resolve.h). No private key is ever written: the authority's is gone when kitchen_certs_make returns, so that
 * nobody can issue a second certificate with it, and the certificate's stays in memory. */
#ifndef DEMO_KITCHEN_CERTS_H
#define DEMO_KITCHEN_CERTS_H

#include <openssl/ssl.h>

/* The certificate is for DNS:localhost, IP:127.0.0.1, IP:::1, DNS:api.genderize.io and
 * DNS:api.example.com, and valid from yesterday for 30 days. */
#define KITCHEN_CA_FILE   "ca.pem" /* what a client is told to trust */
#define KITCHEN_CERT_FILE "cert.pem"

enum { KITCHEN_PATH_MAX = 4200 }; /* above every system's PATH_MAX */

/* Makes them, one chain for each program, and writes both certificates into a private folder (mode 0700) in $TMPDIR, or
 * else in /tmp. Returns its name, valid until kitchen_certs_remove. NULL: err says why not. */
const char *kitchen_certs_make(char *err, size_t errlen);

/* Returns a context that serves the certificate: TLS 1.2 or later, HTTP/1.1 if the client asks by ALPN. The caller
 * frees it with SSL_CTX_free, also after kitchen_certs_remove. NULL: err says why. */
SSL_CTX *kitchen_certs_context(char *err, size_t errlen);

/* Removes the files and the folder, and forgets the key. Does nothing if there are none. */
void kitchen_certs_remove(void);

#endif
