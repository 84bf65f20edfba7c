/* starved.c - a clerk prints letters. Three of four people get theirs, again and again. Who does not, and why? */
#include "async.h"

enum { ROUNDS = 400 };

struct letter {
	const char *text;
	struct event printed;
};

static struct letter *desk, *tray; /* the next letter of each, or NULL */
static struct event arrived;

/* Puts a letter into a place that is free, and waits until it is printed. */
static async have_printed(struct letter **place, const char *text)
{
	ASYNC(struct letter letter);
	while (*place)
		AWAIT(sleep_for(NS_PER_MS));
	my->letter.text = text;
	*place = &my->letter;
	event_set(&arrived);
	AWAIT(event_wait(&my->letter.printed));
	ASYNC_END;
}

static async write_urgent(const char *text)
{
	ASYNC(int i);
	for (my->i = 0; my->i < ROUNDS; my->i++)
		AWAIT(have_printed(&desk, text));
	ASYNC_END;
}
ASYNC_ENTRY(write_urgent, const char *);

static async write_slowly(const char *text)
{
	ASYNC();
	AWAIT(sleep_for(20 * NS_PER_MS));
	AWAIT(have_printed(&tray, text));
	printf("%s: at last\n", text);
	ASYNC_END;
}
ASYNC_ENTRY(write_slowly, const char *);

/* What lies on the desk is urgent; the tray is for what can wait. */
static async clerk(void)
{
	ASYNC(struct letter * *from; struct letter * letter);
	for (;;) {
		while (!desk && !tray) {
			event_clear(&arrived);
			AWAIT(event_wait(&arrived));
		}
		my->from = desk ? &desk : &tray;
		my->letter = *my->from;
		*my->from = NULL;
		AWAIT(sleep_for(10 * NS_PER_MS));
		event_set(&my->letter->printed);
	}
	ASYNC_END;
}
ASYNC_ENTRY(clerk);

static async office(void)
{
	ASYNC(struct task_set all; struct set_task people[4]; struct task clerk);
	task_set_start(&my->all, &my->people[0], "Ann", write_urgent, "Ann's");
	task_set_start(&my->all, &my->people[1], "Bob", write_urgent, "Bob's");
	task_set_start(&my->all, &my->people[2], "Cleo", write_urgent, "Cleo's");
	task_set_start(&my->all, &my->people[3], "Dan", write_slowly, "Dan's");
	task_start(&my->clerk, "clerk", clerk);
	AWAIT(gather(&my->all));
	task_cancel(&my->clerk);
	AWAIT(sleep_for(0));
	ASYNC_END;
}
ASYNC_ENTRY(office);

int main(void)
{
	return async_failed(async_run(office));
}
