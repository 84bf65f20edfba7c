/* explain_run.c - the program's own record, read back by the program itself. */
#include "demo/view/explain_run.h"
#include "demo/view/explain.h"
#include "loop/watch/record.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static FILE *record; /* our end of the file, for reading */
static FILE *told;   /* to whom */

/* The loop writes through a file of its own, and record_close closes that. The name is removed at once, so
 * nothing is left behind, even by a crash. */
void explain_begin(FILE *out)
{
	char path[] = "/tmp/explain.XXXXXX";
	int fd = mkstemp(path), err = fd < 0 ? -errno : record_open(path);

	if (fd >= 0)
		unlink(path);
	record = err ? NULL : fdopen(fd, "r");
	told = out;
	if (!record || atexit(explain_end) != 0)
		fprintf(stderr, "--explain: %s: %s\n", path, strerror(err ? -err : ENOMEM));
}

void explain_end(void)
{
	struct events run = {0};
	int err = record ? record_close() : 0;

	if (!record)
		return;
	if (err)
		fprintf(stderr, "--explain: cannot write the record: %s\n", strerror(-err));
	else if (!events_read(&run, record, "--explain"))
		fprintf(stderr, "%s\n", run.error);
	else if (!explain_print(told, &run, true))
		fputs("--explain: out of memory\n", stderr);
	events_free(&run);
	fclose(record);
	record = NULL;
}
