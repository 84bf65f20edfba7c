/* A cold HTTPS request (look-up, a first address that refuses, TCP, TLS, a full pool before all that) is cancelled, or its session
 * closed, at each of its awaits in turn. Whatever it held must be back afterwards, and the next request must work. */
#include "tests/lib/sweep_world.h"

/* ---- the requests ---- */

static struct session session;

struct asked {
	char url[64];
	struct response response;
	struct task task;
	char gender[8];
};

static async request_gender(struct asked *self)
{
	ASYNC(struct json data);
	ASYNC_WITH(session_get(&self->response, &session, self->url)) {
		AWAIT(response_json(&self->response, &my->data));
		json_string(&my->data, json_get(&my->data, 0, "gender"), self->gender, sizeof self->gender);
	} ASYNC_EXIT(response_close(&self->response));
	ASYNC_END;
}
ASYNC_ENTRY(request_gender, struct asked *);

static void start(struct asked *r, const char *name)
{
	*r = (struct asked){0};
	snprintf(r->url, sizeof r->url, "https://localhost:%u/?name=%s", (unsigned)open_port, name);
	task_start(&r->task, name, request_gender, r);
}

static void run_until_done(const struct task *t)
{
	while (t->state != TASK_DONE)
		assert_true(loop_run_once());
}

ASYNC_ENTRY(session_open, struct session *, const struct session_options *);
ASYNC_ENTRY(session_close, struct session *);

static void open_it(void)
{
	const struct session_options options = {.limit = 1, .raise_for_status = true, .cafile = cafile};
	struct task task = {0};

	task_start(&task, "open", session_open, &session, &options);
	run_until_done(&task);
}

static void close_it(void)
{
	struct task task = {0};

	task_start(&task, "close", session_close, &session);
	run_until_done(&task);
	assert_int_equal(session.pool.nopen + session.pool.nopening, 0);
}

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

enum blow { NO_BLOW, CANCEL_REQUEST, CLOSE_SESSION };

static struct asked cold, next;

/* The task that has the next step of the request's to do: the one that opens its connection, if there is one. */
static const struct task *stepper(void)
{
	const struct list *opening = &session.pool.opening;

	return list_empty(opening) ? &cold.task : &container_of(opening->next, struct opening, link)->task;
}

/* Every wait of the two has a number of its own, which grows. */
static unsigned stage(void)
{
	return cold.task.resumes * 100 + (stepper() == &cold.task ? 0 : 1 + stepper()->resumes);
}

static void strike(enum blow blow, char *where, size_t room)
{
	const struct site *at = site_in_net(stepper()->root);

	snprintf(where, room, "%s:%d %s", at->file, at->line, at->func);
	if (blow == CANCEL_REQUEST)
		assert_true(task_cancel(&cold.task));
	else
		close_it();
}

/* Lets the request go on until it is done, or the blow has fallen in the nth wait. Returns how many there were. */
static unsigned advance(enum blow blow, unsigned nth, char *where, size_t room)
{
	unsigned waits = 0, last = UINT_MAX;

	while (cold.task.state != TASK_DONE) {
		assert_true(loop_run_once());
		if (cold.task.state != TASK_WAITING || stepper()->state != TASK_WAITING || stage() == last)
			continue;
		last = stage();
		if (++waits == nth) {
			strike(blow, where, room);
			break;
		}
		if (cold.response.stage < STAGE_CONNECTING)
			semaphore_release(&session.slots); /* who had the only slot gives it back */
	}
	return waits;
}

/* Whatever befell the first request, the slot is back, and the next one works. */
static void ask_again(bool had_slot)
{
	if (!had_slot)
		semaphore_release(&session.slots);
	assert_int_equal(session.slots.value, 1);
	assert_true(list_empty(&session.active));
	start(&next, "Alice");
	run_until_done(&next.task);
	assert_int_equal(next.task.result, ASYNC_OK);
	assert_string_equal(next.gender, "female");
	assert_int_equal(container_of(session.origins.next, struct origin, link)->nwanting, 0);
	assert_int_equal(session.pool.nopen, session.pool.nidle + session.pool.nopening);
	assert_int_equal(session.pool.buffers.lent, 0);
}

