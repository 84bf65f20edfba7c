/* certs.h - a throwaway certificate authority and a certificate for localhost, made in this process.
 *
 * Clients always verify, so the demo needs a chain that they can verify. It makes one, for this
 * machine's own names and for the two hosts of the article, whose programs CONNECT_TO leads here
 * (coro/net/resolve.h). No private key is ever written. The authority's key is freed when kitchen_certs_make
 * returns, so nobody can issue another certificate with it; the certificate's key stays in memory. */
#ifndef DEMO_KITCHEN_CERTS_H
#define DEMO_KITCHEN_CERTS_H

#include <openssl/ssl.h>

/* The certificate is for DNS:localhost, IP:127.0.0.1, IP:::1, DNS:api.genderize.io and
 * DNS:api.example.com, and valid from yesterday for 30 days. */
#define KITCHEN_CA_FILE   "ca.pem" /* the file that a client must trust */
#define KITCHEN_CERT_FILE "cert.pem"

enum { KITCHEN_PATH_MAX = 4200 }; /* more than any system's PATH_MAX */

/* Makes the chain, once in a program, and writes both certificates into a private folder (mode 0700) in
 * $TMPDIR, or in /tmp. Returns the folder's name, valid until kitchen_certs_remove. NULL: err says why. */
const char *kitchen_certs_make(char *err, size_t errlen);

/* Returns a context that serves the certificate: TLS 1.2 or later, and HTTP/1.1 if the client uses ALPN. The
 * caller frees it with SSL_CTX_free, before or after kitchen_certs_remove. NULL: err says why. */
SSL_CTX *kitchen_certs_context(char *err, size_t errlen);

/* Removes the files and the folder, and frees the key. Does nothing if there are none. */
void kitchen_certs_remove(void);

#endif
