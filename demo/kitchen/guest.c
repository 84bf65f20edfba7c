/* guest.c - one connection of the kitchen: it reads an order, lets it cook, serves it, and waits for
 * the next one. */
#include "demo/kitchen/guest.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

enum { DATE_SIZE = 30 }; /* "Sun, 06 Nov 1994 08:49:37 GMT" */

struct guest { /* one connection, with one client, until the client leaves */
	struct kitchen *kitchen;
	struct conn *conn;
	char *reply; /* the answer, while it cooks and is served; owned */
	size_t reply_len;
	bool keep_alive, is_old; /* is_old: the order is HTTP/1.0 */
	int64_t cook_ns;
};

/* Draws a number below n. xorshift64 is random enough for a demonstration, and the same on every machine. */
static uint64_t draw(struct kitchen *self, uint64_t n)
{
	self->random ^= self->random << 13;
	self->random ^= self->random >> 7;
	self->random ^= self->random << 17;
	return self->random % n;
}

/* ---- the answer ---- */

static void decide(struct kitchen *k, struct kitchen_reply *reply, const struct head *order)
{
	int64_t day = KITCHEN_DAY_S * NS_PER_S;

	for (; loop.now - k->opened_at >= day; k->opened_at += day)
		k->quota.used = 0;
	k->quota.reset_s = KITCHEN_DAY_S - (long)((loop.now - k->opened_at) / NS_PER_S);
	if (draw(k, 10000) < (uint64_t)(k->options.fail_percent * 100))
		kitchen_refuse(reply, k->options.fail_status);
	else
		kitchen_answer(reply, &k->quota, order->method, order->target);
	k->quota.used += reply->names;
}

/* RFC 9110 section 6.6.1 requires a Date from a server that has a clock. Its names are English: LC_TIME is
 * "C". */
static void write_date(char text[DATE_SIZE])
{
	time_t now = time(NULL);
	struct tm utc;

	strftime(text, DATE_SIZE, "%a, %d %b %Y %H:%M:%S GMT", gmtime_r(&now, &utc));
}

/* Says whether the connection stays open, unless that is the default of the order's version (RFC 9112 section
 * 9.3). */
static const char *connection_line(const struct guest *self)
{
	if (!self->keep_alive)
		return "Connection: close\r\n";
	return self->is_old ? "Connection: keep-alive\r\n" : "";
}

/* Writes head and body into a string of its own: the answer may have to wait, and by then the order's bytes
 * are gone from the connection's buffer. */
static bool plate(struct guest *self, const struct kitchen_reply *reply, bool head_only)
{
	char fields[KITCHEN_FIELDS_MAX], date[DATE_SIZE];
	size_t room = sizeof fields + 256 + reply->len;

	write_date(date);
	kitchen_fields(fields, sizeof fields, reply, &self->kitchen->quota);
	self->reply = malloc(room);
	if (!self->reply)
		return false;
	self->reply_len = (size_t)snprintf(self->reply, room,
		"HTTP/1.1 %d %s\r\nDate: %s\r\n%sContent-Length: %zu\r\n%s\r\n%s", reply->status,
		kitchen_reason(reply->status), date, fields, reply->len, connection_line(self),
		head_only ? "" : reply->body);
	return true;
}

/* The status for an order that cannot be parsed: RFC 9112 section 3, RFC 9110 section 5.4, RFC 6585
 * section 5. */
static int refusal(const struct head *order)
{
	bool in_fields = order->scan.fields_at > 0;

	if (order->error == MESSAGE_LINE_TOO_LONG && !in_fields)
		return 414;
	if (order->error == MESSAGE_LINE_TOO_LONG || order->error == MESSAGE_HEAD_TOO_LONG)
		return 431;
	return 400;
}

/* Turns the order's bytes into the finished text of its answer. A damaged order is answered too, and then
 * the connection is closed: it is not known where the next order would begin. */
static enum status take_order(struct guest *self, const struct head *order)
{
	static struct kitchen_reply reply; /* copied before another task runs */
	struct kitchen *k = self->kitchen;
	bool good = !order->error, head_only = good && slice_equal(order->method, SLICE("HEAD"));

	self->is_old = good && order->minor == 0;
	self->keep_alive = good && order->keep_alive && order->body == BODY_NONE;
	if (good)
		decide(k, &reply, order);
	else
		kitchen_refuse(&reply, refusal(order));
	self->cook_ns = k->options.cook_min_ns;
	if (k->options.cook_max_ns > k->options.cook_min_ns)
		self->cook_ns += (int64_t)draw(
			k, (uint64_t)(k->options.cook_max_ns - k->options.cook_min_ns + 1));
	if (!plate(self, &reply, head_only))
		return ASYNC_E_SYSTEM;
	conn_use(self->conn, good ? order->size : self->conn->end - self->conn->begin);
	return ASYNC_OK;
}

