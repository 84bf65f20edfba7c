/* fetch.c - one URL, as curl would fetch it, and with curl's exit codes.
 *
 * The body goes to standard output as it comes, whatever its size: a piece is written before the next is asked for, so
 * a slow reader holds the sender back, and memory does not grow. The wait for that reader is the loop's: --max-time and
 * Ctrl-C end it like any other. */
#include "coro/run.h"
#include "demo/arguments.h"
#include "demo/output.h"
#include "http/session.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum exit_code { /* curl's: see EXIT CODES in curl(1) */
	FETCH_OK = 0, FETCH_USAGE = 2, FETCH_URL = 3, FETCH_RESOLVE = 6, FETCH_CONNECT = 7, FETCH_WEIRD = 8,
	FETCH_PARTIAL = 18, FETCH_STATUS = 22, FETCH_WRITE = 23, FETCH_MEMORY = 27, FETCH_TIMEOUT = 28,
	FETCH_TLS = 35, FETCH_EMPTY = 52, FETCH_RECEIVE = 56, FETCH_CERTIFICATE = 60, FETCH_TRUST = 77,
	FETCH_SIGNAL = 128 /* … and its number: the shell's */
};

enum { HEADERS_MAX = 65536 };

struct fetch {
	const char *url, *output, *cacert;
	double max_time_s, connect_timeout_s;
	bool head_too, head_only, fail;
	char headers[HEADERS_MAX];
	size_t headers_len;
	struct output out;
	struct session session;
	struct response response;
	struct slice piece;
};

/* ---- options ---- */

/* One line of the request's head. What could end it early, or speak of a body in our place, is refused. */
static bool add_header(const struct option *option, const char *line, void *field)
{
	struct fetch *self = container_of(field, struct fetch, headers_len);
	char *end = self->headers + self->headers_len;
	size_t room = HEADERS_MAX - self->headers_len;
	struct slice added = {end, (size_t)snprintf(end, room, "%s\r\n", line)};

	(void)option;
	if (added.len >= room || strchr(line, '\n') || request_bad_lines(added))
		return false;
	self->headers_len += added.len;
	return true;
}

#define OWNER struct fetch

static const struct option table[] = {
	{"-i", "write the head too", SWITCH(head_too)},
	{"-I", "HEAD: the head only", SWITCH(head_only)},
	{"-f", "a status >= 400 is an error, and nothing is written", SWITCH(fail)},
	{"-o FILE", "write to FILE", PATH(output)},
	{"-H 'Name: value'", "one more header line",
		OWN(size_t, headers_len, add_header, "a header line that may be sent"), .secret = true},
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
		"18 cut short, 22 status with -f, 23 write, 28 timeout, 35 TLS, 52 empty reply,\n"
		"56 receive, 60 certificate, 77 CA file, 130 Ctrl-C.\n",
	.others = "URL", .least = 1, .most = 1, .unwritten = FETCH_WRITE,
};

/* ---- the work ---- */

/* What comes may be personal: a file that is made now is its owner's alone. */
static enum status open_output(struct fetch *self)
{
	const int how = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC;

	output_open(&self->out, self->output ? open(self->output, how, 0600) : STDOUT_FILENO);
	self->out.error = self->out.fd < 0 ? errno : 0;
	return self->out.error ? ASYNC_E_SYSTEM : output_watch(&self->out);
}

static enum status close_output(struct fetch *self)
{
	output_unwatch(&self->out);
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
		.cafile = self->cacert,
		.timeout_ns = self->max_time_s > 0 ? (int64_t)(self->max_time_s * NS_PER_S) : -1,
		.connect_timeout_ns = (int64_t)(self->connect_timeout_s * NS_PER_S),
		.user_agent = "fetch/1",
	};
	const struct request request = {
		.method = self->head_only ? "HEAD" : NULL,
		.headers = {self->headers, self->headers_len},
	};

	ASYNC();
	ASYNC_WITH(session_open(&self->session, &options)) {
		ASYNC_WITH(session_request(&self->response, &self->session, self->url, &request)) {
			if (self->fail && self->response.status >= 400)
				ASYNC_RAISE(ASYNC_E_STATUS);
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

static enum exit_code fault_code(enum fault fault)
{
	static const enum exit_code codes[] = {
		[FAULT_NONE] = FETCH_MEMORY, [FAULT_RESOLVE] = FETCH_RESOLVE, [FAULT_CONNECT] = FETCH_CONNECT,
		[FAULT_TLS] = FETCH_TLS, [FAULT_CERTIFICATE] = FETCH_CERTIFICATE, [FAULT_TRUST] = FETCH_TRUST,
		[FAULT_EMPTY] = FETCH_EMPTY, [FAULT_RECEIVE] = FETCH_RECEIVE, [FAULT_HEAD] = FETCH_WEIRD,
		[FAULT_BODY] = FETCH_RECEIVE, [FAULT_CUT] = FETCH_PARTIAL,
	};

	return codes[fault];
}

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
		return FETCH_STATUS;
	default:
		return fault_code(self->response.fault);
	}
}

static int report(const struct fetch *self, enum status outcome)
{
	int code = exit_code(self, outcome);
	char status[64];
	const char *why = self->response.error;

	snprintf(status, sizeof status, "the server answered with status %d", self->response.status);
	if (self->out.error)
		why = strerror(self->out.error);
	else if (code == FETCH_STATUS)
		why = status;
	if (code != FETCH_OK && code < FETCH_SIGNAL)
		fprintf(stderr, "fetch: (%d) %s%s%s\n", code, self->out.error ? "cannot write" : "",
			self->out.error ? ": " : "", *why ? why : status_name(outcome));
	return code;
}

/* "localhost:1234" is meant as http, as curl takes it. A host begins with a letter or a digit (RFC 1123, section 2.1),
 * an address of IPv6 with a bracket. Never freed: the program ends with it. */
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
	signal(SIGPIPE, SIG_IGN); /* a reader that goes away is an error of write */
	return report(&self, async_run(fetch, &self));
}
