/* endings.c - what does not end well: a dish burns, and a guest is called away. On the library. */
#include "async.h"

#include <string.h>

enum { GUESTS = 3 };
static const char *const guests[] = {"Alice", "Bob", "Charlie"};
static const char *const dishes[] = {"soup", "roast", "pasta"};

static async cook(const char *dish)
{
	ASYNC();
	AWAIT(sleep_for(100 * NS_PER_MS));
	if (strcmp(dish, "roast") == 0)
		ASYNC_RAISE(ASYNC_E_INVALID); /* it is burnt */
	AWAIT(sleep_for(100 * NS_PER_MS));
	ASYNC_END;
}

static async sit_down(const char *guest)
{
	printf("%s sits down\n", guest);
	return ASYNC_OK;
}

static async get_up(const char *guest)
{
	printf("%s gets up\n", guest);
	return ASYNC_OK;
}

static async lunch(const char *guest, const char *dish)
{
	enum status err;

	ASYNC();
	ASYNC_WITH(sit_down(guest)) {
		AWAIT_CATCH(err, cook(dish));
		printf("%s %s\n", guest, err ? "goes without" : "eats");
	} ASYNC_EXIT(get_up(guest));
	ASYNC_END;
}
ASYNC_ENTRY(lunch, const char *, const char *);

static const char *in_a_word(enum status outcome)
{
	if (outcome == ASYNC_CANCELLED)
		return "cancelled";
	return outcome == ASYNC_OK ? "done" : "failed";
}

static async async_main(void)
{
	enum status err;

	ASYNC(struct task tasks[GUESTS]; int i);
	for (int i = 0; i < GUESTS; i++)
		task_start(&my->tasks[i], guests[i], lunch, guests[i], dishes[i]);
	AWAIT(sleep_for(150 * NS_PER_MS));
	puts("Charlie is called away");
	task_cancel(&my->tasks[2]);
	for (; my->i < GUESTS; my->i++) {
		AWAIT_CATCH_ALL(err, task_await(&my->tasks[my->i]));
		printf("%s's lunch: %s\n", guests[my->i], in_a_word(err));
	}
	ASYNC_END;
}
ASYNC_ENTRY(async_main);

int main(void)
{
	return async_failed(async_run(async_main));
}
