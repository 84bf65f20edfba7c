/* timing.h - where the time of a request goes. */
#ifndef HTTP_TIMING_H
#define HTTP_TIMING_H

#include <stdint.h>

enum timing_stamp { /* a response's at[]: when, by clock_now(); 0: it did not come to that */
	TIMING_BEGUN,
	TIMING_TAKEN,    /* a connection was taken from the pool, or begun: then the next three are its own */
	TIMING_RESOLVED, /* the host's addresses were known */
	TIMING_CONNECTED,
	TIMING_SECURED,
	TIMING_SENT,  /* before it lies the wait for a limiter's token, too */
	TIMING_FIRST, /* the first bytes of the reply were here */
	TIMING_DONE,  /* … and the last ones; or the response was closed without them */
	TIMING_STAMPS
};

enum { TIMING_PARTS = TIMING_STAMPS - 1 }; /* what lies between two of them */

extern const char *const timing_names[TIMING_PARTS]; /* "queue", "resolve", "connect", "tls", "send", "wait", "read" */

/* Splits the time from TIMING_BEGUN to TIMING_DONE into its parts, in ns: their sum is the whole. A part of
 * which a stamp is missing is 0, and so is what happened to the connection before the request began. */
void timing_split(const int64_t at[TIMING_STAMPS], int64_t part[TIMING_PARTS]);

#endif
