/* test_stack_frames.c - frames on a task's stack: they never meet, and who was left is not touched again. */
#include "coro/run.h"
#include "tests/lib/stack_counted.h"

#include <string.h>

/* ---- frames ---- */

struct frame {
	unsigned char *at;
	size_t size;
};

static uint32_t draw(uint32_t below)
{
	static uint32_t state = 1;

	state = state * 1103515245 + 12345; /* the C standard's example */
	return (state >> 8) % below;
}

/* Small ones, such as coroutines have; some that are larger than a chunk, and than any that is kept. */
static size_t draw_size(void)
{
	return 1 + draw(draw(20) ? 200 : draw(2) ? 2000 : 2 * LARGEST);
}

static void take_frame(struct task *t, struct frame *f, int number)
{
	f->size = draw_size();
	f->at = task_stack_take(t, f->size);
	assert_int_equal((uintptr_t)f->at % CORO_ALIGN, 0);
	memset(f->at, number, f->size);
}

static void give_frame(struct task *t, const struct frame *f, int number)
{
	for (size_t i = 0; i < f->size; i++)
		assert_int_equal(f->at[i], number);
	task_stack_give(t, f->at, CORO_ROUND(f->size));
}

static void frames_keep_what_is_written_into_them(void **state)
{
	enum { DEEPEST = 100, STEPS = 10000 };
	struct frame frames[DEEPEST];
	struct task t = {0};
	int depth = 0;

	(void)state;
	for (int i = 0; i < STEPS; i++) {
		if (depth == 0 || (depth < DEEPEST && draw(2))) {
			take_frame(&t, &frames[depth], depth);
			depth++;
		} else {
			depth--;
			give_frame(&t, &frames[depth], depth);
		}
	}
	while (depth-- > 0)
		give_frame(&t, &frames[depth], depth);
	task_stack_free(&t);
	assert_null(t.chunk);
}

/* ---- what is wrong ---- */

static int take_without_memory(void)
{
	struct task t = {0};

	refuses = true;
	task_stack_take(&t, 1);
	return 0;
}

static void without_memory_it_aborts(void **state)
{
	static const char *const words[] = {"fatal: no memory for a task's stack", NULL};

	(void)state;
	assert_aborts(take_without_memory, words);
}

/* AddressSanitizer names the line that touches a frame after its coroutine has ended. */
#ifdef __SANITIZE_ADDRESS__
static async tell_place(const void **place)
{
	ASYNC(int value);
	*place = &my->value;
	assert_false(__asan_address_is_poisoned(*place));
	AWAIT(sleep_for(0));
	ASYNC_END;
}

static async look_back(void)
{
	ASYNC(const void *place);
	AWAIT(tell_place(&my->place));
	assert_true(__asan_address_is_poisoned(my->place));
	ASYNC_END;
}
ASYNC_ENTRY(look_back);

static void a_frame_that_was_left_is_forbidden(void **state)
{
	(void)state;
	assert_int_equal(async_run(look_back), ASYNC_OK);
}
#endif

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_STACKS(frames_keep_what_is_written_into_them),
		CLOSED(without_memory_it_aborts),
#ifdef __SANITIZE_ADDRESS__
		WITH_STACKS(a_frame_that_was_left_is_forbidden),
#endif
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
