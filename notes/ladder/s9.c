/* s9.c - the ten names on tiny.h, and a clock for the one who waits in front of the screen. */
#include "ten.h"
#include "tiny.h"

static int known; /* names of which we know the gender */

/* The innermost: they keep nothing, so they need no frame. */
static async sent(struct talk *t)
{
	return talk_send(t) ? ASYNC_OK : ASYNC_PENDING;
}

static async received(struct talk *t)
{
	return talk_recv(t) ? ASYNC_OK : ASYNC_PENDING;
}

static async predict_gender(const char *name, char gender[16])
{
	ASYNC(struct talk talk);
	talk_open(&my->talk, name, SOCK_NONBLOCK);
	loop_watch(my->talk.fd);
	AWAIT(sent(&my->talk));
	AWAIT(received(&my->talk));
	loop_unwatch(my->talk.fd);
	talk_close(&my->talk, gender);
	ASYNC_END;
}

static async work(int first)
{
	ASYNC(int i; char gender[16]);
	for (my->i = first; my->i < total; my->i += workers) {
		AWAIT(predict_gender(names[my->i], my->gender));
		printf("%s %s\n", names[my->i], my->gender);
		known++;
	}
	ASYNC_END;
}
ASYNC_ENTRY(work, int);

static async progress(int64_t period)
{
	ASYNC(int64_t start);
	my->start = loop.now;
	while (known < total) {
		AWAIT(sleep_for(period));
		fprintf(stderr, "%3d ms: %d of %d\n", (int)((loop.now - my->start) / NS_PER_MS),
			known, total);
	}
	ASYNC_END;
}
ASYNC_ENTRY(progress, int64_t);

static async async_main(int n)
{
	static struct task all[MOST], clock;

	ASYNC(double start; int i);
	my->start = seconds();
	for (int i = 0; i < n; i++)
		task_start(&all[i], names[i], work, i);
	task_start(&clock, "progress", progress, 40 * NS_PER_MS);
	for (; my->i < n; my->i++)
		AWAIT(task_await(&all[my->i]));
	AWAIT(task_await(&clock));
	printf("Time taken: %.2f seconds\n", seconds() - my->start);
	ASYNC_END;
}
ASYNC_ENTRY(async_main, int);

int main(int argc, char **argv)
{
	ten_arguments(argc, argv);
	async_run(async_main, workers);
	return 0;
}
