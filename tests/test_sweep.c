/* A cold HTTPS request (look-up, a first address that refuses, TCP, TLS, a full pool before all that) is cancelled at each of its awaits
 * in turn. Whatever it held must be back afterwards, and the next request must work. */
#include "tests/sweep_world.h"

/* ---- the requests ---- */

struct request_task {
	struct coro coro;
	struct session *session;
	char url[64];
	struct response response;
	struct json data;
	struct task task;
	char gender[8];
};

static async request_gender(struct request_task *self)
{
	ASYNC_BEGIN(self);
	ASYNC_WITH(session_get(&self->response, self->session, self->url)) {
		AWAIT(response_json(&self->response, &self->data));
		json_string(
			&self->data, json_get(&self->data, 0, "gender"), self->gender, sizeof self->gender);
	}
	ASYNC_EXIT(response_close(&self->response));
	ASYNC_END;
}
ASYNC_TASK(request_gender);

static void start(struct request_task *r, struct session *session, const char *name)
{
	*r = (struct request_task){.session = session};
	snprintf(r->url, sizeof r->url, "https://localhost:%u/?name=%s", (unsigned)open_port, name);
	task_create(&r->task, request_gender, r, name);
}

static void run_until_done(const struct task *t)
{
	while (t->state != TASK_DONE)
		assert_true(loop_run_once());
}

struct closing {
	struct coro coro;
	struct session *session;
	struct task task;
};

static async open_session(struct closing *self)
{
	static struct session_options options;

	ASYNC_BEGIN(self);
	options = (struct session_options){.limit = 1, .raise_for_status = true, .cafile = cafile};
	AWAIT(session_open(self->session, &options));
	ASYNC_END;
}
ASYNC_TASK(open_session);

static async close_session(struct closing *self)
{
	ASYNC_BEGIN(self);
	AWAIT(session_close(self->session));
	ASYNC_END;
}
ASYNC_TASK(close_session);

/* ---- the sweep ---- */

struct counts {
	long fds, timers, waiting, lent, guests;
	long blocks; /* OpenSSL's */
};

/* OpenSSL's memory goes through these, so that what it still holds can be told to the block. Our own is LeakSanitizer's. */
static long blocks;

static void *counted_malloc(size_t size, const char *file, int line)
{
	(void)file, (void)line;
	blocks++;
	return malloc(size);
}

static void counted_free(void *block, const char *file, int line)
{
	(void)file, (void)line;
	blocks -= block != NULL;
	free(block);
}

static void *counted_realloc(void *block, size_t size, const char *file, int line)
{
	(void)file, (void)line;
	blocks += (block == NULL) - (block != NULL && size == 0);
	return realloc(block, size);
}

/* The innermost await outside of coro/. */
static const struct site *site_in_http(const struct coro *leaf)
{
	while (strncmp(leaf->at->file, "coro/", 5) == 0)
		leaf = leaf->parent;
	return leaf->at;
}

/* One session in which a first request holds the only slot while `cold` waits for it. cancel_at: at which of its waits `cold` is cancelled; 0: not at
 * all. Returns how many waits it had; the line of the innermost await at the cancel is noted in where. */
static unsigned one_run(unsigned cancel_at_wait, char *where, size_t room)
{
	static struct session session;
	static struct closing opener, closer;
	static struct request_task cold, next;
	unsigned waits;

	opener = (struct closing){.session = &session};
	task_create(&opener.task, open_session, &opener, "open");
	run_until_done(&opener.task);
	session.slots.value = 0; /* somebody has the only slot … */
	start(&cold, &session, "Bob");
	do { /* … and gives it back when the cold request waits for it */
		if (cold.task.state == TASK_WAITING && cold.task.resumes == 0 && session.slots.value == 0 &&
			!cold.response.has_slot && cancel_at_wait != 1 && !list_empty(&session.slots.waiting))
			semaphore_release(&session.slots);
		if (cold.task.state == TASK_WAITING && cold.task.resumes + 1 == cancel_at_wait) {
			const struct site *at = site_in_http(cold.task.leaf);

			snprintf(where, room, "%s:%d %s", at->file, at->line, at->func);
			assert_true(task_cancel(&cold.task));
			break;
		}
		assert_true(loop_run_once());
	} while (cold.task.state != TASK_DONE);
	waits = cold.task.resumes;
	run_until_done(&cold.task);
	assert_int_equal(cold.task.result, cancel_at_wait ? ASYNC_CANCELLED : ASYNC_OK);
	if (cancel_at_wait == 1)
		semaphore_release(&session.slots);

	assert_int_equal(session.slots.value, 1); /* the permit is back … */
	assert_true(list_empty(&session.active));
	assert_int_equal(session.pool.nopen, session.pool.nidle);
	assert_int_equal(session.pool.buffers.lent, 0);
	start(&next, &session, "Alice"); /* … and the next request works */
	run_until_done(&next.task);
	assert_int_equal(next.task.result, ASYNC_OK);
	assert_string_equal(next.gender, "female");
	closer = (struct closing){.session = &session};
	task_create(&closer.task, close_session, &closer, "close");
	run_until_done(&closer.task);
	assert_int_equal(session.pool.nopen, 0);
	while (loop.waiting || kitchen.tasks.nrunning) { /* helper threads and guests go home */
		assert_true(loop_run_once());
		forget_guests();
	}
	forget_guests();
	return waits;
}

