/* coro.h - stackless coroutines: functions that can pause while they wait.
 *
 *     static async greet(const char *who, int times)
 *     {
 *             ASYNC(int i);                                   what must survive a wait: my->i
 *             for (my->i = 0; my->i < times; my->i++) {
 *                     printf("Hello %s ...\n", who);
 *                     AWAIT(sleep_for(NS_PER_S));             others run here
 *             }
 *             ASYNC_END;
 *     }
 *
 * To pause, a coroutine returns ASYNC_PENDING, and so does each of its callers, down to the loop. To go on,
 * the loop calls the outermost one again with the same arguments, and each calls the one that it awaits: so a
 * debugger's `bt` shows the chain of awaits, with their arguments.
 *
 * How can a function go on in the middle of a loop? ASYNC opens a `switch`, ASYNC_END closes it, and the
 * whole function stands in between. AWAIT puts a label into it, `case 6:`, with the number of its own line,
 * and notes that line before it returns. On the next call the switch jumps to the label.
 * C allows that. A `case` is a label like any other: it need not stand directly in the switch, it may stand
 * inside the `for`. The jump enters the loop from the side. The loop's first part, my->i = 0, is passed over;
 * the rest of the round runs, then my->i++ and the test, as if the loop had been entered from above.
 * But a jump brings no variable back, and the return has ended them all. So what the loop counts with lies
 * in the coroutine's FRAME: a struct that ASYNC declares, whose fields start as zeros, and which lies on the
 * task's own stack (stack.c) until ASYNC_END. That is why it is written my->i.
 *
 * House rules. The compiler, `make check FILE=mine.c`, or else an abort when it runs, names the line that
 * breaks one:
 *   - one AWAIT a line; none inside a `switch` of your own (put that switch into a function);
 *   - a C variable does not live across an AWAIT: what must is a field. A parameter does, if nothing assigns
 *     to it;
 *   - the arguments in an AWAIT are evaluated again at each resume: they give the same values then, and do
 *     nothing else;
 *   - nothing but declarations stands before ASYNC;
 *   - a block opened by ASYNC_WITH is left through ASYNC_EXIT, ASYNC_RETURN or an error, not by return, goto
 *     or break;
 *   - a task, and what it was given a pointer to, outlives its coroutine (owner.h).
 *
 * Not caught, each shown by a file of that name in tests/house/misuse/: hidden_side_effect and
 * argument_that_changes, in an await; address_kept_by_a_function; pointer_into_a_left_frame and
 * pointer_inside_an_argument, which is a struct (but by AddressSanitizer); static_variable, in place of a
 * field; permit_not_given_back; blocking_call (but by LOOP_DEBUG=1). */
#ifndef CORO_CORO_H
#define CORO_CORO_H

#include "coro/frame.h"

/* The type of every coroutine. A caller that drops the result has forgotten an await: a warning, as in
 * Python. */
#define async __attribute__((warn_unused_result, noinline)) enum status

/* clang-format off */
/* Begins a coroutine, and says what must survive its awaits: fields, which start as zeros and are reached as
 * my->field. They lie in the coroutine's FRAME, on the task's own stack, until ASYNC_END. */