/* ---- the conversation ---- */

static async read_order(struct guest *guest, struct head *order)
{
	const char *bytes;
	size_t len;

	ASYNC();
	*order = (struct head){0};
	for (;;) {
		bytes = conn_bytes(guest->conn, &len);
		if (head_parse_request(order, bytes, len) != PARSE_PARTIAL)
			ASYNC_RETURN();
		AWAIT(conn_fill(guest->conn, MESSAGE_HEAD_MAX + BUFFER_SIZE));
		if (guest->conn->ended)
			ASYNC_RAISE(ASYNC_E_DISCONNECTED);
	}
	ASYNC_END;
}
ASYNC_ENTRY(read_order, struct guest *, struct head *);

/* ---- closing while the client may still send ---- */

/* Closes our half of the connection. A stream in memory has no halves, and loses nothing when it is
 * closed. */
static bool say_goodbye(struct conn *c)
{
	int fd = c->stream.io.watch.fd;

	if (c->ssl)
		SSL_shutdown(c->ssl);
	return fd >= 0 && shutdown(fd, SHUT_WR) == 0;
}

/* Reads what has arrived, without decrypting it, and drops it. False: no more will come. */
static bool scrap(struct conn *c)
{
	static char scraps[BUFFER_SIZE];
	ssize_t got = stream_recv(&c->stream, scraps, sizeof scraps);

	return got > 0 || (got < 0 && errno == EAGAIN);
}

/* If we close while the client still sends, a reset follows, which may destroy the end of our answer before
 * the client reads it (RFC 9112 section 9.6). So the answer is given time to arrive. */
static async linger(struct conn *c)
{
	ASYNC();
	while (scrap(c)) {
		AWAIT(io_ready(&c->stream.io, LOOP_READ));
		AWAIT(sleep_for(0)); /* a client that never stops sending delays neither other tasks nor the timeout */
	}
	ASYNC_END;
}
ASYNC_ENTRY(linger, struct conn *);

static async serve_dish(struct guest *guest)
{
	ASYNC();
	conn_write(guest->conn, guest->reply, guest->reply_len);
	AWAIT(conn_flush(guest->conn));
	ASYNC_END;
}
ASYNC_ENTRY(serve_dish, struct guest *);

/* A client that sends no order, or does not read its answer, is dropped after a timeout. */
static async converse(struct guest *guest)
{
	ASYNC(struct head order);
	do {
		AWAIT(wait_for(KITCHEN_IDLE_S * NS_PER_S, read_order, guest, &my->order));
		ASYNC_TRY(take_order(guest, &my->order));
		ASYNC_WITH(semaphore_acquire(&guest->kitchen->chefs)) { /* a chef, while the dish cooks */
			AWAIT(sleep_for(guest->cook_ns));
		} ASYNC_EXIT(semaphore_exit(&guest->kitchen->chefs));
		AWAIT(wait_for(KITCHEN_WRITE_S * NS_PER_S, serve_dish, guest));
		free(guest->reply);
		guest->reply = NULL; /* while it waits for an order, it keeps no memory for an answer */
	} while (guest->keep_alive);
	if (say_goodbye(guest->conn))
		AWAIT(wait_for(KITCHEN_LINGER_S * NS_PER_S, linger, guest->conn));
	ASYNC_END;
}

/* An error of one connection ends that connection only; a cancellation is passed on. */
async kitchen_serve(struct conn *conn, void *arg)
{
	enum status err;

	ASYNC(struct guest guest);
	my->guest.kitchen = arg;
	my->guest.conn = conn;
	AWAIT_CATCH_ALL(err, converse(&my->guest));
	free(my->guest.reply);
	conn_close(conn); /* bytes that are still unsent are not waited for */
	ASYNC_RAISE(err == ASYNC_CANCELLED ? err : ASYNC_OK);
	ASYNC_END;
}

/* ---- the kitchen ---- */

void kitchen_open(struct kitchen *self)
{
	self->quota.limit = self->options.quota;
	self->random = self->options.seed ? (uint64_t)self->options.seed : 1; /* from 0, xorshift yields only 0 */
	self->opened_at = clock_monotonic();
	semaphore_init(&self->chefs, self->options.chefs ? (unsigned)self->options.chefs : UINT_MAX);
	self->server.backlog = 4096;
	self->server.handshake_ns = KITCHEN_HANDSHAKE_S * NS_PER_S;
	self->server.name = "guest";
}
