/* Mistake: a request in a session that was not opened. In Python there is no such session. */
// aborts: work: session_get: the session was not opened
#include "http/session.h"
#include "tests/house/misuse/example.h"

static async work(void)
{
	enum status err;

	ASYNC(struct session session; struct response response);
#ifdef FIXED
	ASYNC_WITH(session_open(&my->session, &(struct session_options){0})) {
		AWAIT_CATCH(err, session_get(&my->response, &my->session, "http://127.0.0.1:1/"));
		printf("%s\n", status_name(err)); /* nobody is there, and that is not the matter here */
	} ASYNC_EXIT(session_close(&my->session));
#else
	AWAIT_CATCH(err, session_get(&my->response, &my->session, "http://127.0.0.1:1/")); /* here */
	printf("%s\n", status_name(err));
#endif
	ASYNC_END;
}
EXAMPLE(work);
