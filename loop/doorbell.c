/* doorbell.c - a pipe from this process to itself: a byte in it ends the loop's sleep. */
#include "loop/doorbell.h"
#include "loop/backend.h"
#include "loop/ready.h"
#include "loop/state.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <unistd.h>

enum { TRIES = 8 };

static struct {
	atomic_bool silent; /* it was rung, but the byte could not be written */
	int write_end;
	struct watch watch; /* of the read end */
	struct handle handle;
	void (*answer)(void);
	bool queued;
} bell;

/* True if a byte is in the pipe now: this one, or, if the pipe is full, an earlier one. */
static bool write_byte(void)
{
	for (int i = 0; i < TRIES; i++)
		if (write(bell.write_end, "!", 1) == 1 || errno == EAGAIN) /* this ends the loop's sleep */
			return true;
	return false;
}

void doorbell_ring(void)
{
	int saved = errno;
	bool first = !atomic_exchange(&loop.rung, true), unheard = atomic_exchange(&bell.silent, false);

	/* One byte in the pipe is enough to wake the loop, however often it is rung. */
	if ((first || unheard) && !write_byte())
		atomic_store(&bell.silent, true); /* if a signal called us, it ends the sleep by itself */
	errno = saved;
}

static void answer_bell(struct handle *h)
{
	char bytes[64];

	(void)h;
	bell.queued = false;
	while (read(bell.watch.fd, bytes, sizeof bytes) > 0) /* many rings, but one answer is enough */
		;
	bell.watch.ready = 0; /* the pipe has said EAGAIN: what comes now is news */
	atomic_store(&bell.silent, false);
	atomic_store(&loop.rung, false); /* before the answer: a ring from here on is heard in a later turn */
	bell.answer();
}

static void someone_rang(struct watch *w)
{
	(void)w;
	if (bell.queued)
		return;
	bell.queued = true;
	loop_call_soon(&bell.handle); /* who runs next: answer_bell, when this turn runs what is ready */
}

void doorbell_listen(void)
{
	if (atomic_load(&bell.silent))
		someone_rang(&bell.watch);
}

/* A full or an empty pipe must not block us, and a program that we start must not inherit it. */
static int set_flags(int fd)
{
	return fcntl(fd, F_SETFL, O_NONBLOCK) < 0 || fcntl(fd, F_SETFD, FD_CLOEXEC) < 0 ? -errno : 0;
}

int doorbell_open(void (*answer)(void))
{
	int ends[2], err;

	if (pipe(ends) < 0) /* every system has pipes; the loop watches the end that is read */
		return -errno;
	bell.watch = (struct watch){.fd = ends[0], .on_ready = someone_rang};
	bell.handle.run = answer_bell;
	bell.answer = answer;
	bell.write_end = ends[1];
	bell.queued = false;
	atomic_store(&bell.silent, false);
	err = set_flags(ends[0]);
	if (!err)
		err = set_flags(ends[1]);
	if (!err)
		err = backend_add(&bell.watch); /* not counted among the loop's watched fds */
	if (err) {
		close(ends[0]);
		close(ends[1]);
	}
	return err;
}

void doorbell_close(void)
{
	backend_remove(&bell.watch);
	close(bell.watch.fd); /* nobody rings any more: signal_close and offload_close came before */
	close(bell.write_end);
}
