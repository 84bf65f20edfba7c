/* entry.h - how a task begins: a coroutine and its arguments, typed. */
#ifndef CORO_ENTRY_H
#define CORO_ENTRY_H

#include "coro/coro.h"

typedef enum status coro_fn(void *args);

/* ASYNC_ENTRY(fn, type, …) stands once after fn, in the same file: how a task starts fn with arguments of
 * these types, six at most, which are copied to the bottom of its stack. */
struct task_entry {
	coro_fn *fn;           /* calls it with the arguments that lie there */
	unsigned size, points; /* of all of them, in bytes; and a bit for each word among them that is a pointer */
};

/* clang-format off */
#define ASYNC_ENTRY(...) ASYNC_ENTRY_N(__VA_ARGS__, 6, 5, 4, 3, 2, 1, 0, )(__VA_ARGS__, )
#define ASYNC_ENTRY_N(fn, a, b, c, d, e, f, n, ...) ASYNC_ENTRY_##n
#define ASYNC_ENTRY_0(fn, _)          ASYNC_ENTRY_(fn, (void), (), CORO_EACH_0, )
#define ASYNC_ENTRY_1(fn, A, _)       ASYNC_ENTRY_(fn, (A), (args_->a), CORO_EACH_1, A)
#define ASYNC_ENTRY_2(fn, A, B, _)    ASYNC_ENTRY_(fn, (A, B), (args_->a, args_->b), CORO_EACH_2, A, B)
#define ASYNC_ENTRY_3(fn, A, B, C, _) ASYNC_ENTRY_(fn, (A, B, C), (args_->a, args_->b, args_->c), CORO_EACH_3, A, B, C)
#define ASYNC_ENTRY_4(fn, A, B, C, D, _)                                                                     \
	ASYNC_ENTRY_(fn, (A, B, C, D), (args_->a, args_->b, args_->c, args_->d), CORO_EACH_4, A, B, C, D)
#define ASYNC_ENTRY_5(fn, A, B, C, D, E, _)                                                                  \
	ASYNC_ENTRY_(fn, (A, B, C, D, E), (args_->a, args_->b, args_->c, args_->d, args_->e), CORO_EACH_5, A, B, C, D, E)
#define ASYNC_ENTRY_6(fn, A, B, C, D, E, F, _)                                                               \
	ASYNC_ENTRY_(fn, (A, B, C, D, E, F), (args_->a, args_->b, args_->c, args_->d, args_->e, args_->f),   \
		CORO_EACH_6, A, B, C, D, E, F)
#define CORO_EACH_0(X, fn, ...)
#define CORO_EACH_1(X, fn, A)                X(fn, A, a)
#define CORO_EACH_2(X, fn, A, B)             CORO_EACH_1(X, fn, A) X(fn, B, b)
#define CORO_EACH_3(X, fn, A, B, C)          CORO_EACH_2(X, fn, A, B) X(fn, C, c)
#define CORO_EACH_4(X, fn, A, B, C, D)       CORO_EACH_3(X, fn, A, B, C) X(fn, D, d)
#define CORO_EACH_5(X, fn, A, B, C, D, E)    CORO_EACH_4(X, fn, A, B, C, D) X(fn, E, e)
#define CORO_EACH_6(X, fn, A, B, C, D, E, F) CORO_EACH_5(X, fn, A, B, C, D, E) X(fn, F, f)
#define CORO_ARG(fn, type, name)             __typeof__(type) name;
#define CORO_POINTS(fn, type, name)                                                                          \
	| (__builtin_classify_type(((struct fn##_args *)0)->name) == CORO_POINTER)                           \
		<< offsetof(struct fn##_args, name) / sizeof(void *)
enum { CORO_POINTER = 5 }; /* pointer_type_class, in gcc and in clang */
#define ASYNC_ENTRY_(fn_, types, values, each, ...)                                                          \
	struct fn_##_args {                                                                                  \
		enum status (*fn) types;                                                                     \
		each(CORO_ARG, fn_, __VA_ARGS__)                                                             \
	};                                                                                                   \
	static enum status fn_##_task(void *copy_)                                                           \
	{                                                                                                    \
		const struct fn_##_args *args_ = copy_;                                                      \
		return args_->fn values;                                                                     \
	}                                                                                                    \
	static const struct task_entry fn_##_entry __attribute__((unused)) = {                               \
		fn_##_task, sizeof(struct fn_##_args), 0 each(CORO_POINTS, fn_, __VA_ARGS__)};               \
	struct coro

/* asyncio.create_task(fn(…), name=name): task_start(&task, name, fn, arguments …) queues task t to run fn(…);
 * nothing runs before the next turn. t is all zeros, or its last run is over. t and name, and what the
 * arguments point to, must live until it is done. */
#define task_start(t, name, ...) CORO_START(t, name, CORO_FIRST(__VA_ARGS__, ), __VA_ARGS__)
#define CORO_FIRST(first, ...) first
#define CORO_START(t, name, fn, ...) CORO_START_(t, name, fn, __VA_ARGS__)
#define CORO_START_(t, name, fn_, ...)                                                                       \
	do {                                                                                                 \
		static const struct site spawned_ = {__FILE__, __func__, #fn_, __LINE__};                    \
		const struct fn_##_args args_ = {__VA_ARGS__};                                               \
		task_spawn((t), &fn_##_entry, &args_, (name), &spawned_);                               \
	} while (0)
/* clang-format on */
void task_spawn(struct task *t, const struct task_entry *entry, const void *args, const char *name,
	const struct site *spawned);

#endif
