/* stack.c - a task's own stack, on which the frames of its coroutines lie.
 *
 * It consists of chunks: a small first one, enough for a task that only sleeps, and more when they are
 * needed. A chunk that is empty goes to a free list and serves the next task: so in a steady state nothing is
 * allocated. */
#include "coro/owner.h"

#include <stdlib.h>
#include <string.h>

/* Under AddressSanitizer a program that uses a frame that was left is caught at that access. Elsewhere the
 * two do nothing. */
#if __has_include(<sanitizer/asan_interface.h>)
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(at, size)   (void)(size)
#define ASAN_UNPOISON_MEMORY_REGION(at, size) (void)(size)
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
		ASAN_UNPOISON_MEMORY_REGION(c, size);
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
		ASAN_UNPOISON_MEMORY_REGION(c, c->size);
		free(c);
		return;
	}
	c->below = spare[c->size / STEP];
	spare[c->size / STEP] = c;
}

/* On top of the stack there is no room for a piece of this size: adds a chunk in which there is. */
static __attribute__((noinline)) void add_chunk(struct task *t, size_t size)
{
	size_t wanted = size + sizeof(struct chunk);
	struct chunk *c = chunk_take(!t->chunk && wanted <= FIRST ? FIRST : (wanted + STEP - 1) / STEP * STEP);

	c->below = t->chunk;
	c->used = sizeof *c;
	t->chunk = c;
	ASAN_POISON_MEMORY_REGION(c + 1, c->size - sizeof *c);
}

/* A piece of the topmost chunk, in which there is room for it. */
static void *stack_take(struct chunk *c, size_t size)
{
	void *place = (char *)c + c->used;

	c->used += (unsigned)CORO_ROUND(size); /* perhaps beyond its end: then it is full */
	ASAN_UNPOISON_MEMORY_REGION(place, size);
	return place;
}

void *task_stack_begin(struct task *t, size_t size)
{
	add_chunk(t, size);
	return stack_take(t->chunk, size);
}

void task_stack_free(struct task *t)
{
	chunk_give(t->chunk); /* the first one: each of the others went when its last frame was left */
	t->chunk = NULL;
}

void task_stacks_trim(void)
{
	for (size_t i = 0; i < sizeof spare / sizeof *spare; i++)
		while (spare[i])
			free(chunk_take(i ? i * STEP : FIRST));
}

/* ---- a coroutine begins, and ends ---- */

static __attribute__((noinline)) struct coro *push_beyond(const struct coro_fn *fn)
{
	add_chunk(task_running, fn->size);
	return coro_push(fn); /* now there is room */
}

struct coro *coro_push(const struct coro_fn *fn)
{
	struct task *t = task_running;
	struct coro *c;

	/* Nothing hangs here or is yet to be resumed; and the caller, if there is one, stands at an await. */
	if (*coro_next || coro_resuming ||
		(coro_next != &t->root && !container_of(coro_next, struct coro, child)->at))
		coro_cannot_start(fn);
	if (t->chunk->used + fn->size > t->chunk->size)
		return push_beyond(fn);
	c = *coro_next = stack_take(t->chunk, fn->size);
	*c = (struct coro){.fn = fn};
	if (fn->size > sizeof *c)
		memset(c + 1, 0, fn->size - sizeof *c);
	return c;
}

enum status coro_leave(struct coro *c, struct coro **hook, int line)
{
	struct chunk *top;
	enum status outcome;

	if (c->open)
		coro_lost(c->fn->file, line, c->fn->func, c);
	if (c->held)
		owner_leave(c, line);
	outcome = c->raised == ASYNC_RETURNING ? ASYNC_OK : (enum status)c->raised;
	*hook = NULL;
	coro_next = hook;
	ASAN_POISON_MEMORY_REGION(c, c->fn->size);
	top = task_running->chunk;
	top->used = (unsigned)((char *)c - (char *)top);
	if (top->used == sizeof *top && top->below) { /* it was the first frame of its chunk, which is empty now */
		task_running->chunk = top->below;
		chunk_give(top);
	}
	return outcome;
}
