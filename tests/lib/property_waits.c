/* property_waits.c - see property_waits.h. */
#include "tests/lib/property_waits.h"
#include "tests/lib/support.h"

struct semaphore semaphore;
struct event event;
struct queue queue;
int put, got;
static void *slots[1];
static const struct napper helpers[HELPERS] = {{.name = "helper", .ms = 10},
	{.name = "helper", .ms = 20, .cleanup_ms = 1}, {.name = "helper", .ms = 30, .cleanup_ms = 2}};
static struct task helper_tasks[HELPERS];
static struct task_set set; /* of the helpers, which may run on when the wait for them was cancelled */
static struct set_link links[HELPERS];

ASYNC_ENTRY(nap, const struct napper *);

static void start_helpers(void)
{
	for (int i = 0; i < HELPERS; i++)
		task_start(&helper_tasks[i], "helper", nap, &helpers[i]);
}

static void collect(void)
{
	start_helpers();
	task_set_init(&set);
	for (int i = 0; i < HELPERS; i++)
		task_set_add(&set, &links[i], &helper_tasks[i]);
}

/* ---- the waits ---- */

static async sleep_long(void)
{
	return sleep_for(10 * NS_PER_MS);
}

static async yield(void)
{
	return sleep_for(0);
}

static async lock(void)
{
	ASYNC();
	ASYNC_WITH(semaphore_acquire(&semaphore)) {
		AWAIT(sleep_for(5 * NS_PER_MS));
	} ASYNC_EXIT(semaphore_exit(&semaphore));
	ASYNC_END;
}

static async wait_event(void)
{
	return event_wait(&event);
}

static async get_item(void)
{
	ASYNC(void *thing);
	AWAIT(queue_get(&queue, &my->thing));
	got++;
	ASYNC_END;
}

static async put_item(void)
{
	ASYNC();
	AWAIT(queue_put(&queue, &put));
	put++;
	ASYNC_END;
}

static async await_helper(void)
{
	ASYNC();
	start_helpers();
	AWAIT(task_await(&helper_tasks[0]));
	ASYNC_END;
}

static async shield_helper(void)
{
	ASYNC();
	start_helpers();
	AWAIT(shield(&helper_tasks[0]));
	ASYNC_END;
}

static async gather_helpers(void)
{
	ASYNC();
	collect();
	AWAIT(gather(&set));
	ASYNC_END;
}

static async gather_outcomes(void)
{
	ASYNC();
	collect();
	AWAIT(gather_return_exceptions(&set));
	ASYNC_END;
}

static async wait_in_mode(enum wait_mode mode)
{
	ASYNC();
	collect();
	AWAIT(task_set_wait(&set, mode, NS_PER_S));
	ASYNC_END;
}

static async wait_all(void)
{
	return wait_in_mode(WAIT_ALL);
}

static async wait_first(void)
{
	return wait_in_mode(WAIT_FIRST_COMPLETED);
}

static async wait_error(void)
{
	return wait_in_mode(WAIT_FIRST_ERROR);
}

static async take_as_completed(void)
{
	enum status err;

	ASYNC(struct task *done);
	collect();
	task_set_timeout(&set, 25 * NS_PER_MS);
	while (task_set_left(&set))
		AWAIT_CATCH(err, as_completed(&set, &my->done));
	(void)err;
	ASYNC_END;
}

static async run_group(void)
{
	ASYNC(struct task_group group; struct set_link members[HELPERS]);
	start_helpers();
	ASYNC_WITH(task_group_enter(&my->group)) {
		for (int i = 0; i < HELPERS; i++)
			assert_int_equal(
				task_group_add(&my->group, &my->members[i], &helper_tasks[i]), ASYNC_OK);
		AWAIT(sleep_for(5 * NS_PER_MS));
	} ASYNC_EXIT(task_group_exit(&my->group, ASYNC_RAISED));
	ASYNC_END;
}

ASYNC_ENTRY(lock);

static async wait_for_lock(void)
{
	return wait_for(NS_PER_S, lock);
}

static async nest_timeouts(void)
{
	ASYNC(struct timeout inner);
	ASYNC_WITH(timeout_enter(&my->inner, NS_PER_S)) {
		AWAIT(semaphore_acquire(&semaphore));
		semaphore_release(&semaphore);
		AWAIT(sleep_for(5 * NS_PER_MS));
	} ASYNC_EXIT(timeout_exit(&my->inner, ASYNC_RAISED));
	ASYNC_END;
}

/* ---- the partner, which ends their wait after 10 ms ---- */

static async help(bool has_permit, bool takes, bool gives)
{
	ASYNC(void *thing);
	AWAIT(sleep_for(10 * NS_PER_MS));
	event_set(&event);
	event_clear(&event);
	if (has_permit)
		semaphore_release(&semaphore);
	if (takes) {
		AWAIT(queue_get(&queue, &my->thing));
		got++;
	}
	if (gives) {
		AWAIT(queue_put(&queue, &put));
		put++;
	}
	ASYNC_END;
}
ASYNC_ENTRY(help, bool, bool, bool);

void partner_start(const struct property_wait *w)
{
	static struct task partner;
	bool has_permit = semaphore.value > 0;

	semaphore.value = 0;
	task_start(&partner, "partner", help, has_permit, w->takes, w->gives);
}

void waits_open(const struct property_wait *w)
{
	semaphore_init(&semaphore, 1);
	event_init(&event);
	queue_init(&queue, slots, 1);
	got = 0;
	put = w->takes;
	queue.count = w->takes;
}

const struct property_wait waits[] = {
	{"sleep", sleep_long, 1, false, false},
	{"sleep(0)", yield, 1, false, false},
	{"semaphore", lock, 2, false, false},
	{"event", wait_event, 1, false, false},
	{"queue get", get_item, 1, false, true},
	{"queue put", put_item, 1, true, false},
	{"await", await_helper, 1, false, false},
	{"shield", shield_helper, 1, false, false},
	{"gather", gather_helpers, 1, false, false},
	{"gather_return_exceptions", gather_outcomes, 1, false, false},
	{"wait, all", wait_all, 1, false, false},
	{"wait, first completed", wait_first, 1, false, false},
	{"wait, first error", wait_error, 1, false, false},
	{"as_completed", take_as_completed, 3, false, false},
	{"group", run_group, 2, false, false},
	{"wait_for", wait_for_lock, 2, false, false},
	{"timeout in timeout", nest_timeouts, 2, false, false},
};
const unsigned wait_count = sizeof waits / sizeof waits[0];
