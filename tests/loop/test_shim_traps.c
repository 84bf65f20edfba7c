/* test_shim_traps.c - the traps of real kqueues, each of which the shim must have too: a backend that
 * steps into one on a BSD shall step into it here. */
#define _GNU_SOURCE /* POLLRDHUP */
#include "tests/house/shim/fixture.h"

#include <signal.h>
#include <sys/time.h>
#include <sys/wait.h>

static int pending_error(int fd)
{
	int error = -1;
	socklen_t size = sizeof(error);

	assert_int_equal(getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size), 0);
	return error;
}

/* Not EV_ERROR: who looks only for that takes the connection for made. */
static void a_refused_connect_is_eof_with_the_errno_in_fflags(void **state)
{
	struct fixture *f = *state;
	struct sockaddr_in nobody = tcp_nobody();
	int fd = tcp_connect(&nobody);
	struct kevent event;

	watch_both(f->kq, fd, EV_CLEAR);
	until(fd, POLLERR);
	event = look_for(f->kq, EVFILT_WRITE);
	assert_int_equal(event.flags & (EV_EOF | EV_ERROR), EV_EOF);
	assert_int_equal(event.fflags, ECONNREFUSED);
	assert_int_equal(pending_error(fd), ECONNREFUSED); /* the event has not taken it away */
	close(fd);
}

static void eof_may_come_with_bytes_unread(void **state)
{
	struct fixture *f = *state;
	struct kevent event;
	char bytes[8];

	assert_int_equal(write(f->ends[1], "hello", 5), 5);
	assert_int_equal(shutdown(f->ends[1], SHUT_WR), 0);
	until(f->ends[0], POLLRDHUP);
	watch_both(f->kq, f->ends[0], EV_CLEAR);
	event = look_for(f->kq, EVFILT_READ);
	assert_int_equal(event.flags & (EV_EOF | EV_ERROR), EV_EOF);
	assert_int_equal(event.fflags, 0);
	assert_int_equal(event.data, 5);
	assert_int_equal(read(f->ends[0], bytes, sizeof(bytes)), 5);
	assert_int_equal(read(f->ends[0], bytes, sizeof(bytes)), 0);
}

static void eof_of_a_pipe_may_come_with_bytes_unread(void **state)
{
	struct fixture *f = *state;
	struct kevent event, events[2];
	char bytes[8];

	watch_both(f->kq, f->ends[0], 0);
	assert_int_equal(write(f->ends[1], "hello", 5), 5);
	close_far(f);
	assert_int_equal(look(f->kq, events, 2), 1); /* the end that reads never speaks of writing */
	assert_int_equal(events[0].filter, EVFILT_READ);
	assert_int_equal(events[0].flags & EV_EOF, EV_EOF);
	assert_int_equal(events[0].data, 5);
	assert_int_equal(read(f->ends[0], bytes, sizeof(bytes)), 5);
	event = look_for(f->kq, EVFILT_READ);
	assert_int_equal(event.flags & EV_EOF, EV_EOF);
	assert_int_equal(event.data, 0);
}

/* A half-closed stream can still be written to: only the reading filter speaks of the end. */
static void the_peers_last_byte_is_no_eof_for_the_writer(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(shutdown(f->ends[1], SHUT_WR), 0);
	watch_both(f->kq, f->ends[0], 0);
	assert_int_equal(look_for(f->kq, EVFILT_READ).flags & EV_EOF, EV_EOF);
	assert_int_equal(look_for(f->kq, EVFILT_WRITE).flags & EV_EOF, 0);
	close_far(f);
	assert_int_equal(look_for(f->kq, EVFILT_WRITE).flags & EV_EOF, EV_EOF);
}

