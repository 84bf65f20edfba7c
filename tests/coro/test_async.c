/* test_async.c - a program of one's own, with async.h alone: it brings what it says, and leaves the plain
 * words of the library to the program, for variables too. That this compiles, by each compiler with all
 * its warnings, and links is half of the test. */
#include "async.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static async add(int loop, int gather, int resolve, int *sum)
{
	int shield = 1, debug = 2, task = 3, run = 4, timeout = 5;
	int queue = 6, session = 7, response = 8, json = 9;

	ASYNC(int list, line, error, url, clock, timer);
	my->list = my->line = my->error = my->url = my->clock = my->timer = 10;
	AWAIT(sleep_for(NS_PER_MS));
	*sum += loop + gather + resolve + shield + debug + task + run + timeout;
	*sum += queue + session + response + json;
	*sum += my->list + my->line + my->error + my->url + my->clock + my->timer;
	ASYNC_END;
}
ASYNC_ENTRY(add, int, int, int, int *);

static async add_in_all_ways(int *sum)
{
	ASYNC(struct task_set set; struct set_task in_set; struct task *done; struct task_group group;
		struct set_task in_group; struct semaphore semaphore; struct queue queue;
		void *room[1], *thing);
	task_set_start(&my->set, &my->in_set, "in a set", add, 100, 200, 300, sum);
	AWAIT(as_completed(&my->set, &my->done));
	ASYNC_WITH(task_group_enter(&my->group)) {
		AWAIT(task_group_start(&my->group, &my->in_group, "in a group", add, 100, 200, 300, sum));
	} ASYNC_EXIT(task_group_exit(&my->group, ASYNC_RAISED));
	AWAIT(wait_for(NS_PER_S, add, 100, 200, 300, sum));
	semaphore_init(&my->semaphore, 1);
	ASYNC_WITH(semaphore_acquire(&my->semaphore)) {
		queue_init(&my->queue, my->room, 1);
		AWAIT(queue_put(&my->queue, sum));
		AWAIT(queue_get(&my->queue, &my->thing));
	} ASYNC_EXIT(semaphore_exit(&my->semaphore));
	ASYNC_RAISE(my->thing == sum ? ASYNC_OK : ASYNC_E_INVALID);
	ASYNC_END;
}
ASYNC_ENTRY(add_in_all_ways, int *);

static void tasks_are_there_with_all_that_waits_for_them(void **state)
{
	double begun = clock_seconds();
	int sum = 0;

	(void)state;
	assert_false(async_failed(async_run(add_in_all_ways, &sum)));
	assert_int_equal(sum, 3 * (600 + 45 + 60));
	assert_true(clock_seconds() - begun >= 0.003);
}

static async ask_nobody(const char *name)
{
	ASYNC(char url[URL_MAX], gender[16]; struct session session; struct response response;
		struct json data);
	ASYNC_TRY(url_format(my->url, "http://127.0.0.1:1?name=%s", name));
	ASYNC_WITH(session_open(&my->session, &(struct session_options){.raise_for_status = true})) {
		ASYNC_WITH(session_get(&my->response, &my->session, my->url)) {
			AWAIT(response_json(&my->response, &my->data));
			ASYNC_TRY(json_copy(&my->data, "gender", my->gender, sizeof my->gender));
		} ASYNC_EXIT(response_close(&my->response));
	} ASYNC_EXIT(session_close(&my->session));
	ASYNC_END;
}
ASYNC_ENTRY(ask_nobody, const char *);

static void requests_are_there_in_both_ways(void **state)
{
	static const char why[] = "cannot connect to host 127.0.0.1:1: Connection refused";
	struct requests_response response;

	(void)state;
	assert_int_equal(async_run(ask_nobody, "Ann"), ASYNC_E_CONNECT);
	assert_string_equal(async_error_text(ASYNC_E_CONNECT), why);
	assert_int_equal(requests_get(&response, "http://127.0.0.1:1"), ASYNC_E_CONNECT);
	assert_string_equal(response.error, why);
	requests_close(&response);
}

/* ---- what is entered, or filled, need not be zero ---- */

