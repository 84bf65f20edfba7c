/* connecting.h - what the tests of connect.c share: a host whose addresses the test chooses, and a connect to
 * it. */
#ifndef TESTS_LIB_CONNECTING_H
#define TESTS_LIB_CONNECTING_H

#include "coro/many/gather.h"
#include "coro/net/connect.h"
#include "coro/run.h"
#include "tests/lib/sockets.h"
#include "tests/lib/support.h"

#include <stdlib.h>
#include <string.h>

static struct buffer_pool buffers;
static struct host host;

__attribute__((unused)) static const struct connect_options plain = {.timeout_ns = 10 * NS_PER_S};

/* Results of the last call. Its connection is closed; tried: how many sockets were opened. */
static struct conn conn;
static unsigned tried;

static async call(const struct connect_options *options)
{
	enum status err;

	ASYNC();
	AWAIT_CATCH_ALL(err, connect_host(&conn, &host, options));
	conn_close(&conn);
	ASYNC_RAISE(err);
	ASYNC_END;
}
ASYNC_ENTRY(call, const struct connect_options *);

static inline enum status connect_once(const struct connect_options *options)
{
	struct task task = {0};

	conn = (struct conn){.pool = &buffers};
	tried = loop.connections;
	task_start(&task, "caller", call, options);
	while (task.state != TASK_DONE)
		assert_true(loop_run_once());
	tried = loop.connections - tried;
	return task_result(&task);
}

/* A host known by this name. */
static inline void know(const char *name, unsigned port)
{
	host_init(&host, name, strlen(name), (uint16_t)port, false);
}

static inline void know_address(const struct sockaddr_in *address)
{
	struct addrinfo one = {.ai_family = address->sin_family, .ai_addrlen = sizeof *address};
	struct addresses *all;
	int count = host.found ? host.found->count : 0;

	one.ai_addr = (struct sockaddr *)address;
	all = addresses_new(&one);
	all = realloc(all, sizeof *all + (size_t)(count + 1) * sizeof all->list[0]);
	assert_non_null(all);
	all->list[count] = all->list[0];
	if (count)
		memcpy(all->list, host.found->list, (size_t)count * sizeof all->list[0]);
	all->count = count + 1;
	addresses_drop(host.found);
	host.found = all;
	host.resolved_at = loop.now;
}

#endif
