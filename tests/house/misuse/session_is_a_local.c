/* Mistake: a session is a local variable. Its connections stay open while the coroutine waits, and it is gone
 * by then. In Python it is an object. */
// aborts: work: the session is a C variable, which is gone at the next await
// check: this await is given the address of 'session'
#include "http/session.h"
#include "tests/house/misuse/example.h"

static async work(void)
{
#ifdef FIXED
	ASYNC(struct session session);
	ASYNC_WITH(session_open(&my->session, &(struct session_options){0})) {
		AWAIT(sleep_for(0));
	} ASYNC_EXIT(session_close(&my->session));
#else
	struct session session = {0};

	ASYNC();
	ASYNC_WITH(session_open(&session, &(struct session_options){0})) { /* here */
		AWAIT(sleep_for(0));
	} ASYNC_EXIT(session_close(&session));
#endif
	ASYNC_END;
}
EXAMPLE(work);