static struct dirty {
	struct task_group group;
	struct timeout timeout;
	struct session session;
	struct response response; /* must be: it is told from one that is still open */
	struct json json;
	struct semaphore semaphore;
	struct queue queue;
	struct event event;
	void *room[1];
} dirty;

static async enter_all(void)
{
	enum status err;

	ASYNC(void *thing);
	semaphore_init(&dirty.semaphore, 1);
	queue_init(&dirty.queue, dirty.room, 1);
	event_init(&dirty.event);
	event_set(&dirty.event);
	AWAIT(event_wait(&dirty.event));
	AWAIT(queue_put(&dirty.queue, &dirty));
	AWAIT(queue_get(&dirty.queue, &my->thing));
	ASYNC_WITH(semaphore_acquire(&dirty.semaphore)) {
		ASYNC_WITH(timeout_enter(&dirty.timeout, NS_PER_S)) {
			ASYNC_WITH(task_group_enter(&dirty.group)) {
				AWAIT(sleep_for(0));
			} ASYNC_EXIT(task_group_exit(&dirty.group, ASYNC_RAISED));
		} ASYNC_EXIT(timeout_exit(&dirty.timeout, ASYNC_RAISED));
	} ASYNC_EXIT(semaphore_exit(&dirty.semaphore));
	ASYNC_WITH(session_open(&dirty.session, NULL)) {
		AWAIT_CATCH(err, session_get(&dirty.response, &dirty.session, "http://127.0.0.1:1"));
		ASYNC_TRY(err == ASYNC_E_CONNECT ? ASYNC_OK : ASYNC_E_INVALID);
	} ASYNC_EXIT(session_close(&dirty.session));
	ASYNC_END;
}
ASYNC_ENTRY(enter_all);

static void what_is_entered_need_not_be_zero(void **state)
{
	struct requests_response response;

	(void)state;
	memset(&dirty, 0xa5, sizeof dirty);
	memset(&response, 0xa5, sizeof response);
	memset(&dirty.response, 0, sizeof dirty.response);
	assert_int_equal(json_parse(&dirty.json, SLICE("[1]")), JSON_OK);
	json_close(&dirty.json);
	assert_false(async_failed(async_run(enter_all)));
	assert_int_equal(requests_get(&response, "http://127.0.0.1:1"), ASYNC_E_CONNECT);
	requests_close(&response);
}

/* ---- the field's plain words, each a variable of the program's that every file of it sees ---- */

int task, worker, coroutine, frame, stack, future, handle, callback, watch, watcher, ready, running, waiting, owner;
int timer, timeout, deadline, event, semaphore, lock, queue, group, set, list, line, site, trace, record, debug, dump;
int session, request, response, head, header, body, field, message, url, host, json, status, error, limiter, retry;
int pool, conn, connection, buffer, stream, slice, writer, address, backend, doorbell, ledger, filter, interrupted, done;

static int loop; /* seen by its own file only: the library has one, for debuggers (loop/state.h) */

static void plain_words_are_free(void **state)
{
	int *const words[] = {&task, &worker, &coroutine, &frame, &stack, &future, &handle, &callback, &watch,
		&watcher, &ready, &running, &waiting, &owner, &timer, &timeout, &deadline, &event, &semaphore,
		&lock, &queue, &group, &set, &list, &line, &site, &trace, &record, &debug, &dump, &session,
		&request, &response, &head, &header, &body, &field, &message, &url, &host, &json, &status,
		&error, &limiter, &retry, &pool, &conn, &connection, &buffer, &stream, &slice, &writer,
		&address, &backend, &doorbell, &ledger, &filter, &interrupted, &done, &loop};
	int sum = 0;

	(void)state;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		*words[i] = -1; /* what the library keeps under such a name would be lost */
	assert_int_equal(async_run(add_in_all_ways, &sum), ASYNC_OK);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		assert_int_equal(*words[i], -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tasks_are_there_with_all_that_waits_for_them),
		cmocka_unit_test(requests_are_there_in_both_ways),
		cmocka_unit_test(what_is_entered_need_not_be_zero),
		cmocka_unit_test(plain_words_are_free),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
