/* content.c - the whole body of a reply, and the JSON in it. */
#include "http/session.h"

#include <string.h>

/* Takes so much of what all responses may use together: many long bodies at once are no less memory than one that is
 * too long. */
static enum status take_memory(struct response *r, size_t size)
{
	struct session *s = r->session;

	if (size > s->options.memory_max - s->memory)
		return response_fail(r, ASYNC_E_PAYLOAD, "the replies of all requests take more memory than allowed", "");
	s->memory += size;
	r->memory += size;
	return ASYNC_OK;
}

static enum status make_room(struct response *r, size_t size)
{
	const char *old = r->kept->bytes;
	ptrdiff_t fields = r->head.fields.at - old, reason = r->head.reason.at - old;
	enum status err = take_memory(r, buffer_grown(r->kept, size) - r->kept->room);

	if (err)
		return err;
	if (!buffer_grow(r->kept, size))
		return response_fail(r, ASYNC_E_SYSTEM, "out of memory", "");
	r->head.fields.at = r->kept->bytes + fields; /* what pointed into the old place */
	r->head.reason.at = r->kept->bytes + reason;
	return ASYNC_OK;
}

/* Moves a piece behind the others. One that came with the head lies further on in the same buffer, and
 * fits. */
static enum status collect(struct response *r, struct slice piece)
{
	size_t end = r->body_at + r->collected;
	enum status err;

	if (!piece.len)
		return ASYNC_OK;
	if (piece.len > r->session->options.body_max - r->collected)
		return response_fail(r, ASYNC_E_PAYLOAD, "the reply is longer than allowed", "");
	err = make_room(r, end + piece.len);
	if (err)
		return err;
	memmove(r->kept->bytes + end, piece.at, piece.len);
	r->collected += piece.len;
	return ASYNC_OK;
}

async response_body(struct response *r, struct slice *body)
{
	enum status err;

	ASYNC(struct slice piece);
	do {
		AWAIT(response_read(r, &my->piece));
		err = collect(r, my->piece);
		if (err)
			ASYNC_RAISE(err);
	} while (my->piece.len);
	*body = (struct slice){r->kept->bytes + r->body_at, r->collected};
	ASYNC_END;
}

/* ---- JSON ---- */

/* application/json, or any type that ends in +json (RFC 6839 section 3.1); parameters such as charset do
 * not matter. */
static bool says_json(const struct response *r)
{
	struct slice type, suffix = SLICE("+json");
	const char *semicolon;

	if (!head_field(&r->head, "content-type", &type))
		return false;
	semicolon = memchr(type.at, ';', type.len);
	if (semicolon)
		type = field_trim((struct slice){type.at, (size_t)(semicolon - type.at)});
	if (slice_equal_nocase(type, SLICE("application/json")))
		return true;
	if (type.len < suffix.len)
		return false;
	return slice_equal_nocase((struct slice){type.at + type.len - suffix.len, suffix.len}, suffix);
}

static void close_json(struct response *r)
{
	if (!r->json)
		return;
	json_close(r->json);
	r->json = NULL;
	r->session->memory -= r->tree;
	r->memory -= r->tree;
	r->tree = 0;
}

static enum status parse(struct response *r, struct slice text, struct json *out)
{
	enum json_error bad;
	enum status err;

	close_json(r);
	bad = json_parse(out, text);
	if (bad)
		return response_fail(r, ASYNC_E_PAYLOAD, "not JSON", json_error_text(bad));
	err = take_memory(r, json_memory(out));
	if (err) {
		json_close(out);
		return err;
	}
	r->json = out;
	r->tree = json_memory(out);
	return ASYNC_OK;
}

static enum status not_json(struct response *r)
{
	return response_fail(r, ASYNC_E_PAYLOAD, "the reply is not JSON by its Content-Type", "");
}

async response_json(struct response *r, struct json *out)
{
	ASYNC(struct slice text);
	if (!r->session)
		ASYNC_RAISE(response_is_closed(r));
	if (!says_json(r))
		ASYNC_RAISE(not_json(r));
	AWAIT(response_body(r, &my->text));
	ASYNC_RAISE(parse(r, my->text, out));
	ASYNC_END;
}
