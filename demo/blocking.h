/* blocking.h - requests.get: one HTTP request by plain blocking calls. No loop, no coroutine, and a new
 * connection for each call.
 *
 * It is the other half of the comparison, so it shares what is pure (URL, message, JSON) and the TLS
 * set-up. */
#ifndef DEMO_BLOCKING_H
#define DEMO_BLOCKING_H

#include "demo/options.h"
#include "http/json.h"
#include "http/timing.h"

enum { BLOCKING_REPLY_MAX = 1 << 20 };

struct blocking_reply {
	int status;
	char *bytes; /* the head, then the body; owned */
	size_t held, room;
	size_t body_at, body_len;
	struct json json;
	char error[256];           /* what went wrong, for people */
	int64_t at[TIMING_STAMPS]; /* when it came to which step */
};

/* GET, waiting until everything has arrived, and the body as JSON. False: reply->error says why; a status
 * >= 400 is an error too. blocking_close in either case. Interrupted by a signal: false as well. */
bool blocking_get(struct blocking_reply *reply, const char *url, const struct options *options);
void blocking_close(struct blocking_reply *reply);

#endif
