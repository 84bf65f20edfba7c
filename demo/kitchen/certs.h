/* certs.h - a throwaway certificate authority and a certificate for localhost, made in process.
 *
 * Verification that is not to be switched off needs a chain to verify: so the demo makes one, for this
 * machine's own names, and for the two hosts of the article, whose programs are led here by CONNECT_TO
 * (coro/net/resolve.h). The authority's private key is never written, and gone when kitchen_certs_make
 * returns: nobody can issue a second certificate with it. */
#ifndef DEMO_KITCHEN_CERTS_H
#define DEMO_KITCHEN_CERTS_H

#include <openssl/ssl.h>

/* The certificate is for DNS:localhost, IP:127.0.0.1, IP:::1, DNS:api.genderize.io and
 * DNS:api.example.com, and valid from yesterday for 30 days. */
#define KITCHEN_CA_FILE   "ca.pem" /* what a client is told to trust */
#define KITCHEN_CERT_FILE "cert.pem"
#define KITCHEN_KEY_FILE  "key.pem" /* the certificate's; mode 0600 */

/* Makes a private folder (mode 0700) in $TMPDIR, or else in /tmp. One for each program: its name is
 * kept here, and stays valid until kitchen_certs_remove. NULL: err says why not. */
const char *kitchen_certs_folder(char *err, size_t errlen);

/* Writes the three files to `dir`, which is made (mode 0700) if it is missing. Three that belong
 * together are used again while they are valid for another day, and replaced when they are not. A key
 * that does not fit what lies beside it is somebody else's: it is never overwritten, and named as the
 * trouble. Returns 0, or -1 with the file and the reason in err. */
int kitchen_certs_make(const char *dir, char *err, size_t errlen);

/* Returns a context that serves the folder's certificate: TLS 1.2 or later, HTTP/1.1 if the client asks
 * by ALPN. The caller frees it with SSL_CTX_free. NULL: err names the file and the reason. */
SSL_CTX *kitchen_certs_context(const char *dir, char *err, size_t errlen);

/* Removes the three files and the folder, if it is the one that kitchen_certs_folder made; any other
 * stays. */
void kitchen_certs_remove(const char *dir);

#endif