/* Without EV_CLEAR, and behind a write that can never go out, this is a loop at full speed. */
static void a_reset_is_eof_of_both_filters_for_ever(void **state)
{
	struct fixture *f = *state;
	struct kevent events[2];
	char byte;

	watch_both(f->kq, f->ends[0], 0);
	tcp_reset(f->ends[1]);
	f->ends[1] = -1;
	until(f->ends[0], POLLERR);
	for (int turn = 0; turn < 3; turn++) {
		assert_int_equal(look(f->kq, events, 2), 2);
		for (int i = 0; i < 2; i++) {
			assert_int_equal(events[i].flags & (EV_EOF | EV_ERROR), EV_EOF);
			assert_int_equal(events[i].fflags, ECONNRESET);
		}
	}
	assert_int_equal(read(f->ends[0], &byte, 1), -1); /* the error is still the reader's to find */
	assert_int_equal(errno, ECONNRESET);
	assert_int_equal(look_for(f->kq, EVFILT_WRITE).flags & EV_EOF, EV_EOF);
}

/* An idle connection that nobody reads from is deaf: epoll would report the hang-up unasked. */
static void without_a_filter_nobody_is_told_of_the_end(void **state)
{
	struct fixture *f = *state;
	struct kevent events[2];

	watch_both(f->kq, f->ends[0], EV_CLEAR);
	assert_int_equal(change(f->kq, f->ends[0], EVFILT_READ, EV_DELETE, NULL), 0);
	assert_int_equal(look(f->kq, events, 2), 1);
	assert_int_equal(change(f->kq, f->ends[0], EVFILT_WRITE, EV_DELETE, NULL), 0);
	close_far(f);
	assert_int_equal(look(f->kq, events, 2), 0);
}

static void an_fd_may_have_two_events_in_one_batch(void **state)
{
	struct fixture *f = *state;
	struct kevent events[4];

	watch_both(f->kq, f->ends[0], EV_CLEAR);
	assert_int_equal(write(f->ends[1], "!", 1), 1);
	assert_int_equal(look(f->kq, events, 4), 2);
	assert_int_equal(events[0].ident, events[1].ident);
	for (int i = 0; i < 2; i++)
		assert_ptr_equal(
			events[i].udata, events[i].filter == EVFILT_READ ? &reader_tag : &writer_tag);
}

static void clear_reports_again_only_after_something_new(void **state)
{
	struct fixture *f = *state;
	struct kevent events[4];

	watch_both(f->kq, f->ends[0], EV_CLEAR);
	assert_int_equal(write(f->ends[1], "one", 3), 3);
	assert_int_equal(look(f->kq, events, 4), 2);
	assert_int_equal(look(f->kq, events, 4), 0); /* unread bytes are not news */
	assert_int_equal(write(f->ends[1], "two", 3), 3);
	assert_int_equal(look(f->kq, events, 4), 1); /* and bytes to read are none for the writer */
	assert_int_equal(events[0].filter, EVFILT_READ);
	assert_int_equal(events[0].data, 6);
}

/* "Calling close() on a file descriptor will remove any kevents": the number's next owner inherits none. */
static void close_drops_the_events_silently(void **state)
{
	struct fixture *f = *state;
	struct kevent events[2];
	int number = f->ends[0], copy = dup(number), reused;

	watch_both(f->kq, number, 0);
	assert_int_equal(write(f->ends[1], "!", 1), 1);
	assert_int_equal(look(f->kq, events, 2), 2);
	close(number);
	assert_int_equal(look(f->kq, events, 2), 0); /* though the copy keeps the stream open */
	assert_int_equal(change(f->kq, number, EVFILT_WRITE, EV_DELETE, NULL), -1);
	assert_int_equal(errno, EBADF);
	reused = dup(copy);
	assert_int_equal(reused, number);
	assert_int_equal(look(f->kq, events, 2), 0);
	assert_int_equal(change(f->kq, number, EVFILT_WRITE, EV_DELETE, NULL), -1);
	assert_int_equal(errno, ENOENT);
	close(copy);
}

