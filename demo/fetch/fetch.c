/* fetch.c - fetches one URL as curl does, with curl's exit codes.
 *
 * The body is written as it arrives, whatever its size. Each piece is written before the next one is read, so
 * a slow reader slows the sender down, and memory does not grow. The wait for that reader is an await:
 * --max-time and Ctrl-C end it like any other. */
#include "coro/run.h"
#include "demo/arguments.h"
#include "demo/output.h"
#include "http/parse/take.h"
#include "http/session.h"
#include "http/values.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum exit_code { /* curl's: see EXIT CODES in curl(1) */
	/* clang-format off */
	FETCH_OK = 0, FETCH_USAGE = 2, FETCH_URL = 3, FETCH_RESOLVE = 6, FETCH_CONNECT = 7, FETCH_WEIRD = 8,
	FETCH_PARTIAL = 18, FETCH_STATUS = 22, FETCH_WRITE = 23, FETCH_MEMORY = 27, FETCH_TIMEOUT = 28,
	FETCH_TLS = 35, FETCH_REDIRECT = 47, FETCH_EMPTY = 52, FETCH_RECEIVE = 56, FETCH_CERTIFICATE = 60, FETCH_TRUST = 77,
	/* clang-format on */
	FETCH_SIGNAL = 128 /* plus the signal's number, as in the shell */
};

enum { REDIRECTS = 50, LINE = 8192 }; /* curl's limit; and more than any line of a reply */

struct gathered { /* the joined texts of an option that may be repeated; never freed */
	FILE *stream;
	char *at;
	size_t len;
};

struct fetch {
	const char *url, *method, *output, *cacert;
	double max_time_s, connect_timeout_s;
	bool head_too, head_only, fail, follow, verbose;
	struct gathered headers, data;
	struct output out;
	struct session session;
	struct response response;
	struct slice piece;
};

/* ---- options ---- */

static FILE *gather(struct gathered *self)
{
	return self->stream = self->stream ? self->stream : open_memstream(&self->at, &self->len);
}

/* Adds a line to the request's head. A line that could end the head, or that describes the body, is
 * refused. */
static bool add_header(const struct option *option, const char *line, void *field)
{
	struct gathered *self = field;
	size_t before = self->len;

	(void)option;
	if (!gather(self) || strchr(line, '\n') || fprintf(self->stream, "%s\r\n", line) < 0 || fflush(self->stream))
		return false;
	return !request_bad_lines((struct slice){self->at + before, self->len - before});
}

/* As in curl: repeated data are joined by "&", and line ends in a file are dropped. */
static bool add_data(const struct option *option, const char *value, void *field)
{
	struct gathered *self = field;
	FILE *in = *value == '@' ? fopen(value + 1, "r") : NULL;
	bool good = gather(self) && *value && (in || *value != '@');

	(void)option;
	if (good)
		fprintf(self->stream, "%s%s", self->len ? "&" : "", in ? "" : value);
	for (int c; good && in && (c = getc(in)) != EOF;)
		if (c != '\r' && c != '\n')
			putc(c, self->stream);
	good = good && !(in && ferror(in)) && fflush(self->stream) == 0;
	if (in)
		fclose(in);
	return good;
}

#define OWNER struct fetch

static const struct option table[] = {
	{"-i", "write the head too", SWITCH(head_too)},
	{"-I", "HEAD: the head only", SWITCH(head_only)},
	{"-f", "a status >= 400 is an error, and nothing is written", SWITCH(fail)},
	{"-o FILE", "write to FILE", PATH(output)},
	{"-H 'Name: value'", "one more header line",
		OWN(struct gathered, headers, add_header, "a header line that may be sent"), .secret = true},
	{"-X METHOD", "the method (GET, or POST with -d)", TEXT(method, "a method")},
	{"-d DATA, -d @FILE", "a form to send, several joined by '&'",
		OWN(struct gathered, data, add_data, "data, or a file that can be read"), .secret = true},
	{"-L", "follow redirects, 50 at most", SWITCH(follow)},
	{"-v", "write the heads to standard error, without secrets", SWITCH(verbose)},
	{"--cacert FILE", "trust the CAs in this PEM file instead of the system's", PATH(cacert)},
	{"--max-time S", "seconds for all of it (no limit)", SECONDS(max_time_s, 1000000000)},
	{"--connect-timeout S", "seconds for the connection, TLS included (300)",
		SECONDS(connect_timeout_s, 1000000000)},
	OPTION_HELP,
};

static const struct arguments arguments = {
	.help = "[options] URL\n"
		"Fetches one http or https URL and writes its body to standard output.\n"
		"\n",
	.options = table, .width = 22,
	.more = "\n"
		"Exit status, as curl's: 0; 2 usage, 3 URL, 6 resolve, 7 connect, 8 weird reply,\n"
		"18 cut short, 22 status with -f, 23 write, 27 memory, 28 timeout, 35 TLS, 47 redirect,\n"
		"52 empty reply, 56 receive, 60 certificate, 77 CA file, 130 Ctrl-C.\n",
	.others = "URL", .least = 1, .most = 1, .unwritten = FETCH_WRITE,
};

/* ---- the work ---- */

/* Prints a head as curl does. A server may repeat a secret of the URL, so the line is redacted. */
static void tell_head(const struct response *r, struct slice head)
{
	static char words[LINE], shown[4 * LINE];

	while (head.len > 0) {
		url_redact_words(words, sizeof words, take_to(&head, '\r'), slice_of(r->url));
		head_redact_line(shown, sizeof shown, slice_of(words));
		fprintf(stderr, "%c %s\n", r->status ? '<' : '>', shown);
		take(&head, 2);
	}
}

