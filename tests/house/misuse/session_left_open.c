/* Mistake: a coroutine opens a session in its own frame, and returns without closing it: that would hand out
 * connections in memory that is used again. Python warns of an unclosed client session. */
// aborts: begin: returns, but the session in its frame is still open
#include "http/session.h"
#include "tests/house/misuse/example.h"

static async begin(void)
{
	ASYNC(struct session session);
#ifdef FIXED
	ASYNC_WITH(session_open(&my->session, &(struct session_options){0})) {
		AWAIT(sleep_for(0));
	} ASYNC_EXIT(session_close(&my->session));
#else
	AWAIT(session_open(&my->session, &(struct session_options){0})); /* here */
	AWAIT(sleep_for(0));
#endif
	ASYNC_END; /* here */
}

static async work(void)
{
	ASYNC();
	AWAIT(begin());
	ASYNC_END;
}
EXAMPLE(work);
