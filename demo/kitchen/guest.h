/* guest.h - the local genderize API as a server: the kitchen, and its guests. */
#ifndef DEMO_KITCHEN_GUEST_H
#define DEMO_KITCHEN_GUEST_H

#include "coro/many/gather.h"
#include "coro/sleep.h"
#include "coro/many/locks.h"
#include "coro/timeout.h"
#include "demo/kitchen/api.h"
#include "coro/net/streams.h"
#include "http/parse/message.h"

enum { KITCHEN_IDLE_S = 75, KITCHEN_HANDSHAKE_S = 30, KITCHEN_WRITE_S = 30, KITCHEN_LINGER_S = 2, KITCHEN_DAY_S = 86400 };

struct kitchen_options {
	long port;
	bool plain; /* http, no TLS */
	int64_t cook_min_ns, cook_max_ns;
	long chefs;          /* how many dishes cook at once; 0: no bound */
	int fail_status;     /* answered instead, … */
	double fail_percent; /* … this often */
	long quota;
	const char *tls_dir; /* NULL: a temporary folder */
	long seed;
};

struct kitchen {
	struct kitchen_options options;
	SSL_CTX *tls; /* NULL: plain */
	struct kitchen_quota quota;
	struct semaphore chefs;
	struct buffer_pool buffers;
	struct task_set tasks; /* the doors, and the guests */
	uint64_t random;
	int64_t opened_at; /* when the quota's day began */
};

/* One connection: a worker who talks to one client until that one leaves. On the heap; see kitchen_admit. */
struct kitchen_guest {
	struct set_task worker;
	struct kitchen *kitchen;
	struct conn conn;
	char *reply; /* the dish, while it cooks and is served; owned */
	size_t reply_len;
	bool keep_alive, is_old; /* is_old: the order was in HTTP/1.0 */
	int64_t cook_ns;
};

/* Reads argv into options, and returns what arguments_read does. */
int kitchen_options_parse(struct kitchen_options *options, int argc, char **argv);

/* Prepares the kitchen for its options. */
void kitchen_open(struct kitchen *self);

/* Starts a worker for a new connection, which is his from then on. */
void kitchen_admit(struct kitchen *self, int fd);

/* The same for a connection that is not a socket: a guest, or NULL for no memory, whose conn.stream the caller opens;
 * then its worker starts. */
struct kitchen_guest *kitchen_guest_new(struct kitchen *self);
void kitchen_seat(struct kitchen_guest *guest);

/* The guest whose task is done has left: frees him. */
void kitchen_forget(struct task *task);

#endif
