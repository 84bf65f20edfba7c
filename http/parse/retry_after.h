/* retry_after.h - how long a server asks us to wait before we ask again. Pure: fields in, seconds out. */
#ifndef HTTP_PARSE_RETRY_AFTER_H
#define HTTP_PARSE_RETRY_AFTER_H

#include "http/parse/message.h"

enum { REQUEST_TIMEOUT = 408, TOO_MANY_REQUESTS = 429 }; /* statuses */

/* The seconds that the reply asks for; 0: for none, or in no way that makes sense.
 *
 * Retry-After (RFC 9110 section 10.2.3) is a count of seconds or a date. A date is compared with the
 * server's own clock, its Date field, so that ours may be wrong; without one with now_s, the seconds since
 * 1970 by our clock. A 429 without it may tell in X-Rate-Limit-Reset in how many seconds its quota is
 * renewed; on other replies that field asks for nothing. */
int64_t retry_after(const struct head *head, int64_t now_s);

#endif
