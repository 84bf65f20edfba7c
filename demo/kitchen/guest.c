/* guest.c - one connection of the kitchen's: read an order, let it cook, serve it, and wait for
 * the next. */
#include "demo/kitchen/guest.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

enum { DATE_SIZE = 30 }; /* "Sun, 06 Nov 1994 08:49:37 GMT" */

struct guest { /* one connection: talks to one client until that one leaves */
	struct kitchen *kitchen;
	struct conn *conn;
	char *reply; /* the dish, while it cooks and is served; owned */
	size_t reply_len;
	bool keep_alive, is_old; /* is_old: the order was in HTTP/1.0 */
	int64_t cook_ns;
};

/* A number below n, from the seed. xorshift64: as random as a demonstration needs, and the same on every machine. */
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

/* RFC 9110 section 6.6.1 asks it of a server that has a clock. The names are English: nobody calls setlocale. */
static void write_date(char text[DATE_SIZE])
{
	time_t now = time(NULL);
	struct tm utc;

	strftime(text, DATE_SIZE, "%a, %d %b %Y %H:%M:%S GMT", gmtime_r(&now, &utc));
}

/* Whether we stay: said when it is not what the order's version takes for granted (RFC 9112 section 9.3). */
static const char *connection_line(const struct guest *self)
{
	if (!self->keep_alive)
		return "Connection: close\r\n";
	return self->is_old ? "Connection: keep-alive\r\n" : "";
}

/* Writes head and body into one string of the right size: it may have to wait for its turn while the
 * order's own bytes are forgotten. */
static bool plate(struct guest *self, const struct kitchen_reply *reply, bool head_only)
{
	char fields[KITCHEN_FIELDS_MAX], date[DATE_SIZE];
	struct kitchen *k = self->kitchen;
	size_t room = sizeof fields + 256 + reply->len;

	write_date(date);
	kitchen_fields(fields, sizeof fields, reply, &k->quota);
	self->reply = malloc(room);
	if (!self->reply)
		return false;
	self->reply_len =
		(size_t)snprintf(self->reply, room, "HTTP/1.1 %d %s\r\nDate: %s\r\n%sContent-Length: %zu\r\n%s\r\n",
			reply->status, kitchen_reason(reply->status), date, fields, reply->len, connection_line(self));
	if (head_only)
		return true;
	memcpy(self->reply + self->reply_len, reply->body, reply->len);
	self->reply_len += reply->len;
	return true;
}

/* What is wrong with an order that cannot be understood: RFC 9112 section 3, RFC 9110 section 5.4, RFC 6585
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

/* From the order's bytes to the finished text of its answer. A damaged order is answered too, and then
 * the door is shut: nobody knows where the next one would begin. */
