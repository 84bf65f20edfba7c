/* stack.c - a task's own stack, on which the frames of its coroutines lie.
 *
 * It consists of chunks: a small first one, enough for a task that only sleeps, and more when they are
 * needed. A chunk that is empty goes to a free list and serves the next task: so in a steady state nothing is
 * allocated. */
#include "coro/task.h"

#include <stdlib.h>
#include <string.h>

/* Under AddressSanitizer a program that uses a frame that was left is caught at that access. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define __SANITIZE_ADDRESS__ 1
#endif
#endif
#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#define FORBID(at, size) ASAN_POISON_MEMORY_REGION(at, size)
#define ALLOW(at, size)  ASAN_UNPOISON_MEMORY_REGION(at, size)
#else
#define FORBID(at, size) (void)(size)
#define ALLOW(at, size)  (void)(size)
#endif

/* A chunk's size, with its head: FIRST, or a multiple of STEP. Those above LARGEST are not kept as spare
 * ones. */
enum { FIRST = 152, STEP = 512, LARGEST = 16384 };

struct chunk {
	_Alignas(CORO_ALIGN) struct chunk *below; /* of the same stack; in a free list: the next one */
	unsigned size;                            /* with this head */
	unsigned used;                            /* … of which so much is in use, with the head */
};
_Static_assert(sizeof(struct chunk) == CORO_ALIGN, "what lies behind it is aligned");

static struct chunk *spare[LARGEST / STEP + 1]; /* by size in steps; [0]: FIRST */

static struct chunk *chunk_take(size_t size)
{
	struct chunk *c = size <= LARGEST ? spare[size / STEP] : NULL;

	if (c) {
		spare[size / STEP] = c->below;
		ALLOW(c, size);
		return c;
	}
	c = malloc(size);
	if (!c)
		loop_fatal("no memory for a task's stack");
	c->size = (unsigned)size;
	return c;
}

static void chunk_give(struct chunk *c)
{
	if (c->size > LARGEST) {
		ALLOW(c, c->size);
		free(c);
		return;
	}
	c->below = spare[c->size / STEP];
	spare[c->size / STEP] = c;
}

static __attribute__((noinline)) void *take_beyond(struct task *t, size_t size)
{
	size_t wanted = size + sizeof(struct chunk);
	struct chunk *c = chunk_take(!t->chunk && wanted <= FIRST ? FIRST : (wanted + STEP - 1) / STEP * STEP);

	c->below = t->chunk;
	c->used = sizeof *c;
	t->chunk = c;
	FORBID(c + 1, c->size - sizeof *c);
	return task_stack_take(t, size); /* now there is room */
}

void *task_stack_take(struct task *t, size_t size)
{
	void *place;

	if (!t->chunk || t->chunk->used + size > t->chunk->size)
		return take_beyond(t, size);
	place = (char *)t->chunk + t->chunk->used;
	t->chunk->used += (unsigned)CORO_ROUND(size); /* perhaps beyond its end: then it is full */
	ALLOW(place, size);
	return place;
}

void task_stack_give(struct task *t, void *place, size_t size)
{
	struct chunk *c = t->chunk;

	FORBID(place, size);
	c->used = (unsigned)((char *)place - (char *)c);
	if (c->used > sizeof *c || !c->below)
		return;
	t->chunk = c->below; /* it was the first frame of its chunk: the chunk is empty now */
	chunk_give(c);
}

void task_stack_free(struct task *t)
{
	while (t->chunk) {
		struct chunk *c = t->chunk;

		t->chunk = c->below;
		chunk_give(c);
	}
}

void task_stacks_trim(void)
{
	for (size_t i = 0; i < sizeof spare / sizeof *spare; i++)
		while (spare[i])
			free(chunk_take(i ? i * STEP : FIRST));
}

/* ---- a coroutine begins ---- */

struct coro *coro_push(const struct coro_fn *fn)
{
	struct task *t = task_running;
	struct coro *c;

	if (*coro_next || coro_resuming || (coro_next != &t->root && !coro_parent()->at))
		coro_cannot_start(fn);
	c = task_stack_take(t, fn->size);
	*c = (struct coro){.fn = fn};
	if (fn->size > sizeof *c)
		memset(c + 1, 0, fn->size - sizeof *c);
	return *coro_next = c;
}
