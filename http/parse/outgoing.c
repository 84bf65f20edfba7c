/* outgoing.c - see outgoing.h. */
#include "http/parse/outgoing.h"
#include "http/parse/field.h"
#include "http/parse/take.h"

bool request_is_idempotent(const struct request *request)
{
	return word_is_one_of(slice_of(request->method), "GET HEAD PUT DELETE OPTIONS TRACE", slice_equal);
}

/* Only we say how long a body is, and whether the connection will speak something else. */
const char *request_bad_lines(struct slice lines)
{
	enum message_error bad = field_lines_check(lines);
	struct slice name, unused;

	if (bad)
		return message_error_text(bad);
	while (field_next(&lines, &name, &unused))
		if (word_is_one_of(name, "content-length transfer-encoding upgrade expect", slice_equal_nocase))
			return "a header line that only we may send";
	return NULL;
}