/* The body may hold personal data: only the owner may read a file that is created here. */
static enum status open_output(struct fetch *self)
{
	const int how = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC;

	output_open(&self->out, self->output ? open(self->output, how, 0600) : STDOUT_FILENO);
	self->out.error = self->out.fd < 0 ? errno : 0;
	return self->out.error ? ASYNC_E_SYSTEM : shared_watch(&self->out.io, self->out.fd);
}

static enum status close_output(struct fetch *self)
{
	shared_unwatch(&self->out.io);
	output_free(&self->out);
	if (!self->output || close(self->out.fd) == 0)
		return ASYNC_OK;
	self->out.error = self->out.error ? self->out.error : errno;
	return ASYNC_E_SYSTEM;
}

static async write_piece(struct fetch *self)
{
	ASYNC(struct timeout timeout);
	output_add(&self->out, self->piece);
	ASYNC_WITH(timeout_enter_at(&my->timeout, self->response.deadline)) {
		AWAIT(output_drain(&self->out));
	} ASYNC_EXIT(timeout_exit(&my->timeout, ASYNC_RAISED));
	ASYNC_END;
}

static async fetch(struct fetch *self)
{
	const struct session_options options = {
		.raise_for_status = self->fail,
		.cafile = self->cacert,
		.timeout_ns = self->max_time_s > 0 ? (int64_t)(self->max_time_s * NS_PER_S) : -1,
		.connect_timeout_ns = (int64_t)(self->connect_timeout_s * NS_PER_S),
		.user_agent = "fetch/1",
		.on_head = self->verbose ? tell_head : NULL,
	};
	const struct request request = {
		.method = self->head_only && !self->method ? "HEAD" : self->method,
		.headers = {self->headers.at, self->headers.len},
		.body = {self->data.at, self->data.len},
		.content_type = FORM_TYPE,
		.follow = self->follow ? REDIRECTS : 0,
	};

	ASYNC();
	ASYNC_WITH(session_open(&self->session, &options)) {
		ASYNC_WITH(session_request(&self->response, &self->session, self->url, &request)) {
			if (self->head_too || self->head_only)
				self->piece = response_head(&self->response);
			ASYNC_WITH(open_output(self)) {
				do {
					AWAIT(write_piece(self));
					AWAIT(response_read(&self->response, &self->piece));
				} while (self->piece.len);
			} ASYNC_EXIT(close_output(self));
		} ASYNC_EXIT(response_close(&self->response));
	} ASYNC_EXIT(session_close(&self->session));
	ASYNC_END;
}
ASYNC_ENTRY(fetch, struct fetch *);

/* ---- what became of it ---- */

static const enum exit_code fault_codes[] = {
	[FAULT_NONE] = FETCH_MEMORY, [FAULT_RESOLVE] = FETCH_RESOLVE, [FAULT_CONNECT] = FETCH_CONNECT,
	[FAULT_TLS] = FETCH_TLS, [FAULT_CERTIFICATE] = FETCH_CERTIFICATE, [FAULT_TRUST] = FETCH_TRUST,
	[FAULT_EMPTY] = FETCH_EMPTY, [FAULT_RECEIVE] = FETCH_RECEIVE, [FAULT_HEAD] = FETCH_WEIRD,
	[FAULT_BODY] = FETCH_RECEIVE, [FAULT_CUT] = FETCH_PARTIAL,
};

static int exit_code(const struct fetch *self, enum status outcome)
{
	if (run_interrupted())
		return FETCH_SIGNAL + run_interrupted();
	if (self->out.error)
		return FETCH_WRITE;
	switch (outcome) {
	case ASYNC_OK:
		return FETCH_OK;
	case ASYNC_TIMEOUT:
		return FETCH_TIMEOUT;
	case ASYNC_E_INVALID:
		return FETCH_URL;
	case ASYNC_E_STATUS:
		return self->response.status >= 400 ? FETCH_STATUS : FETCH_REDIRECT;
	default:
		return fault_codes[self->response.fault];
	}
}

static int report(const struct fetch *self, enum status outcome)
{
	int code = exit_code(self, outcome);
	const char *why = self->out.error ? strerror(self->out.error) : self->response.error;

	if (code != FETCH_OK && code < FETCH_SIGNAL)
		fprintf(stderr, "fetch: (%d) %s%s\n", code, self->out.error ? "cannot write: " : "",
			*why ? why : status_name(outcome));
	return code;
}

/* "localhost:1234" means http, as in curl. A host begins with a letter or a digit (RFC 1123, section 2.1), an
 * IPv6 address with a bracket. The result is never freed: it is used until the end. */
static const char *with_scheme(const char *url)
{
	static const char scheme[] = "http://";
	bool has_one = strncmp(url + strcspn(url, ":/?#"), "://", 3) == 0;
	bool is_host = isalnum((unsigned char)*url) || *url == '[';
	char *whole = has_one || !is_host ? NULL : malloc(sizeof scheme + strlen(url));

	if (whole)
		sprintf(whole, "%s%s", scheme, url);
	return whole ? whole : url;
}

int main(int argc, char **argv)
{
	static struct fetch self = {.connect_timeout_s = 300};
	int status = arguments_read(&arguments, &self, &argc, argv);

	if (status != ARGUMENTS_RUN)
		return status;
	self.url = with_scheme(argv[1]);
	signal(SIGPIPE, SIG_IGN); /* if the reader goes away, write fails with EPIPE instead */
	return report(&self, async_run(fetch, &self));
}
