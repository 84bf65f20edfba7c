/* record.h - the event record: what the loop and the tasks did, one JSON object a line.
 *
 *   {"record":1,"clock":"virtual","backend":"epoll"}                      first line: format, circumstances
 *   {"seq":3,"t":1000000,"ev":"suspend","worker":1,…}                     t: ns since the loop was opened
 *
 * Events of the loop: poll-begin (sleep: ns, -1 for ever) and poll-end (events). Those of the workers are
 * written by coro/watch/trace.c. Numbers are given by creation and no pointer, fd or port is ever written, so
 * two runs on the virtual clock give the same bytes. With no record open an event costs one pointer test. */
#ifndef LOOP_WATCH_RECORD_H
#define LOOP_WATCH_RECORD_H

#include <stdint.h>
#include <stdio.h>

/* fopen for "w" or "w+", but what it makes only its owner may read (mode 0600, whatever the umask): a record
 * holds names, which are personal data, and so does whatever is drawn from one. NULL with errno. */
FILE *record_create(const char *path, const char *mode);

/* Writes the record to path ("-": stderr) until record_close. Returns 0 or -errno. */
int record_open(const char *path);

/* Returns 0, or -errno if something could not be written. */
int record_close(void);

/* One event: record_begin, its fields in any number, record_end. Only call these if loop.record is set. */
void record_begin(const char *event, uint32_t worker);
void record_number(const char *key, int64_t value);
void record_text(const char *key, const char *value);
void record_end(void);

/* The loop's own two events; they test loop.record themselves. */
void record_poll_begin(int64_t sleep);
void record_poll_end(int events);

#endif
