/* Mistake: the body of a request is put together in a local variable. It is sent from there, after the wait
 * for a connection. In Python it is an object. */
// aborts: work: the request's body is a C variable, which is gone at the next await
// check: 'form' is read here, but the await
#include "http/session.h"
#include "http/values.h"
#include "tests/house/misuse/example.h"

static struct session session;

static async send_form(struct response *response, const char *form)
{
	const struct request request = {.body = slice_of(form), .content_type = FORM_TYPE};

	return session_request(response, &session, "http://127.0.0.1:1/", &request);
}

static async work(void)
{
	static const struct param params[] = {{"name", "Ann"}, {0}};
	enum status err;
#ifdef FIXED
	ASYNC(struct response response; char form[64]);
	ASYNC_TRY(params_encode(my->form, sizeof my->form, "", params));
#else
	char form[64];

	ASYNC(struct response response);
	ASYNC_TRY(params_encode(form, sizeof form, "", params));
#endif
	ASYNC_WITH(session_open(&session, NULL)) {
#ifdef FIXED
		AWAIT_CATCH(err, send_form(&my->response, my->form));
#else
		AWAIT_CATCH(err, send_form(&my->response, form)); /* here */
#endif
		(void)err;
	} ASYNC_EXIT(session_close(&session));
	ASYNC_END;
}
EXAMPLE(work);
