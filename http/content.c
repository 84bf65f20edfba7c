/* content.c - the whole body of a reply, and the JSON in it. */
#include "http/parse/reply.h"
#include "http/session.h"

/* Limits for the body of an error, which is only read for its words. */
enum { ERROR_MAX = 4096, ERROR_WAIT_S = 1 };

/* Takes so much of the memory that all responses may use together: many long bodies at once can fill it as
 * well as one that is too long. */
static enum status take_memory(struct response *r, size_t size)
{
	struct session *s = r->session;

	if (size > s->options.memory_max - s->memory)
		return response_fail(r, ASYNC_E_PAYLOAD, "the replies of all requests take more memory than allowed", "");
	s->memory += size;
	r->memory += size;
	return ASYNC_OK;
}

static enum status grow_kept(struct response *r, size_t size)
{
	const char *old = r->kept->bytes;
	ptrdiff_t fields = r->head.fields.at - old, reason = r->head.reason.at - old;
	enum status err = take_memory(r, buffer_grown(r->kept, size) - r->kept->room);

	if (err)
		return err;
	if (!buffer_grow(&r->kept, size))
		return response_fail(r, ASYNC_E_SYSTEM, "out of memory", "");
	r->head.fields.at = r->kept->bytes + fields; /* what pointed into the old place */
	r->head.reason.at = r->kept->bytes + reason;
	return ASYNC_OK;
}

/* Copies a piece behind the others. */
static enum status collect(struct response *r, struct slice piece)
{
	size_t end = r->head.size + r->collected;
	enum status err;

	if (!piece.len)
		return ASYNC_OK;
	if (piece.len > r->session->options.body_max - r->collected)
		return response_fail(r, ASYNC_E_PAYLOAD, "the reply is longer than allowed", "");
	err = grow_kept(r, end + piece.len);
	if (err)
		return err;
	memcpy(r->kept->bytes + end, piece.at, piece.len);
	r->collected += piece.len;
	return ASYNC_OK;
}

async response_body(struct response *r, struct slice *body)
{
	ASYNC(struct slice piece);
	do {
		AWAIT(response_read(r, &my->piece)); /* others run until bytes come */
		ASYNC_TRY(collect(r, my->piece));
	} while (my->piece.len && !r->complete);
	*body = (struct slice){r->kept->bytes + r->head.size, r->collected};
	ASYNC_END;
}

/* ---- JSON ---- */

void response_close_json(struct response *r)
{
	size_t size = r->json ? json_memory(r->json) : 0;

	if (r->json)
		json_close(r->json);
	r->json = NULL;
	r->session->memory -= size;
	r->memory -= size;
}

static enum status parse(struct response *r, struct slice text, struct json *out)
{
	char words[REPLY_WORDS_MAX];
	enum json_error bad;
	enum status err;

	response_close_json(r);
	bad = json_parse(out, text);
	if (bad) {
		reply_not_json(&r->head, bad, words);
		return response_fail(r, ASYNC_E_PAYLOAD, "not JSON", words);
	}
	err = take_memory(r, json_memory(out));
	if (err) {
		json_close(out);
		return err;
	}
	r->json = out;
	return ASYNC_OK;
}

/* Finds out from the head alone whether the reply can be the answer. */
static enum status judge_head(struct response *r)
{
	char words[REPLY_WORDS_MAX];

	if (reply_redirects(&r->head, words))
		return response_fail(r, ASYNC_E_STATUS, words, "");
	if (reply_is_encoded(&r->head, words))
		return response_fail(r, ASYNC_E_PAYLOAD, "the reply is encoded", words);
	if (reply_is_json(&r->head))
		return ASYNC_OK;
	reply_describe(&r->head, words);
	return response_fail(r, ASYNC_E_PAYLOAD, "the reply is not JSON", words);
}

async response_json(struct response *r, struct json *out)
{
	ASYNC(struct slice text);
	if (!r->session)
		ASYNC_RAISE(response_is_closed(r));
	ASYNC_TRY(judge_head(r));
	AWAIT(response_body(r, &my->text)); /* others run until the whole body is here */
	ASYNC_RAISE(parse(r, my->text, out));
	ASYNC_END;
}

/* ---- a status that is an error ---- */

static async collect_error(struct response *r)
{
	ASYNC(struct timeout timeout; struct slice piece);
	/* Its words are not worth a long wait. */
	ASYNC_WITH(timeout_enter(&my->timeout, ERROR_WAIT_S * NS_PER_S)) {
		do {
			AWAIT(response_read(r, &my->piece)); /* others run until bytes come */
			ASYNC_TRY(collect(r, my->piece));
		} while (my->piece.len && r->collected < ERROR_MAX);
	} ASYNC_EXIT(timeout_exit(&my->timeout, ASYNC_RAISED)); /* the caller drops the outcome */
	ASYNC_END;
}

async response_raise_for_status(struct response *r)
{
	enum status err;

	ASYNC();
	if (reply_is_json(&r->head))
		AWAIT_CATCH(err, collect_error(r)); /* others run while the server's words come */
	(void)err; /* even if the words could not be read, the error is the status */
	r->fault = FAULT_NONE;
	ASYNC_RAISE(response_bad_status(r));
	ASYNC_END;
}
