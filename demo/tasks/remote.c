/* remote.c - reads memory through /proc/PID/mem, and names through nm. */
#include "demo/tasks/remote.h"
#include "demo/arguments.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { TEXT = REMOTE_TEXT, NAMES = 100000 };

static struct name { /* a function or a variable, as nm prints it */
	uintptr_t at;
	char text[64];
} names[NAMES];
static size_t count;
static uintptr_t slide; /* what the kernel added to each address when it loaded the program */
static int memory;
bool remote_torn;

_Noreturn void remote_fail(const char *pid, const char *why)
{
	exit(arguments_complain(pid, why));
}

/* ---- its memory ---- */

/* Reads up to `size` bytes, and `least`, else the process has changed something; a NUL stands behind them.
 * Never freed: this program ends soon. */
static void *read_memory(const void *at, size_t size, size_t least)
{
	char *to = calloc(1, size + 1);

	if (!to)
		abort();
	if (pread(memory, to, size, (off_t)(uintptr_t)at) < (ssize_t)least)
		remote_torn = true;
	return to;
}

void *remote_copy(const void *at, size_t size)
{
	return read_memory(at, size, size);
}

/* A short read is no error: the bytes after the end of the string do not matter. */
char *remote_text(const char *at)
{
	return read_memory(at, TEXT - 1, 1);
}

/* ---- its names ---- */

const void *remote_address(const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(names[i].text, name) == 0)
			return (const void *)(names[i].at + slide);
	return NULL;
}

/* Has this function that name? */
bool remote_is(uintptr_t function, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (names[i].at + slide == function && strcmp(names[i].text, name) == 0)
			return true;
	return false;
}

static void read_names(const char *pid)
{
	char command[TEXT], path[TEXT], line[2 * TEXT];
	FILE *nm, *maps;
	uintptr_t base = 0;

	snprintf(command, sizeof command, "nm /proc/%s/exe 2>/dev/null", pid);
	nm = popen(command, "r");
	while (nm && count < NAMES && fgets(line, sizeof line, nm))
		count += sscanf(line, "%" SCNxPTR " %*c %63s", &names[count].at, names[count].text) == 2;
	if (nm)
		pclose(nm);
	snprintf(path, sizeof path, "/proc/%s/maps", pid);
	maps = fopen(path, "r");
	if (!maps || fscanf(maps, "%" SCNxPTR, &base) != 1 || count == 0)
		remote_fail(
			pid, "no such process, or its program has no symbols, or there is no nm (binutils)");
	fclose(maps);
	slide = (uintptr_t)remote_address("main") < base ? base : 0;
}

/* pid becomes part of a shell command, so it must consist of digits only. */
void remote_open(const char *pid)
{
	char path[TEXT];

	if (pid[strspn(pid, "0123456789")])
		remote_fail(pid, "not the number of a process");
	snprintf(path, sizeof path, "/proc/%s/mem", pid);
	memory = open(path, O_RDONLY | O_CLOEXEC);
	if (memory < 0 && (errno == EACCES || errno == EPERM))
		remote_fail(pid, "you may not read it: see /proc/sys/kernel/yama/ptrace_scope, ptrace(2)");
	if (memory < 0)
		remote_fail(pid, errno == ENOENT ? "no such process" : strerror(errno));
	read_names(pid);
}