static struct counts count(void)
{
	return (struct counts){count_open_fds(), loop.timers.count, loop.waiting, kitchen.buffers.lent,
		kitchen.tasks.nrunning, blocks};
}

static void a_cold_request_can_be_cancelled_at_every_await(void **state)
{
	static const char *const sites[] = {
		"exchange", "resolve", "connect_address", "conn_handshake", "conn_fill"};
	char where[160] = "", all[4096] = "";
	unsigned waits;
	struct counts before = {0}, after = {0};

	(void)state;
	one_run(0, where,
		sizeof where); /* the first one makes what OpenSSL and the C library keep for ever */
	waits = one_run(0, where, sizeof where);
	assert_true(waits >= 6); /* slot, look-up, refused connect, connect, handshake, reply */
	for (unsigned k = 1; k <= waits; k++) {
		one_run(k, where, sizeof where);
		before = count();
		one_run(k, where, sizeof where);
		after = count();
		if (getenv("SHOW_SWEEP"))
			print_message("cancelled at wait %u of %u: %s\n", k, waits, where);
		strcat(strcat(all, where), "\n");
		assert_true(after.blocks > 0);
		if (memcmp(&before, &after, sizeof before) != 0)
			fail_msg("fds %ld, timers %ld, waits %ld, buffers %ld, guests %ld, blocks %ld were "
				 "left by a cancel at %s",
				after.fds - before.fds, after.timers - before.timers,
				after.waiting - before.waiting, after.lent - before.lent,
				after.guests - before.guests, after.blocks - before.blocks, where);
	}
	for (size_t i = 0; i < sizeof sites / sizeof sites[0]; i++)
		assert_non_null(strstr(all, sites[i])); /* the sweep has been everywhere it should */
}

/* ---- set-up ---- */

static int set_up(void **state)
{
	char why[256];

	(void)state;
	folder = kitchen_certs_folder(why, sizeof why);
	assert_int_equal(kitchen_certs_make(folder, why, sizeof why), 0);
	snprintf(cafile, sizeof cafile, "%s/%s", folder, KITCHEN_CA_FILE);
	assert_int_equal(loop_open(LOOP_REAL), 0);
	close(listener(&closed_port)); /* nobody listens there */
	door = (struct door){.fd = listener(&open_port), .io.listens = true};
	assert_int_equal(listen(door.fd, 16), 0);
	fcntl(door.fd, F_SETFL, O_NONBLOCK);
	assert_int_equal(io_open(&door.io, door.fd), 0);
	kitchen_open(&kitchen);
	kitchen.tls = kitchen_certs_context(folder, why, sizeof why);
	assert_non_null(kitchen.tls);
	task_create(&door.task, open_door, &door, "door");
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	task_cancel(&door.task);
	run_until_done(&door.task);
	io_close(&door.io);
	close(door.fd);
	buffer_pool_free(&kitchen.buffers);
	SSL_CTX_free(kitchen.tls);
	loop_close();
	kitchen_certs_remove(folder);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_cold_request_can_be_cancelled_at_every_await, set_up, tear_down),
	};

	if (CRYPTO_set_mem_functions(counted_malloc, counted_realloc, counted_free) != 1)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
