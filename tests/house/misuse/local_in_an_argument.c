/* Mistake: a server keeps what it has read in two local variables, and gives them to an await. The arguments
 * of an await are evaluated again at each resume: then they hold nothing, if the guest could not take all at
 * once. Python evaluates them once. */
// clang: variable 'len' is used uninitialized whenever switch case is taken
// check: at each resume this await reads 'bytes' again
#include "coro/net/streams.h"
#include "tests/house/misuse/example.h"

#include <sys/socket.h>
#include <unistd.h>

static struct buffer_pool buffers;

static async send_all(struct conn *conn, const char *bytes, size_t len)
{
	ASYNC();
	conn_write(conn, bytes, len);
	AWAIT(conn_flush(conn));
	ASYNC_END;
}

static async serve(struct conn *conn)
{
#ifdef FIXED
	ASYNC(const char *bytes; size_t len);
	for (;;) {
		AWAIT(conn_fill(conn, BUFFER_SIZE));
		my->bytes = conn_bytes(conn, &my->len);
		if (my->len == 0)
			ASYNC_RETURN();
		AWAIT(send_all(conn, my->bytes, my->len));
		conn_use(conn, my->len);
	}
#else
	const char *bytes;
	size_t len;

	ASYNC();
	for (;;) {
		AWAIT(conn_fill(conn, BUFFER_SIZE));
		bytes = conn_bytes(conn, &len);
		if (len == 0)
			ASYNC_RETURN();
		AWAIT(send_all(conn, bytes, len)); /* here */
		conn_use(conn, len);
	}
#endif
	ASYNC_END;
}

static async work(void)
{
	ASYNC(struct conn conn; int ends[2]);
	my->conn.pool = &buffers;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, my->ends) < 0)
		ASYNC_RAISE(ASYNC_E_SYSTEM);
	close(my->ends[1]); /* this guest says nothing */
	if (stream_open_socket(&my->conn.stream, my->ends[0]) < 0)
		ASYNC_RAISE(ASYNC_E_SYSTEM);
	AWAIT(serve(&my->conn));
	conn_close(&my->conn);
	ASYNC_END;
}
EXAMPLE(work);
