/* Mistake: a task is given a pointer into a frame that is left before it has ended, and the pointer hides in
 * a struct: only an argument that is a pointer itself is looked at. In Python the caller would keep the
 * object. */
// not caught: only with AddressSanitizer, at the access
#include "coro/task.h"
#include "tests/house/misuse/example.h"

struct job {
	int *out;
};

static struct task writer;

#ifdef FIXED
static async write_later(int *out)
{
	ASYNC();
	AWAIT(sleep_for(NS_PER_MS));
	*out = 9;
	ASYNC_END;
}
ASYNC_ENTRY(write_later, int *);
#else
static async write_later(struct job job)
{
	ASYNC();
	AWAIT(sleep_for(NS_PER_MS));
	*job.out = 9;
	ASYNC_END;
}
ASYNC_ENTRY(write_later, struct job);
#endif

static async part(void)
{
	ASYNC(int own);
#ifdef FIXED
	task_start(&writer, "writer", write_later, &my->own);
	AWAIT(task_await(&writer));
#else
	task_start(&writer, "writer", write_later, (struct job){&my->own});
#endif
	ASYNC_END;
}

static async count(void)
{
	ASYNC(int sum);
	AWAIT(sleep_for(5 * NS_PER_MS));
	printf("%d, and 0 is expected\n", my->sum);
	ASYNC_END;
}

static async work(void)
{
	ASYNC();
	AWAIT(part());
	AWAIT(count());
	ASYNC_END;
}
EXAMPLE(work);