/* One session, whose only slot somebody has when a request comes for it. Returns how many waits it had; the line of the
 * innermost await in the nth, when the blow falls, is noted in where. */
static unsigned one_run(enum blow blow, unsigned nth, char *where, size_t room)
{
	unsigned waits;

	open_it();
	session.slots.value = 0;
	start(&cold, "Bob");
	waits = advance(blow, nth, where, room);
	run_until_done(&cold.task);
	assert_int_equal(cold.task.result, blow ? ASYNC_CANCELLED : ASYNC_OK);
	if (blow != CLOSE_SESSION) {
		ask_again(!blow || nth > 1);
		close_it();
	}
	while (loop.waiting || guests()) /* helper threads and guests go home */
		assert_true(loop_run_once());
	return waits;
}

static struct counts count(void)
{
	return (struct counts){count_open_fds(), loop.timers.count, loop.waiting, server.buffers.lent,
		guests(), blocks};
}

static void sweep(enum blow blow)
{
	static const char *const sites[] = {
		"exchange", "resolve_host", "connect_address", "conn_handshake", "conn_fill"};
	char where[160] = "", all[4096] = "";
	/* The first run makes what OpenSSL and the C library keep for ever. */
	unsigned waits = one_run(NO_BLOW, 0, where, sizeof where);
	struct counts before = {0}, after = {0};

	waits = one_run(NO_BLOW, 0, where, sizeof where);
	assert_true(waits >= 6); /* slot, look-up, refused connect, connect, handshake, reply */
	for (unsigned k = 1; k <= waits; k++) {
		one_run(blow, k, where, sizeof where);
		before = count();
		one_run(blow, k, where, sizeof where);
		after = count();
		if (getenv("SHOW_SWEEP"))
			print_message("wait %u of %u: %s\n", k, waits, where);
		strcat(strcat(all, where), "\n");
		assert_true(after.blocks > 0);
		if (memcmp(&before, &after, sizeof before) != 0)
			fail_msg("fds %ld, timers %ld, waits %ld, buffers %ld, guests %ld, blocks %ld were "
				 "left by a blow at %s",
				after.fds - before.fds, after.timers - before.timers,
				after.waiting - before.waiting, after.lent - before.lent,
				after.guests - before.guests, after.blocks - before.blocks, where);
	}
	for (size_t i = 0; i < sizeof sites / sizeof sites[0]; i++)
		assert_non_null(strstr(all, sites[i])); /* the sweep has been everywhere it should */
}

/* Its connection is opened all the same, and serves the next one. */
static void a_cold_request_can_be_cancelled_at_every_await(void **state)
{
	(void)state;
	sweep(CANCEL_REQUEST);
}

static void a_session_can_be_closed_at_every_await_of_a_cold_request(void **state)
{
	(void)state;
	sweep(CLOSE_SESSION);
}

/* ---- set-up ---- */

static int set_up(void **state)
{
	char why[256];
	int fd;

	(void)state;
	folder = kitchen_certs_make(why, sizeof why);
	assert_non_null(folder);
	snprintf(cafile, sizeof cafile, "%s/%s", folder, KITCHEN_CA_FILE);
	assert_int_equal(loop_open(LOOP_REAL), 0);
	close(listener(&closed_port)); /* nobody listens there */
	fd = listener(&open_port);
	assert_int_equal(listen(fd, 16), 0);
	fcntl(fd, F_SETFL, O_NONBLOCK);
	kitchen_open(&kitchen);
	kitchen.server.tls = kitchen_certs_context(why, sizeof why);
	assert_non_null(kitchen.server.tls);
	server_open(&server, kitchen_serve, &kitchen, &kitchen.server);
	assert_int_equal(server_listen(&server, fd), 0);
	return 0;
}

ASYNC_ENTRY(server_close, struct server *);

static int tear_down(void **state)
{
	struct task closer = {0};

	(void)state;
	task_start(&closer, "closer", server_close, &server);
	run_until_done(&closer);
	SSL_CTX_free(kitchen.server.tls);
	loop_close();
	kitchen_certs_remove();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_cold_request_can_be_cancelled_at_every_await, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_session_can_be_closed_at_every_await_of_a_cold_request, set_up, tear_down),
	};

	if (CRYPTO_set_mem_functions(counted_malloc, counted_realloc, counted_free) != 1)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
