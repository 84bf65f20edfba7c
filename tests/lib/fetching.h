/* fetching.h - what the tests of fetch share: it runs the program against one reply, chosen to the byte, and
 * checks the result. */
#ifndef TESTS_LIB_FETCHING_H
#define TESTS_LIB_FETCHING_H

#include "coro/net/tls.h"
#include "http/parse/slice.h"
#include "tests/lib/process.h"
#include "tests/lib/service.h"

#include <netinet/tcp.h>

enum ending {         /* what the server does when it has sent all */
	ENDING_CLOSE, /* cleanly: close_notify under TLS, then FIN */
	ENDING_CUT,   /* FIN without close_notify */
	ENDING_RESET, /* RST */
	ENDING_STALL  /* nothing, until the program has ended */
};

enum over { OVER_BOTH, OVER_PLAIN, OVER_TLS };

struct fetching {
	const char *options; /* the program's, before the URL */
	struct slice reply;
	enum ending ending;
	enum over over;
	size_t piece; /* bytes at a time, each in its own packet or record; 0: all at once */
	int code;     /* the exit status it must have */
	const char *output,
		*message; /* what it must print; words of its message, or "": no message */
};

#define SENT(text)                     .reply = {(text), sizeof(text) - 1}
#define GIVES(text)                    .output = (text), .message = ""
#define FAILS(status, printed, reason) .code = (status), .output = (printed), .message = (reason)
#define CUT_OFF                        .ending = ENDING_CUT
#define RESETS                         .ending = ENDING_RESET
#define STALLS                         .ending = ENDING_STALL
#define PLAIN                          .over = OVER_PLAIN
#define TLS                            .over = OVER_TLS
#define FETCH_ALL(cases)               fetch_all((cases), sizeof(cases) / sizeof *(cases))

static struct process fetch_run;

/* A client that refuses a reply closes before its end, so a failed write is no failure: returns false. */
static inline bool fetch_send(struct service_line *line, const char *bytes, size_t len)
{
	size_t done;

	if (line->ssl)
		return tls_write(line->ssl, bytes, len, &done) == TLS_DONE;
	return send(line->fd, bytes, len, 0) == (ssize_t)len;
}

static inline void fetch_reply(struct service_line *line, const struct fetching *self)
{
	size_t piece = self->piece ? self->piece : self->reply.len;

	setsockopt(line->fd, IPPROTO_TCP, TCP_NODELAY, &(int){1}, sizeof(int));
	for (size_t at = 0, len; at < self->reply.len; at += len) {
		len = self->reply.len - at < piece ? self->reply.len - at : piece;
		if (!fetch_send(line, self->reply.at + at, len))
			return;
	}
}

static inline void fetch_end(struct service_line *line, enum ending ending)
{
	struct linger at_once = {.l_onoff = 1};

	if (line->ssl && ending != ENDING_CLOSE)
		SSL_set_quiet_shutdown(line->ssl, 1);
	if (ending == ENDING_RESET)
		setsockopt(line->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
	service_hang_up(line);
}

static inline void fetch_start(const char *options, bool over_tls)
{
	process_start(&fetch_run, "fetch %s --cacert %s/ca.pem http%s://127.0.0.1:%u/path", options,
		service_folder, over_tls ? "s" : "", service_port);
}

static inline void assert_fetched(const struct fetching *self, bool over_tls)
{
	const char *errors = fetch_run.errors.at;
	bool told = *self->message ? strstr(errors, self->message) != NULL : !*errors;

	if (fetch_run.status != self->code || strcmp(fetch_run.output.at, self->output) != 0 || !told)
		fail_msg("%.60s… (over %s): status %d, output \"%.200s\", errors \"%s\"", self->reply.at,
			over_tls ? "TLS" : "TCP", fetch_run.status, fetch_run.output.at, errors);
}

static inline void fetch_once(const struct fetching *self, bool over_tls)
{
	struct service_line line;

	fetch_start(self->options ? self->options : "", over_tls);
	service_admit(&line, over_tls);
	fetch_reply(&line, self);
	if (self->ending != ENDING_STALL)
		fetch_end(&line, self->ending);
	process_finish(&fetch_run);
	if (self->ending == ENDING_STALL)
		fetch_end(&line, ENDING_RESET);
	assert_fetched(self, over_tls);
}

/* Runs each case over each of its transports. */
static inline void fetch_all(const struct fetching cases[], size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (cases[i].over != OVER_TLS)
			fetch_once(&cases[i], false);
		if (cases[i].over != OVER_PLAIN)
			fetch_once(&cases[i], true);
	}
}

#endif
