/* values.h - a program's own values on their way out, into a URL or a form, and in, out of a JSON object:
 * what is an f-string and a data['…'] in Python. An error of either is an outcome with its words
 * (coro/error.h). */
#ifndef HTTP_VALUES_H
#define HTTP_VALUES_H

#include "coro/coro.h"
#include "http/parse/json.h"

enum { URL_MAX = 2048 }; /* bytes of a URL that a program puts together, with its NUL */

/* Writes a URL as printf would, but each %s percent-encoded, as a value in a query has to be (RFC 3986
 * section 2.3: all but letters, digits and "-._~"): whatever a name holds, it stays one value. %d and %%,
 * too, and no other conversion. ASYNC_E_INVALID: longer than URL_MAX, and then out is "", since half a
 * URL is another one. */
__attribute__((format(printf, 2, 3))) enum status url_format(
	char out[static URL_MAX], const char *format, ...);

struct param { /* a name and its value: of a query, or of a form */
	const char *name, *value; /* value NULL: it is left out, as None is by requests */
};

/* Writes `before` as it is, and behind it the params as "name=value&name=value", percent-encoded: what
 * params= and data= are in Python. The last param has no name. So `before` is "https://api.genderize.io?", or
 * "" for a body of type FORM_TYPE. A space becomes "%20", which is one in a query and in a form (URL
 * Standard, section 5.1). ASYNC_E_INVALID: it does not fit in size, and then out is "". */
enum status params_encode(char *out, size_t size, const char *before, const struct param *params);

#define FORM_TYPE "application/x-www-form-urlencoded"

/* Copies the string that is object's value of this key, with a NUL. null is copied as "". ASYNC_E_PAYLOAD:
 * there is no such key (Python's KeyError; what stands under "error" is said too), or its value is neither a
 * string nor null, or does not fit in size (see json_string). */
enum status json_copy(const struct json *object, const char *key, char *out, size_t size);

#endif