/* "The queue is not inherited by a child created with fork(2)": what the child closes is its own affair. */
static void a_child_has_no_share_in_the_queue(void **state)
{
	struct fixture *f = *state;
	struct kevent event;
	int status;
	pid_t child;

	watch_both(f->kq, f->ends[0], 0);
	child = fork();
	if (child == 0) {
		close(f->ends[0]);
		_exit(look(f->kq, &event, 1) == -1 && errno == EBADF ? 0 : 1);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	assert_int_equal(look(f->kq, &event, 1), 1);
}

/* The timeout is NULL, for ever: with room for an event this would never return. */
static void no_room_for_events_means_no_waiting(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(kevent(f->kq, NULL, 0, NULL, 0, NULL), 0);
}

static void a_pipe_that_nobody_reads_is_refused(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(close(f->ends[0]), 0);
	f->ends[0] = -1;
	assert_int_equal(change(f->kq, f->ends[1], EVFILT_WRITE, EV_ADD, NULL), -1);
	assert_int_equal(errno, EPIPE);
	assert_int_equal(change(f->kq, f->ends[1], EVFILT_READ, EV_ADD, NULL), 0);
}

/* The reader may also go while the writer is watched: that is told. */
static void the_end_of_the_reader_is_eof_for_the_writer(void **state)
{
	struct fixture *f = *state;
	struct kevent event;

	assert_int_equal(change(f->kq, f->ends[1], EVFILT_WRITE, EV_ADD | EV_CLEAR, NULL), 0);
	assert_int_equal(look_for(f->kq, EVFILT_WRITE).flags & EV_EOF, 0);
	assert_int_equal(close(f->ends[0]), 0);
	f->ends[0] = -1;
	event = look_for(f->kq, EVFILT_WRITE);
	assert_int_equal(event.flags & (EV_EOF | EV_ERROR), EV_EOF);
	assert_int_equal(event.fflags, 0);
}

static void wake_up(int number)
{
	(void)number;
}

/* epoll calls such a socket hung up and wakes us. No filter agrees, so a wait must go on: to its timeout,
 * or here, where it has none, to a signal. The alarm repeats: the first may come before the wait has
 * begun. */
static void an_unconnected_socket_is_silent(void **state)
{
	const struct itimerval each_ms = {{0, 1000}, {0, 1000}}, never = {{0, 0}, {0, 0}};
	struct sigaction action = {.sa_handler = wake_up};
	struct fixture *f = *state;
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	struct kevent events[2];

	watch_both(f->kq, fd, 0);
	assert_int_equal(look(f->kq, events, 2), 0);
	assert_int_equal(kevent(f->kq, NULL, 0, events, 2, &(struct timespec){.tv_nsec = 1000000}), 0);
	watch_both(f->kq, fd, EV_CLEAR);
	assert_int_equal(sigaction(SIGALRM, &action, NULL), 0);
	assert_int_equal(setitimer(ITIMER_REAL, &each_ms, NULL), 0);
	assert_int_equal(kevent(f->kq, NULL, 0, events, 2, NULL), -1);
	assert_int_equal(errno, EINTR);
	assert_int_equal(setitimer(ITIMER_REAL, &never, NULL), 0);
	close(fd);
}

#define WITH_PIPE(test)    cmocka_unit_test_setup_teardown(test, with_pipe, tear_down)
#define WITH_SOCKETS(test) cmocka_unit_test_setup_teardown(test, with_sockets, tear_down)
#define WITH_TCP(test)     cmocka_unit_test_setup_teardown(test, with_tcp, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_PIPE(a_refused_connect_is_eof_with_the_errno_in_fflags),
		WITH_TCP(eof_may_come_with_bytes_unread),
		WITH_PIPE(eof_of_a_pipe_may_come_with_bytes_unread),
		WITH_SOCKETS(the_peers_last_byte_is_no_eof_for_the_writer),
		WITH_TCP(a_reset_is_eof_of_both_filters_for_ever),
		WITH_SOCKETS(without_a_filter_nobody_is_told_of_the_end),
		WITH_SOCKETS(an_fd_may_have_two_events_in_one_batch),
		WITH_SOCKETS(clear_reports_again_only_after_something_new),
		WITH_SOCKETS(close_drops_the_events_silently),
		WITH_SOCKETS(a_child_has_no_share_in_the_queue),
		WITH_PIPE(no_room_for_events_means_no_waiting),
		WITH_PIPE(a_pipe_that_nobody_reads_is_refused),
		WITH_PIPE(the_end_of_the_reader_is_eof_for_the_writer),
		WITH_PIPE(an_unconnected_socket_is_silent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
