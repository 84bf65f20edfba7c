/* values.c - see values.h. */
#include "http/values.h"
#include "coro/error.h"
#include "http/parse/reply.h"
#include "http/parse/url.h"
#include "http/parse/writer.h"

#include <stdarg.h>
#include <stdio.h>

/* url_encode tells how long it is, whatever there is room for. */
static void add_encoded(struct writer *out, const char *value)
{
	size_t used = out->len < out->cap ? out->len : out->cap;

	out->len += url_encode(out->at + used, out->cap - used, slice_of(value));
}

/* False: a conversion that is not known, or no string at all. */
static bool add_all(struct writer *out, const char *format, va_list values)
{
	for (; *format; format++) {
		char number[16];
		const char *value;

		if (*format != '%' || *++format == '%') {
			writer_put(out, *format);
		} else if (*format == 'd') {
			snprintf(number, sizeof number, "%d", va_arg(values, int));
			writer_add(out, slice_of(number));
		} else {
			value = *format == 's' ? va_arg(values, const char *) : NULL;
			if (!value)
				return false;
			add_encoded(out, value);
		}
	}
	return true;
}

enum status url_format(char out[static URL_MAX], const char *format, ...)
{
	struct writer writer = {out, URL_MAX, 0};
	va_list values;
	bool known;

	va_start(values, format);
	known = add_all(&writer, format, values);
	va_end(values);
	if (known && writer_end(&writer) < URL_MAX)
		return ASYNC_OK;
	out[0] = '\0';
	if (!known)
		return async_error(ASYNC_E_INVALID, "url_format writes %%s, %%d and %%%%, and no NULL");
	return async_error(ASYNC_E_INVALID, "a URL of %zu bytes, more than %d", writer.len, URL_MAX - 1);
}

enum status params_encode(char *out, size_t size, const char *before, const struct param *params)
{
	struct writer writer = {out, size, 0};
	const char *between = "";

	writer_add(&writer, slice_of(before));
	for (; params->name; params++) {
		if (!params->value)
			continue;
		writer_add(&writer, slice_of(between));
		add_encoded(&writer, params->name);
		writer_put(&writer, '=');
		add_encoded(&writer, params->value);
		between = "&";
	}
	if (writer_end(&writer) < size)
		return ASYNC_OK;
	if (size)
		out[0] = '\0';
	return async_error(ASYNC_E_INVALID, "params of %zu bytes, more than fit", writer.len);
}

enum status json_copy(const struct json *object, const char *key, char *out, size_t size)
{
	int value = json_get(object, 0, key);
	enum json_type type = json_type(object, value);
	char words[REPLY_WORDS_MAX];

	if (json_string(object, value, out, size) || type == JSON_NULL) /* of what is no string it makes "" */
		return ASYNC_OK;
	if (type == JSON_MISSING && reply_object_error(object, 0, SLICE(""), words))
		return async_error(ASYNC_E_PAYLOAD, "no '%s', but %s", key, words);
	if (type == JSON_MISSING)
		return async_error(ASYNC_E_PAYLOAD, "no '%s'%s", key,
			json_type(object, 0) == JSON_OBJECT ? "" : ", since it is no object");
	if (type == JSON_STRING)
		return async_error(ASYNC_E_PAYLOAD, "'%s' is a string that does not fit", key);
	return async_error(ASYNC_E_PAYLOAD, "'%s' is neither a string nor null", key);
}
