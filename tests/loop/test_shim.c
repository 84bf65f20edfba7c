/* test_shim.c - does the shim do what kqueue(2) promises? What catches people is in test_shim_traps.c. */
#include "tests/house/shim/fixture.h"

#include <dirent.h>

/* ---- events ---- */

static void an_event_carries_all_that_is_told(void **state)
{
	struct fixture *f = *state;
	struct kevent event;

	assert_int_equal(change(f->kq, f->ends[0], EVFILT_READ, EV_ADD | EV_CLEAR, &reader_tag), 0);
	assert_int_equal(look(f->kq, &event, 1), 0);
	assert_int_equal(write(f->ends[1], "hello", 5), 5);
	assert_int_equal(kevent(f->kq, NULL, 0, &event, 1, NULL), 1);
	assert_int_equal(event.ident, f->ends[0]);
	assert_int_equal(event.filter, EVFILT_READ);
	assert_int_equal(event.flags & (EV_EOF | EV_ERROR), 0);
	assert_int_equal(event.data, 5);
	assert_ptr_equal(event.udata, &reader_tag);
}

/* "The filter is executed upon the initial registration of a kevent". */
static void what_is_ready_already_is_reported(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(write(f->ends[1], "!", 1), 1);
	watch_both(f->kq, f->ends[0], EV_CLEAR);
	assert_int_equal(look_for(f->kq, EVFILT_READ).data, 1);
}

static void a_pipe_is_read_at_one_end_and_written_at_the_other(void **state)
{
	struct fixture *f = *state;
	struct kevent events[4];

	watch_both(f->kq, f->ends[0], EV_CLEAR);
	watch_both(f->kq, f->ends[1], EV_CLEAR);
	assert_int_equal(look(f->kq, events, 4), 1);
	assert_int_equal(events[0].ident, f->ends[1]);
	assert_int_equal(events[0].filter, EVFILT_WRITE);
	assert_int_equal(write(f->ends[1], "hello", 5), 5);
	assert_int_equal(look_for(f->kq, EVFILT_READ).data, 5);
}

static void a_listener_tells_its_backlog_and_is_never_writable(void **state)
{
	struct fixture *f = *state;
	struct sockaddr_in address;
	int listener = tcp_listen(&address), clients[2];
	struct kevent events[2];

	watch_both(f->kq, listener, 0);
	assert_int_equal(look(f->kq, events, 2), 0);
	for (int i = 0; i < 2; i++) {
		clients[i] = tcp_connect(&address);
		until(clients[i], POLLOUT);
	}
	assert_int_equal(look(f->kq, events, 2), 1);
	assert_int_equal(events[0].filter, EVFILT_READ);
	assert_int_equal(events[0].data, 2);
	close(clients[0]);
	close(clients[1]);
	close(listener);
}

static void a_connect_that_succeeds_is_a_plain_write_event(void **state)
{
	struct fixture *f = *state;

	watch_both(f->kq, f->ends[0], EV_CLEAR);
	assert_int_equal(look_for(f->kq, EVFILT_WRITE).flags & (EV_EOF | EV_ERROR), 0);
}

static void without_clear_a_state_is_reported_until_it_is_gone(void **state)
{
	struct fixture *f = *state;
	struct kevent event;
	char byte;

	assert_int_equal(change(f->kq, f->ends[0], EVFILT_READ, EV_ADD, NULL), 0);
	assert_int_equal(write(f->ends[1], "!", 1), 1);
	assert_int_equal(look(f->kq, &event, 1), 1);
	assert_int_equal(look(f->kq, &event, 1), 1);
	assert_int_equal(read(f->ends[0], &byte, 1), 1);
	assert_int_equal(look(f->kq, &event, 1), 0);
}

/* "If the filter indicates that the condition that triggered the event no longer holds, the kevent is
 * removed from the kqueue and is not returned." */
