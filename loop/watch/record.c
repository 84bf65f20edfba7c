/* record.c - JSON lines, written by hand: this room knows no JSON library. */
#include "loop/watch/record.h"
#include "loop/loop.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The mode is only that of a file which is made now: one that is there keeps the mode its owner gave it. */
FILE *record_create(const char *path, const char *mode)
{
	int access = strcmp(mode, "w+") == 0 ? O_RDWR : O_WRONLY;
	int fd = open(path, access | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR);
	FILE *file = fd < 0 ? NULL : fdopen(fd, mode);

	if (fd >= 0 && !file)
		close(fd);
	return file;
}

int record_open(const char *path)
{
	loop.record = strcmp(path, "-") == 0 ? stderr : record_create(path, "w");
	loop.record_seq = 0;
	return loop.record ? 0 : -errno;
}

int record_close(void)
{
	FILE *file = loop.record;
	int err = 0;

	loop.record = NULL;
	if (!file)
		return 0;
	if (ferror(file) || fflush(file) < 0)
		err = errno ? -errno : -EIO;
	if (file != stderr && fclose(file) < 0)
		err = -errno;
	return err;
}

/* How many bytes the UTF-8 character at c takes (RFC 3629 section 4); 0: what stands there is none. */
static int utf8_size(const unsigned char *c)
{
	int size = c[0] < 0x80   ? 1
		   : c[0] < 0xc2 ? 0
		   : c[0] < 0xe0 ? 2
		   : c[0] < 0xf0 ? 3
		   : c[0] < 0xf5 ? 4
				 : 0;
	int low = c[0] == 0xe0 ? 0xa0 : c[0] == 0xf0 ? 0x90 : 0x80; /* nothing longer than need be, */
	int high = c[0] == 0xed   ? 0x9f
		   : c[0] == 0xf4 ? 0x8f
				  : 0xbf; /* no surrogate, nothing beyond U+10FFFF */

	if (size > 1 && (c[1] < low || c[1] > high))
		return 0;
	for (int i = 2; i < size; i++)
		if (c[i] < 0x80 || c[i] > 0xbf)
			return 0;
	return size;
}

static void write_quoted(const char *text)
{
	FILE *out = loop.record;
	int size;

	putc('"', out);
	for (const unsigned char *c = (const unsigned char *)text; *c; c += size ? size : 1) {
		size = utf8_size(c);
		if (size == 0 || *c < ' ' || *c == '"' || *c == '\\' || *c == 0x7f)
			fprintf(out, "\\u%04x", size ? *c : 0xfffdu);
		else
			fwrite(c, 1, (size_t)size, out);
	}
	putc('"', out);
}

void record_begin(const char *event, uint32_t worker)
{
	if (loop.record_seq == 0)
		fprintf(loop.record, "{\"record\":1,\"clock\":\"%s\",\"backend\":\"%s\"}\n",
			loop.is_virtual ? "virtual" : "monotonic", backend_name);
	fprintf(loop.record, "{\"seq\":%" PRIu64 ",\"t\":%" PRId64 ",\"ev\":\"%s\"", ++loop.record_seq,
		clock_now() - loop.record_start, event);
	if (worker)
		record_number("worker", worker);
}

void record_number(const char *key, int64_t value)
{
	fprintf(loop.record, ",\"%s\":%" PRId64, key, value);
}

void record_text(const char *key, const char *value)
{
	fprintf(loop.record, ",\"%s\":", key);
	write_quoted(value);
}

void record_end(void)
{
	fputs("}\n", loop.record);
}

void record_poll_begin(int64_t sleep)
{
	if (!loop.record)
		return;
	record_begin("poll-begin", 0);
	record_number("sleep", sleep);
	record_end();
}

void record_poll_end(int events)
{
	if (!loop.record)
		return;
	record_begin("poll-end", 0);
	record_number("events", events);
	record_end();
}
