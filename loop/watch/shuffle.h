/* shuffle.h - the ready run in another order, for tests. */
#ifndef LOOP_WATCH_SHUFFLE_H
#define LOOP_WATCH_SHUFFLE_H

/* LOOP_SHUFFLE=SEED in the environment sets loop.shuffle. */
void shuffle_open(void);

/* Reorders loop.turns by loop.shuffle. A program that is right does not mind. */
void loop_shuffle(void);

#endif
