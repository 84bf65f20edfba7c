/* test_stack_frames.c - frames on a task's stack: they never meet, and who was left is not touched again. */
#include "coro/run.h"
#include "tests/lib/sanitized.h"
#include "tests/lib/stack_counted.h"

#include <string.h>

/* ---- frames ---- */

struct frame {
	struct coro *coro;
	struct coro **hook;
	struct coro_fn fn;
};

static uint32_t draw(uint32_t below)
{
	static uint32_t state = 1;

	state = state * 1103515245 + 12345; /* the C standard's example */
	return (state >> 8) % below;
}

/* Small ones, such as coroutines have; some that are larger than a chunk, and than any that is kept. */
static unsigned draw_size(void)
{
	return (unsigned)sizeof(struct coro) + draw(draw(20) ? 200 : draw(2) ? 2000 : 2 * LARGEST);
}

static void check_filled(const struct frame *f, int byte)
{
	for (const unsigned char *at = (void *)(f->coro + 1); at < (unsigned char *)f->coro + f->fn.size; at++)
		assert_int_equal(*at, byte);
}

/* The innermost coroutine awaits one more. */
static void push_frame(struct frame *f, int number)
{
	static const struct site here = {__FILE__, "", "one more", __LINE__};

	f->fn = (struct coro_fn){.size = draw_size()};
	f->hook = coro_next;
	f->coro = coro_push(&f->fn);
	assert_int_equal((uintptr_t)f->coro % CORO_ALIGN, 0);
	check_filled(f, 0);
	memset(f->coro + 1, number, f->fn.size - sizeof *f->coro);
	f->coro->at = &here;
	coro_next = &f->coro->child;
}

static void leave_frame(const struct frame *f, int number)
{
	check_filled(f, number);
	f->coro->at = NULL;
	assert_int_equal(coro_leave(f->coro, f->hook, __LINE__), ASYNC_OK);
}

static void frames_keep_what_is_written_into_them(void **state)
{
	enum { DEEPEST = 100, STEPS = 10000 };
	struct frame frames[DEEPEST];
	struct task t = {.state = TASK_RUNNING};
	int depth = 0;

	(void)state;
	memset(task_stack_begin(&t, 10), DEEPEST, 10);
	task_running = &t;
	coro_next = &t.root;
	for (int i = 0; i < STEPS; i++) {
		if (depth == 0 || (depth < DEEPEST && draw(2))) {
			push_frame(&frames[depth], depth);
			depth++;
		} else {
			depth--;
			leave_frame(&frames[depth], depth);
		}
	}
	while (depth-- > 0)
		leave_frame(&frames[depth], depth);
	task_running = NULL;
	coro_next = &coro_nowhere;
	task_stack_free(&t);
	assert_null(t.chunk);
}

/* ---- what is wrong ---- */

static int take_without_memory(void)
{
	struct task t = {0};

	refuses = true;
	task_stack_begin(&t, 1);
	return 0;
}

static void without_memory_it_aborts(void **state)
{
	static const char *const words[] = {"fatal: no memory for a task's stack", NULL};

	(void)state;
	assert_aborts(take_without_memory, words);
}

/* AddressSanitizer names the line that touches a frame after its coroutine has ended. */
#if ADDRESSES_WATCHED
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
#if ADDRESSES_WATCHED
		WITH_STACKS(a_frame_that_was_left_is_forbidden),
#endif
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
