/* requests_link.h - one connection by blocking calls, with a time limit: what requests.c talks on. */
#ifndef HTTP_REQUESTS_LINK_H
#define HTTP_REQUESTS_LINK_H

#include "coro/error.h"
#include "coro/net/address.h"
#include "coro/net/tls.h"
#include "http/parse/url.h"
#include "http/timing.h"

struct link { /* begins as zeros, but for fd, which is -1, and what is the response's */
	char *error; /* the response's, for the words of what goes wrong */
	int64_t *at; /* the response's, too: see timing.h */
	int fd;
	SSL *ssl;
	int64_t deadline; /* on the monotonic clock */
	enum status err;  /* what went wrong */
	char host[URL_HOST_MAX + 2]; /* no brackets */
	char to[URL_HOST_MAX + 64];  /* "cannot connect to host …", for when that is so */
};

/* Notes an error, and returns false. */
bool link_failed(struct link *self, enum status err, const char *what, const char *why);

/* Connects to the host, with TLS if the URL says so: to the first of its addresses that answers. False: an
 * error is noted, and link_close is due all the same. */
bool link_open(struct link *self, const struct url *url, const char *cafile);
void link_close(struct link *self);

/* Sends all of it. False: an error is noted. */
bool link_send(struct link *self, const char *bytes, size_t len);

/* Bytes received, 0 at the end, -1: an error is noted. */
ssize_t link_receive(struct link *self, char *buf, size_t room);

/* As race_connect (coro/net/connect.h), but without trying addresses beside each other: one that has not
 * answered for CONNECT_NEXT_MS, or has failed, is left for the next one; if any was silent all are tried
 * again, with twice the patience. Returns a socket, blocking and the caller's, or -1, and *error is the errno
 * of the last that failed; ETIMEDOUT, at the deadline; EINTR, if a signal came. */
int requests_connect(const struct addresses *to, int64_t deadline, int *error);

/* Writes why a request failed ("what: why", or "what" alone if why is "") at error. Returns err. */
enum status requests_fail(char error[static ERROR_TEXT_MAX], enum status err, const char *what, const char *why);

#endif
