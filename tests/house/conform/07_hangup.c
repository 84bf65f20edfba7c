/* Rule 7: that the other end is gone makes an fd readable and writable, whatever was waited for; the call
 * that follows then tells what is the matter. */
#include "coro/io.h"
#include "tests/house/conform/conform.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

static async wait_for_fd(int fd, unsigned bits)
{
	enum status err;

	ASYNC(struct io io);
	io_open(&my->io, fd);
	AWAIT_CATCH_ALL(err, io_ready(&my->io, bits));
	io_close(&my->io);
	say("%s: %s", bits == LOOP_READ ? "reader" : "writer", status_name(err));
	ASYNC_END;
}
ASYNC_ENTRY(wait_for_fd, int, unsigned);

static async async_main(void)
{
	static char bytes[1024];

	ASYNC(struct task reader, writer; int empty[2], full[2], i);
	signal(SIGPIPE, SIG_IGN);
	if (pipe(my->empty) < 0 || pipe(my->full) < 0 || fcntl(my->full[1], F_SETFL, O_NONBLOCK) < 0)
		ASYNC_RAISE(ASYNC_E_SYSTEM);
	while (write(my->full[1], bytes, sizeof bytes) > 0)
		;
	task_start(&my->reader, "reader", wait_for_fd, my->empty[0], LOOP_READ);
	task_start(&my->writer, "writer", wait_for_fd, my->full[1], LOOP_WRITE);
	for (my->i = 0; my->i < 3; my->i++)
		AWAIT(sleep_ms(0));
	say("close the writing end");
	close(my->empty[1]);
	for (my->i = 0; my->i < 3; my->i++)
		AWAIT(sleep_ms(0));
	say("close the reading end");
	close(my->full[0]);
	for (my->i = 0; my->i < 3; my->i++)
		AWAIT(sleep_ms(0));
	task_cancel(&my->reader);
	task_cancel(&my->writer);
	say("read: %d", (int)read(my->empty[0], bytes, 1));
	say("write: %s", write(my->full[1], bytes, 1) < 0 && errno == EPIPE ? "EPIPE" : "?");
	AWAIT(sleep_ms(0));
	ASYNC_END;
}
RUN_MAIN;
