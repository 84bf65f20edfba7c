/* world.c - one file of answers, and two directions through it. */
#include "loop/world.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SECRETS = 4, SHOWN = 100 /* characters of a line in a message */ };

static struct world {
	FILE *file;
	const char *path;
	struct {
		const char *at;
		size_t len;
	} secrets[SECRETS];
	unsigned nsecrets;
	char *line; /* replaying: the line that comes next, */
	size_t room;
	const char *at; /* what is left of it, or NULL: it is not read yet */
	long number;
} world;

/* ---- the file ---- */

static const char first_line[] = "{\"world\":1,\"holds\":\"";

static int begin(const char *path, FILE *file, enum world_mode mode)
{
	if (!file)
		return -errno;
	world = (struct world){.file = file, .path = path};
	loop.world = mode;
	return 0;
}

static void close_file(void)
{
	fclose(world.file);
	free(world.line);
	world_loop_close();
	loop.world = WORLD_OFF;
}

/* Line by line: a program that dies leaves all that it was told. */
int world_record(const char *path, const char *holds)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	int err = begin(path, fd < 0 ? NULL : fdopen(fd, "w"), WORLD_RECORD);

	if (!err && fchmod(fd, 0600) < 0) { /* it may have stood there before, and be another's */
		err = -errno;
		close_file();
	}
	if (err)
		return err;
	setvbuf(world.file, NULL, _IOLBF, BUFSIZ);
	fprintf(world.file, "%s%s\"}\n", first_line, holds);
	return 0;
}

/* The next line, or NULL. One that is not whole was being written when the program died. */
static const char *next_line(void)
{
	ssize_t len;

	if (world.at)
		return world.at;
	len = getline(&world.line, &world.room, world.file);
	world.number++;
	world.at = len > 0 && world.line[len - 1] == '\n' ? world.line : NULL;
	return world.at;
}

int world_replay(const char *path)
{
	int err = begin(path, fopen(path, "r"), WORLD_REPLAY);

	if (err)
		return err;
	if (!next_line() || strncmp(world.at, first_line, sizeof first_line - 1) != 0) {
		close_file();
		return -EINVAL;
	}
	world.at = NULL;
	return 0;
}

/* What the program does now is not what it did then. Nothing after this could be right. */
_Noreturn void world_mismatch(const char *now)
{
	const char *then = world.at ? world.line : "the end of the recording";
	size_t len = strcspn(then, "\n");

	fflush(NULL);
	fprintf(stderr, "%s:%ld: not the recorded run: now %s, but then %.*s\n", world.path, world.number,
		now, (int)(len < SHOWN ? len : SHOWN), then);
	_exit(2);
}

static void skip_stamps(void)
{
	while (!loop.record && next_line() && strncmp(world.at, "{\"ask\":\"stamp\"", 14) == 0)
		world.at = NULL;
}

int world_close(void)
{
	int err = 0;

	if (!loop.world)
		return 0;
	if (world_replays())
		skip_stamps();
	if (world_replays() && next_line())
		world_mismatch("the end of the program");
	if (ferror(world.file) || fflush(world.file) < 0)
		err = errno ? -errno : -EIO;
	close_file();
	return err;
}

/* ---- a line, either way ---- */

/* Writes this text, or steps over it. */
static void pass(const char *text)
{
	if (!world_replays())
		fputs(text, world.file);
	else if (next_line() && strncmp(world.at, text, strlen(text)) == 0)
		world.at += strlen(text);
	else
		world_mismatch(text);
}

static const char *question(const char *what, int64_t of)
{
	static char text[96];

	snprintf(text, sizeof text, "{\"ask\":\"%s\",\"of\":%" PRId64, what, of);
	return text;
}

void world_begin(const char *what, int64_t of)
{
	if (world_replays())
		skip_stamps();
	pass(question(what, of));
}

bool world_is_next(const char *what, int64_t of)
{
	const char *text = question(what, of);
	size_t len = strlen(text);

	skip_stamps();
	return next_line() && strncmp(world.at, text, len) == 0 && world.at[len] == ','; /* 1 is not 12 */
}

void world_field(const char *key, int64_t *value)
{
	char text[64], *end;

	snprintf(text, sizeof text, ",\"%s\":", key);
	pass(text);
	if (world_replays())
		*value = strtoll(world.at, &end, 10), world.at = end;
	else
		fprintf(world.file, "%" PRId64, *value);
}

void world_same(const char *key, int64_t value)
{
	int64_t then = value;
	char text[64];

	world_field(key, &then);
	snprintf(text, sizeof text, "\"%s\":%" PRId64, key, value);
	if (then != value)
		world_mismatch(text);
}

/* How many of the bytes that begin here are secret? */
static size_t secret_size(const unsigned char *at, size_t left)
{
	for (unsigned i = 0; i < world.nsecrets && i < SECRETS; i++)
		if (world.secrets[i].len <= left &&
			memcmp(at, world.secrets[i].at, world.secrets[i].len) == 0)
			return world.secrets[i].len;
	return 0;
}

/* A byte is a character from U+0000 to U+00FF: so nothing is lost, and the line is JSON whatever they are. */
static void write_bytes(const unsigned char *bytes, size_t len)
{
	size_t hidden = 0;

	for (size_t i = 0; i < len; i++) {
		if (!hidden)
			hidden = secret_size(bytes + i, len - i);
		if (hidden)
			putc('x', world.file);
		else if (bytes[i] < ' ' || bytes[i] > '~' || bytes[i] == '"' || bytes[i] == '\\')
			fprintf(world.file, "\\u%04x", bytes[i]);
		else
			putc(bytes[i], world.file);
		hidden -= hidden > 0;
	}
}

static unsigned char read_byte(void)
{
	char digits[5] = "";

	if (*world.at != '\\')
		return (unsigned char)*world.at++;
	if (world.at[1] != 'u' || strspn(world.at + 2, "0123456789abcdef") < 4)
		world_mismatch("a byte");
	memcpy(digits, world.at + 2, 4);
	world.at += 6;
	return (unsigned char)strtoul(digits, NULL, 16);
}

void world_bytes(void *bytes, size_t *len, size_t room)
{
	pass(",\"bytes\":\"");
	if (!world_replays())
		write_bytes(bytes, *len);
	else
		for (*len = 0; *world.at != '"' && *world.at >= ' '; ++*len) {
			if (*len == room)
				world_mismatch("fewer bytes");
			((unsigned char *)bytes)[*len] = read_byte();
		}
	pass("\"");
}

void world_end(void)
{
	pass("}\n");
	world.at = NULL;
}

void world_hide(const char *secret, size_t len)
{
	if (!len)
		return;
	world.secrets[world.nsecrets % SECRETS].at = secret;
	world.secrets[world.nsecrets++ % SECRETS].len = len;
}