#define ASYNC(...)                                                                                           \
	struct coro **const hook_ = coro_next;                                                               \
	_Pragma("GCC diagnostic push") _Pragma("GCC diagnostic ignored \"-Wpedantic\"")                      \
	struct { struct coro coro; __VA_ARGS__; } *my;                                                       \
	_Pragma("GCC diagnostic pop")                                                                        \
	static const struct coro_fn here_ = {__FILE__, __func__, __LINE__, sizeof *my};                      \
	_Static_assert(_Alignof(__typeof__(*my)) <= CORO_ALIGN, "a field's alignment is above 16");          \
	my = (void *)(*hook_ && (*hook_)->fn == &here_ ? *hook_ : coro_push(&here_));                        \
	coro_next = &my->coro.child;                                                                         \
	switch (my->coro.at ? my->coro.at->line : 0) {                                                       \
	default: /* it begins here */                                                                        \
		if (my->coro.at) /* no such line: an await inside of a switch */                             \
			coro_lost(__FILE__, __LINE__, __func__, &my->coro)

/* Nothing but a declaration stands before the label: so a breakpoint on an await's line stops at every
 * resume. The sum is never computed. It makes the compiler warn of a ++ or = in the arguments. */
#ifdef __clang__
#define CORO_NEVER (!hook_) /* what clang knows to be false it does not look at */
#else
#define CORO_NEVER 0
#endif
#ifndef CORO_RESUMED /* `make check` has gcc look at something here (tests/house/resumed.h) */
#define CORO_RESUMED
#endif
#define AWAIT_(call, text, on_outcome)                                                                       \
	do {                                                                                                 \
		static const struct site site_ = {__FILE__, __func__, text, __LINE__};                       \
		__attribute__((fallthrough));                                                                \
	case __LINE__:                                                                                       \
		CORO_RESUMED                                                                                 \
		my->coro.at = &site_;                                                                        \
		if (CORO_NEVER)                                                                              \
			(void)((call) + (call));                                                             \
		const enum status outcome_ = (call);                                                         \
		if (outcome_ == ASYNC_PENDING)                                                               \
			return ASYNC_PENDING; /* to our caller, and so on, down to the loop */               \
		if (my->coro.child)           /* the child left by a bare return */                          \
			coro_lost(__FILE__, __LINE__, __func__, my->coro.child);                             \
		on_outcome;                                                                                  \
		my->coro.at = NULL;                                                                          \
	} while (0)

/* await: an error of the child leaves this coroutine too, through its exits. */
#define AWAIT(call) AWAIT_(call, #call, if (outcome_ != ASYNC_OK) CORO_RAISE(my->coro.at, outcome_))
#define CORO_RAISE(site, err)                                                                                \
	do {                                                                                                 \
		my->coro.raised = coro_raise(&my->coro, hook_, site, err);                                   \
		goto coro_exit_;                                                                             \
	} while (0)

/* try: await; except Exception: the outcome is stored in err, and this coroutine goes on. A cancellation
 * passes, as in Python (asyncio.CancelledError is no Exception): it leaves through the exits, and err keeps
 * its value. */
#define AWAIT_CATCH(err, call)                                                                               \
	AWAIT_(call, #call, if (outcome_ == ASYNC_CANCELLED) CORO_RAISE(my->coro.at, outcome_); CORO_CATCH(err))

/* try: await; except BaseException: catches a cancellation too, for cleanup. Unless it is raised again, it is
 * swallowed. */
#define AWAIT_CATCH_ALL(err, call) AWAIT_(call, #call, CORO_CATCH(err))
#define CORO_CATCH(err)                                                                                      \
	(err) = outcome_ == ASYNC_OK ? ASYNC_OK : coro_raise(&my->coro, NULL, my->coro.at, outcome_)

/* return: results leave by pointers among the parameters. */
#define ASYNC_RETURN()                                                                                       \
	do {                                                                                                 \
		my->coro.raised = ASYNC_RETURNING;                                                           \
		goto coro_exit_;                                                                             \
	} while (0)

/* raise: leaves through the exits with err; with ASYNC_OK it is a return. */
#define ASYNC_RAISE(err)                                                                                     \
	do {                                                                                                 \
		ASYNC_TRY(err);                                                                              \
		ASYNC_RETURN();                                                                              \
	} while (0)

/* Raises what a plain function returns, unless that is ASYNC_OK: for what may fail but never waits. */
#define ASYNC_TRY(call)                                                                                      \
	do {                                                                                                 \
		static const struct site raised_ = {__FILE__, __func__, NULL, __LINE__};                     \
		const enum status tried_ = (call);                                                           \
		if (tried_ != ASYNC_OK)                                                                      \
			CORO_RAISE(&raised_, tried_);                                                        \
	} while (0)

#define ASYNC_END                                                                                            \
	coro_exit_: __attribute__((unused));                                                                 \
		return coro_leave(&my->coro, hook_, __LINE__);                                               \
	}

/* async with: awaits enter, runs the block, and awaits leave whatever the block did: success, ASYNC_RETURN,
 * error or cancel. If enter fails neither the block nor leave runs. An error of leave replaces the block's.
 * In leave's arguments ASYNC_RAISED is the block's outcome. All of it has braces of its own, and may be what
 * an `if` or a `while` does. try … finally is the same without an enter: ASYNC_TRY_BLOCK { … }
 * ASYNC_FINALLY(leave); `__label__` (GNU C, also in clang) makes the exit of each block a label of its own,
 * to which errors jump; the pragmas excuse only it from -Wpedantic. The block is a loop of one round, so that
 * a break or a continue leads to a call which nothing else can reach: a compiler that finds that call alive
 * refuses the file in these words. */
#define ASYNC_WITH(enter) { AWAIT(enter); CORO_BLOCK
#define ASYNC_TRY_BLOCK   { CORO_BLOCK
#define CORO_BLOCK                                                                                           \
	_Pragma("GCC diagnostic push") _Pragma("GCC diagnostic ignored \"-Wpedantic\"")                      \
	{       __label__ coro_left_;                                                                        \
		my->coro.open++;                                                                             \
		do {    __label__ coro_exit_;                                                                \
			_Pragma("GCC diagnostic pop")

#define ASYNC_EXIT(leave)                                                                                    \
		coro_exit_: __attribute__((unused));                                                         \
			AWAIT_(leave, #leave, if (outcome_ != ASYNC_OK) my->coro.raised =                    \
				coro_raise(&my->coro, hook_, my->coro.at, outcome_));                        \
			my->coro.open--;                                                                     \
			goto coro_left_;                                                                     \
		} while (coro_jumped_out()); coro_jumped_out(); /* here leads a continue, and here a break */ \
	coro_left_:                                                                                          \
		if (my->coro.raised)                                                                         \
			goto coro_exit_;                                                                     \
	}}
#define ASYNC_FINALLY ASYNC_EXIT
bool coro_jumped_out(void) __attribute__((error("a break or continue leaves this ASYNC_WITH block without its exit: "
						"note it in a field, and break behind ASYNC_EXIT")));

#define ASYNC_RAISED (my->coro.raised == ASYNC_RETURNING ? ASYNC_OK : (enum status)my->coro.raised)
/* clang-format on */

#endif