static void what_was_read_before_the_look_is_not_reported(void **state)
{
	struct fixture *f = *state;
	struct kevent event;
	char byte;

	assert_int_equal(change(f->kq, f->ends[0], EVFILT_READ, EV_ADD | EV_CLEAR, NULL), 0);
	assert_int_equal(write(f->ends[1], "!", 1), 1);
	assert_int_equal(read(f->ends[0], &byte, 1), 1);
	assert_int_equal(look(f->kq, &event, 1), 0);
}

static void oneshot_is_deleted_by_its_event(void **state)
{
	struct fixture *f = *state;
	struct kevent event;

	assert_int_equal(change(f->kq, f->ends[0], EVFILT_READ, EV_ADD | EV_ONESHOT, NULL), 0);
	assert_int_equal(write(f->ends[1], "!", 1), 1);
	assert_int_equal(look(f->kq, &event, 1), 1);
	assert_int_equal(look(f->kq, &event, 1), 0);
	assert_int_equal(change(f->kq, f->ends[0], EVFILT_READ, EV_DELETE, NULL), -1);
	assert_int_equal(errno, ENOENT);
}

static void adding_again_changes_the_one_that_is_there(void **state)
{
	struct fixture *f = *state;
	struct kevent events[4];

	watch_both(f->kq, f->ends[0], EV_CLEAR);
	assert_int_equal(change(f->kq, f->ends[0], EVFILT_WRITE, EV_ADD | EV_CLEAR, &reader_tag), 0);
	assert_int_equal(look(f->kq, events, 4), 1);
	assert_ptr_equal(events[0].udata, &reader_tag);
}

/* Four events and two places. */
static void what_finds_no_place_comes_with_the_next_call(void **state)
{
	struct fixture *f = *state;
	struct kevent events[4]; /* more places than it is told of, should it take too many */

	for (int i = 0; i < 2; i++) {
		watch_both(f->kq, f->ends[i], EV_CLEAR);
		assert_int_equal(write(f->ends[1 - i], "!", 1), 1);
	}
	assert_int_equal(look(f->kq, events, 2), 2);
	assert_int_equal(look(f->kq, events, 2), 2);
	assert_int_equal(look(f->kq, events, 2), 0);
}

/* ---- changes and their errors ---- */

static void a_change_that_fails_has_its_errno(void **state)
{
	struct fixture *f = *state;
	const struct {
		int fd;
		short filter;
		unsigned short flags;
		int error;
	} cases[] = {
		{f->ends[0], EVFILT_READ, EV_DELETE, ENOENT},
		{f->ends[0], EVFILT_WRITE, EV_DELETE, ENOENT},
		{4000, EVFILT_READ, EV_ADD, EBADF},
		{4000, EVFILT_READ, EV_DELETE, EBADF},
		{-1, EVFILT_READ, EV_ADD, EBADF},
		{f->ends[0], 0, EV_ADD, EINVAL},
		{f->ends[0], EVFILT_READ, 0, EINVAL},
		{f->ends[0], EVFILT_READ, EV_ADD | 0x0800, EINVAL},
	};
	struct kevent change_in, change_out;

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		EV_SET(&change_in, cases[i].fd, cases[i].filter, cases[i].flags, 0, 0, &reader_tag);
		assert_int_equal(kevent(f->kq, &change_in, 1, NULL, 0, NULL), -1);
		assert_int_equal(errno, cases[i].error);
		assert_int_equal(kevent(f->kq, &change_in, 1, &change_out, 1, NULL), 1);
		assert_int_equal(change_out.flags, EV_ERROR);
		assert_int_equal(change_out.data, cases[i].error);
		assert_ptr_equal(change_out.udata, &reader_tag);
	}
}

/* EV_RECEIPT "is useful for making bulk changes to a kqueue without draining any pending events". */
static void receipts_answer_each_change_and_take_no_event(void **state)
{
	struct fixture *f = *state;
	struct kevent changes[3];

	watch_both(f->kq, f->ends[0], EV_CLEAR);
	EV_SET(&changes[0], f->ends[1], EVFILT_READ, EV_DELETE | EV_RECEIPT, 0, 0, NULL);
	EV_SET(&changes[1], f->ends[1], EVFILT_READ, EV_ADD | EV_RECEIPT, 0, 0, NULL);
	assert_int_equal(kevent(f->kq, changes, 2, changes, 3, NULL), 2);
	assert_int_equal(changes[0].data, ENOENT);
	assert_int_equal(changes[1].data, 0);
	assert_int_equal(changes[1].flags, EV_ERROR);
	look_for(f->kq, EVFILT_WRITE);
}

