/* json-check.c - reads one document from standard input and says by its exit status whether it is JSON: 0
 * yes, 1 no, 2 if it could not be read or the command line is wrong. The reason goes to standard error. */
#include "http/parse/json.h"

#include <stdio.h>
#include <stdlib.h>

/* One byte more than json_parse takes, so that a document that is too large is seen to be. */
static char *read_all(FILE *file, size_t *len)
{
	char *text = malloc(JSON_SIZE_MAX + 1);

	if (text)
		*len = fread(text, 1, JSON_SIZE_MAX + 1, file);
	if (!text || ferror(file)) {
		free(text);
		return NULL;
	}
	return text;
}

int main(int argc, char **argv)
{
	struct json json;
	enum json_error error;
	struct slice text;

	if (argc > 1) {
		fprintf(stderr, "usage: %s < document\n", argv[0]);
		return 2;
	}
	text.at = read_all(stdin, &text.len);
	if (!text.at) {
		perror("json-check: standard input");
		return 2;
	}
	error = json_parse(&json, text);
	if (error)
		fprintf(stderr, "json-check: %s at byte %zu\n", json_error_text(error), json.error_at);
	json_close(&json);
	free((char *)text.at);
	return error ? 1 : 0;
}
