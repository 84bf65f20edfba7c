/* Mistake: an else stands behind `if (x) ASYNC_WITH … ASYNC_EXIT(…);`. The macros bring braces of their own,
 * and the semicolon behind them is a statement by itself: so the if has ended. With braces of one's own the
 * else is right. */
// gcc: 'else' without a previous 'if'
// clang: expected expression
#include "tests/house/misuse/example.h"

/* What follows is not for clang-format, which has its own view of the else. */
/* clang-format off */
static async work(void)
{
	ASYNC(bool is_late);
#ifdef FIXED
	if (my->is_late) {
		ASYNC_WITH(sleep_for(0)) {
			puts("late");
		} ASYNC_EXIT(sleep_for(0));
	} else {
		my->is_late = true;
	}
#else
	if (my->is_late)
		ASYNC_WITH(sleep_for(0)) {
			puts("late");
		} ASYNC_EXIT(sleep_for(0));
	else /* here */
		my->is_late = true;
#endif
	ASYNC_END;
}
EXAMPLE(work);