static void a_receipt_without_a_place_stops_the_changes(void **state)
{
	struct fixture *f = *state;
	struct kevent changes[2];

	EV_SET(&changes[0], f->ends[0], EVFILT_READ, EV_ADD | EV_RECEIPT, 0, 0, NULL);
	EV_SET(&changes[1], f->ends[0], EVFILT_WRITE, EV_ADD, 0, 0, NULL);
	assert_int_equal(kevent(f->kq, changes, 2, NULL, 0, NULL), 0);
	assert_int_equal(change(f->kq, f->ends[0], EVFILT_READ, EV_DELETE, NULL), 0);
	assert_int_equal(change(f->kq, f->ends[0], EVFILT_WRITE, EV_DELETE, NULL), -1);
}

/* ---- the queue ---- */

static void a_timeout_that_passes_returns_nothing(void **state)
{
	struct fixture *f = *state;
	struct kevent event;

	assert_int_equal(kevent(f->kq, NULL, 0, &event, 1, &(struct timespec){.tv_nsec = 1}), 0);
	assert_int_equal(kevent(f->kq, NULL, 0, &event, 1, &(struct timespec){.tv_sec = -1}), -1);
	assert_int_equal(errno, EINVAL);
	assert_int_equal(kevent(f->kq, NULL, -1, &event, 1, NULL), -1);
	assert_int_equal(errno, EINVAL);
}

static int open_fds(void)
{
	DIR *d = opendir("/proc/self/fd");
	int count = 0;

	while (readdir(d))
		count++;
	closedir(d);
	return count;
}

static void closing_a_queue_leaves_nothing_open(void **state)
{
	struct fixture *f = *state;
	int before = open_fds(), kq = kqueue();
	struct kevent event;

	watch_both(kq, f->ends[0], EV_CLEAR);
	assert_int_equal(close(kq), 0);
	assert_int_equal(open_fds(), before);
	assert_int_equal(look(kq, &event, 1), -1);
	assert_int_equal(errno, EBADF);
	assert_int_equal(close(kq), -1);
}

#define WITH_PIPE(test)    cmocka_unit_test_setup_teardown(test, with_pipe, tear_down)
#define WITH_SOCKETS(test) cmocka_unit_test_setup_teardown(test, with_sockets, tear_down)
#define WITH_TCP(test)     cmocka_unit_test_setup_teardown(test, with_tcp, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_PIPE(an_event_carries_all_that_is_told),
		WITH_SOCKETS(what_is_ready_already_is_reported),
		WITH_PIPE(a_pipe_is_read_at_one_end_and_written_at_the_other),
		WITH_PIPE(a_listener_tells_its_backlog_and_is_never_writable),
		WITH_TCP(a_connect_that_succeeds_is_a_plain_write_event),
		WITH_SOCKETS(without_clear_a_state_is_reported_until_it_is_gone),
		WITH_SOCKETS(what_was_read_before_the_look_is_not_reported),
		WITH_SOCKETS(oneshot_is_deleted_by_its_event),
		WITH_SOCKETS(adding_again_changes_the_one_that_is_there),
		WITH_SOCKETS(what_finds_no_place_comes_with_the_next_call),
		WITH_SOCKETS(a_change_that_fails_has_its_errno),
		WITH_SOCKETS(receipts_answer_each_change_and_take_no_event),
		WITH_SOCKETS(a_receipt_without_a_place_stops_the_changes),
		WITH_PIPE(a_timeout_that_passes_returns_nothing),
		WITH_PIPE(closing_a_queue_leaves_nothing_open),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
