/* inside.h - a kitchen in the client's own process, on the same loop: genderize --kitchen.
 *
 * Client and kitchen talk TLS over streams in memory, so nothing here needs a network; and on the virtual clock nothing
 * takes time, so that one run is like the next, event for event. */
#ifndef DEMO_KITCHEN_INSIDE_H
#define DEMO_KITCHEN_INSIDE_H

#include "coro/net/stream.h"
#include "coro/task.h"

/* Makes the kitchen and its certificates. Returns the file of the CA that a client must trust, valid until
 * kitchen_inside_remove; NULL: explained on stderr. */
const char *kitchen_inside_make(void);
void kitchen_inside_remove(void);

/* A session's `dial` (coro/net/connect.h): a guest of the kitchen's is at the other end of the stream. */
bool kitchen_inside_dial(void *arg, struct stream *stream);

/* When the client has closed: waits until each guest has noticed, and frees them all. */
async kitchen_inside_close(void);

#endif
