/* world.h - all that a run learns from outside, written down, and told again to a second run.
 *
 * What code on the loop's thread asks of the world (the clock, the kernel, the peer, standard input) passes
 * through here. Recording, the answer is written to a file, one JSON object a line; replaying, the question
 * is not asked at all: the file has the answer. Everything else a program does follows from the answers, so
 * it does the same again. Off, which is the rule, a question costs one test of loop.world.
 *
 *   {"ask":"clock","of":0,"is":81242}     what is asked, of whom (a number given by creation), the answer
 *
 * One description of a line serves both directions: world_begin, its fields in any number, world_end.
 * Whoever asks something else than was asked in the recording ends the program, with the line's number. */
#ifndef LOOP_WORLD_H
#define LOOP_WORLD_H

#include "loop/loop.h"

/* What replaying code holds in the place of an fd: none that exists. */
enum { WORLD_FD = 0x7fffffff };

/* Opens the file for writing, readable by its owner alone (mode 0600), with `holds` in its first line; or for
 * reading. Sets loop.world. path must stay. Returns 0, or -errno (-EINVAL: it holds no world). To be opened
 * before loop_open and closed after loop_close: a watch has a number all its life, or never. */
int world_record(const char *path, const char *holds);
int world_replay(const char *path);

/* Closes it, and clears loop.world. Returns 0, or -errno if something could not be written. A replay that
 * has not come to the end of the file ends the program as above. */
int world_close(void);

/* Recording: wherever these len characters stand in bytes that are written, as many x stand in the file. The
 * secret must stay. The last four count. */
void world_hide(const char *secret, size_t len);

/* A field: written, or learnt. world_same: written, or compared. */
void world_begin(const char *what, int64_t of);
void world_field(const char *key, int64_t *value);
void world_same(const char *key, int64_t value);

/* *len bytes: written one character each, escaped; or learnt, at most room of them, with their number. */
void world_bytes(void *bytes, size_t *len, size_t room);
void world_end(void);

/* A question with a number for an answer, and with yes or no: no leaves no line. */
int64_t world_tell(const char *what, int64_t of, int64_t is);
bool world_flag(const char *what, int64_t of, bool is);

/* Replaying: is this what was asked next? */
bool world_is_next(const char *what, int64_t of);

/* The time; and the time for the event record: a replay may keep one where the recording did not, and the
 * other way round. A time that was not asked then is the one before it. */
int64_t world_clock(int64_t now);
int64_t world_stamp(int64_t now);

/* For loop.c and doorbell.c. world_watch gives w its number, when backend_add has returned err, or when a
 * replay has left it out; world_unwatch: the same for backend_remove. world_wait: in the place of
 * backend_wait. */
int world_watch(struct watch *w, int err);
void world_unwatch(struct watch *w);
int world_wait(int64_t sleep);

/* What the files of this module share: forgets the watches; and ends the program, which does `now` instead of
 * what the file has. */
void world_loop_close(void);
_Noreturn void world_mismatch(const char *now);

static inline bool world_replays(void)
{
	return loop.world == WORLD_REPLAY;
}

/* The same as world_tell, where the world may be off. `is` is asked in a replay too, so it must do no harm. */
static inline int64_t world_number(const char *what, int64_t of, int64_t is)
{
	return loop.world ? world_tell(what, of, is) : is;
}

#endif
