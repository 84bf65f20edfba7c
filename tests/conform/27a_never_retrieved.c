/* Rule 27: an error that nobody looked at is reported; one that was awaited or looked at is not, nor is a
 * cancellation. */
#include "tests/conform/conform.h"

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

struct work {
	struct coro coro;
	struct sleep sleep;
	int ms;
	enum status error;
};

static async work(struct work *self)
{
	enum status err;

	ASYNC_BEGIN(self);
	AWAIT_CATCH(err, sleep_ms(&self->sleep, self->ms));
	ASYNC_RAISE(err ? ASYNC_E_INVALID : self->error);
	ASYNC_END;
}
ASYNC_TASK(work);

static struct work works[5];
static struct task tasks[5];

struct async_main {
	struct coro coro;
	struct task_wait wait;
	struct sleep sleep;
};

static async async_main(struct async_main *self)
{
	static const int ms[] = {10, 10, 10, 10, 90};
	static const enum status errors[] = {
		ASYNC_CANCELLED, ASYNC_E_INVALID, ASYNC_E_INVALID, ASYNC_E_INVALID, ASYNC_E_INVALID};
	enum status err;

	ASYNC_BEGIN(self);
	for (int i = 0; i < 5; i++) {
		works[i] = (struct work){.ms = ms[i], .error = errors[i]};
		task_create(&tasks[i], work, &works[i], "work");
	}
	AWAIT(sleep_ms(&self->sleep, 20));
	AWAIT_CATCH(err, task_await(&self->wait, &tasks[1]));
	say("awaited: %s", status_name(err));
	say("looked at: %s", status_name(task_result(&tasks[2])));
	ASYNC_END;
}
ASYNC_TASK(async_main);

int main(void)
{
	static struct async_main frame;
	FILE *err = tmpfile();
	enum status outcome;

	if (!err || dup2(fileno(err), STDERR_FILENO) < 0 || loop_open(LOOP_VIRTUAL) < 0)
		return 2;
	outcome = run(async_main, &frame);
	say("reports: %u", count_reports(err));
	loop_close();
	return outcome != ASYNC_OK;
}
