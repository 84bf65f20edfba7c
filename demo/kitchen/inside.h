/* inside.h - a kitchen in the client's own process, on the same loop: genderize --kitchen.
 *
 * Client and kitchen talk TLS over streams in memory, so no network is needed. On the virtual clock no wait
 * takes real time, and two runs give the same events. */
#ifndef DEMO_KITCHEN_INSIDE_H
#define DEMO_KITCHEN_INSIDE_H

#include "coro/net/stream.h"
#include "coro/task.h"

/* Makes the kitchen and its certificates. Returns the name of the CA file that a client must trust, valid
 * until kitchen_inside_remove. NULL: explained on stderr. */
const char *kitchen_inside_make(void);
void kitchen_inside_remove(void);

/* A session's `dial` (coro/net/connect.h): connects the stream to the kitchen. arg is not used. */
bool kitchen_inside_dial(void *arg, struct stream *stream);

/* Call it when the client has closed: waits until each connection of the kitchen has ended, and frees
 * them. */
async kitchen_inside_close(void);

#endif