static enum status take_order(struct guest *self, const struct head *order, enum parse parsed)
{
	static struct kitchen_reply reply; /* used up before anybody else runs */
	struct kitchen *k = self->kitchen;
	bool good = parsed == PARSE_OK, head_only = good && slice_equal(order->method, SLICE("HEAD"));

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

static async read_order(struct guest *guest, struct head *order, enum parse *parsed)
{
	const char *bytes;
	size_t len;

	ASYNC();
	*order = (struct head){0};
	for (;;) {
		bytes = conn_bytes(guest->conn, &len);
		*parsed = head_parse_request(order, bytes, len);
		if (*parsed != PARSE_PARTIAL)
			ASYNC_RETURN();
		AWAIT(conn_fill(guest->conn, MESSAGE_HEAD_MAX + BUFFER_SIZE));
		if (guest->conn->ended)
			ASYNC_RAISE(ASYNC_E_DISCONNECTED);
	}
	ASYNC_END;
}
ASYNC_ENTRY(read_order, struct guest *, struct head *, enum parse *);

/* The dish needs a chef for as long as it cooks. */
static async cook(struct kitchen *k, int64_t ns)
{
	ASYNC();
	ASYNC_WITH(semaphore_acquire(&k->chefs)) {
		AWAIT(sleep_for(ns));
	} ASYNC_EXIT(semaphore_exit(&k->chefs));
	ASYNC_END;
}

/* ---- the good-bye to one who may still be talking ---- */

/* Our half ends. A line in memory has no halves, and loses nothing when it is closed. */
static bool say_goodbye(struct conn *c)
{
	int fd = c->stream.io.watch.fd;

	if (c->ssl)
		SSL_shutdown(c->ssl);
	return fd >= 0 && shutdown(fd, SHUT_WR) == 0;
}

/* Reads of what has come and throws it away, unopened. False: no more will come. */
static bool scrap(struct conn *c)
{
	static char scraps[BUFFER_SIZE];
	ssize_t got = stream_recv(&c->stream, scraps, sizeof scraps);

	return got > 0 || (got < 0 && errno == EAGAIN);
}

/* To close while the other side still sends is answered by a reset, which may take our last words with it
 * (RFC 9112 section 9.6). So they are given time to arrive. */
static async linger(struct conn *c)
{
	ASYNC();
	while (scrap(c)) {
		AWAIT(io_ready(&c->stream.io, LOOP_READ));
		AWAIT(sleep_for(0)); /* one who sends without end holds up nobody, nor the timeout */
	}
	ASYNC_END;
}
ASYNC_ENTRY(linger, struct conn *);

static void clear_plate(struct guest *self)
{
	free(self->reply);
	self->reply = NULL;
}

static async serve_dish(struct guest *guest)
{
	ASYNC();
	conn_write(guest->conn, guest->reply, guest->reply_len);
	AWAIT(conn_flush(guest->conn));
	ASYNC_END;
}
ASYNC_ENTRY(serve_dish, struct guest *);

/* One who does not speak, or does not read what he has ordered, is left. */
static async converse(struct guest *guest)
{
	enum status err;

	ASYNC(struct head order; enum parse parsed);
	do {
		AWAIT(wait_for(KITCHEN_IDLE_S * NS_PER_S, read_order, guest, &my->order, &my->parsed));
		err = take_order(guest, &my->order, my->parsed);
		if (err)
			ASYNC_RAISE(err);
		AWAIT(cook(guest->kitchen, guest->cook_ns));
		AWAIT(wait_for(KITCHEN_WRITE_S * NS_PER_S, serve_dish, guest));
		clear_plate(guest);
	} while (guest->keep_alive);
	if (say_goodbye(guest->conn))
		AWAIT(wait_for(KITCHEN_LINGER_S * NS_PER_S, linger, guest->conn));
	ASYNC_END;
}

/* How a guest leaves is that guest's affair: nobody else hears of it. */
async kitchen_serve(struct conn *conn, void *arg)
{
	enum status err;

	ASYNC(struct guest guest);
	my->guest.kitchen = arg;
	my->guest.conn = conn;
	AWAIT_CATCH_ALL(err, converse(&my->guest));
	clear_plate(&my->guest);
	conn_close(conn); /* what has not been taken in by now is not waited for */
	ASYNC_RAISE(err == ASYNC_CANCELLED ? err : ASYNC_OK);
	ASYNC_END;
}

/* ---- the kitchen ---- */

void kitchen_open(struct kitchen *self)
{
	self->quota.limit = self->options.quota;
	self->random = self->options.seed ? (uint64_t)self->options.seed : 1; /* xorshift never leaves zero */
	self->opened_at = clock_monotonic();
	semaphore_init(&self->chefs, self->options.chefs ? (unsigned)self->options.chefs : UINT_MAX);
}

struct server_options kitchen_server_options(const struct kitchen *self)
{
	return (struct server_options){
		.tls = self->tls, .backlog = 4096, .handshake_ns = KITCHEN_HANDSHAKE_S * NS_PER_S, .name = "guest"};
}
