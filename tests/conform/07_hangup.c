/* Rule 7: that the other end is gone makes an fd readable and writable, whatever was waited for; the call
 * that follows then tells what is the matter. */
#include "coro/io.h"
#include "tests/conform/conform.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

struct worker {
	struct coro coro;
	struct io io;
	struct io_wait ready;
	int fd, bits;
	enum status err;
};

static async wait_for_fd(struct worker *self)
{
	ASYNC_BEGIN(self);
	io_open(&self->io, self->fd);
	AWAIT_CATCH(self->err, io_ready(&self->ready, &self->io, (unsigned)self->bits));
	io_close(&self->io);
	say("%s: %s", self->bits == LOOP_READ ? "reader" : "writer", status_name(self->err));
	ASYNC_END;
}
ASYNC_TASK(wait_for_fd);

struct async_main {
	struct coro coro;
	struct worker reading, writing;
	struct task reader, writer;
	struct sleep sleep;
	int empty[2], full[2], i;
	char bytes[1024];
};

static async async_main(struct async_main *self)
{
	ASYNC_BEGIN(self);
	signal(SIGPIPE, SIG_IGN);
	if (pipe(self->empty) < 0 || pipe(self->full) < 0 || fcntl(self->full[1], F_SETFL, O_NONBLOCK) < 0)
		ASYNC_RAISE(ASYNC_E_SYSTEM);
	while (write(self->full[1], self->bytes, sizeof self->bytes) > 0)
		;
	self->reading = (struct worker){.fd = self->empty[0], .bits = LOOP_READ};
	self->writing = (struct worker){.fd = self->full[1], .bits = LOOP_WRITE};
	task_create(&self->reader, wait_for_fd, &self->reading, "reader");
	task_create(&self->writer, wait_for_fd, &self->writing, "writer");
	for (self->i = 0; self->i < 3; self->i++)
		AWAIT(sleep_ms(&self->sleep, 0));
	say("close the writing end");
	close(self->empty[1]);
	for (self->i = 0; self->i < 3; self->i++)
		AWAIT(sleep_ms(&self->sleep, 0));
	say("close the reading end");
	close(self->full[0]);
	for (self->i = 0; self->i < 3; self->i++)
		AWAIT(sleep_ms(&self->sleep, 0));
	task_cancel(&self->reader);
	task_cancel(&self->writer);
	say("read: %d", (int)read(self->empty[0], self->bytes, 1));
	say("write: %s", write(self->full[1], self->bytes, 1) < 0 && errno == EPIPE ? "EPIPE" : "?");
	AWAIT(sleep_ms(&self->sleep, 0));
	ASYNC_END;
}
RUN_MAIN;
