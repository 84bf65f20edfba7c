/* Rule 27: an error that nobody looked at is reported; one that was awaited or looked at is not, nor is a
 * cancellation. */
#include "tests/house/conform/conform.h"

#include <string.h>
#include <unistd.h>

/* Sums up the "(N times)" with which the lines on such errors end. */
static unsigned count_reports(FILE *err)
{
	unsigned reports = 0, times;
	char line[256];

	rewind(err);
	while (fgets(line, sizeof line, err))
		if (strstr(line, "nobody looked at") && sscanf(strrchr(line, '('), "(%u times)", &times) == 1)
			reports += times;
	return reports;
}

static struct task tasks[5];

static async work(int ms, enum status error)
{
	enum status err;

	ASYNC();
	AWAIT_CATCH_ALL(err, sleep_ms(ms));
	(void)err;
	ASYNC_RAISE(error);
	ASYNC_END;
}
ASYNC_ENTRY(work, int, enum status);

static async async_main(void)
{
	static const int ms[] = {10, 10, 10, 10, 90};
	static const enum status errors[] = {
		ASYNC_CANCELLED, ASYNC_E_INVALID, ASYNC_E_INVALID, ASYNC_E_INVALID, ASYNC_E_INVALID};
	enum status err;

	ASYNC();
	for (int i = 0; i < 5; i++)
		task_start(&tasks[i], "work", work, ms[i], errors[i]);
	AWAIT(sleep_ms(20));
	AWAIT_CATCH_ALL(err, task_await(&tasks[1]));
	say("awaited: %s", status_name(err));
	say("looked at: %s", status_name(task_result(&tasks[2])));
	ASYNC_END;
}
ASYNC_ENTRY(async_main);

int main(void)
{
	FILE *err = tmpfile();
	enum status outcome;

	if (!err || dup2(fileno(err), STDERR_FILENO) < 0 || loop_open(LOOP_VIRTUAL) < 0)
		return 2;
	outcome = async_run(async_main);
	say("reports: %u", count_reports(err));
	loop_close();
	return outcome != ASYNC_OK;
}
