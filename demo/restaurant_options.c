/* restaurant_options.c - the command line of the restaurant. */
#include "demo/restaurant.h"
#include "demo/text.h"
#include "loop/clock.h"

#include <stddef.h>
#include <string.h>

enum { GUESTS_MAX = 1000, SECONDS_MAX = 86400 };

static const char help_text[] =
	"Usage: restaurant [options]\n"
	"A lunch with one waiter, first as he stands and waits for each dish, then as he does not. The "
	"waiter is\n"
	"the event loop, a guest's order is a task; a chef is the far end, a server or a timer, and no "
	"thread.\n"
	"On a terminal it is shown live (keys: space, s, +, -, w, q), on a pipe it is a log.\n\n"
	"  --customers N   guests, 1 to 1000 (20)\n"
	"  --chefs N       dishes cooked at the same time (8); 0: as many as there are guests\n"
	"  --order TIME    what taking an order takes, such as 1s or 250ms (1s)\n"
	"  --cook TIME     what the middling dish takes (5s)\n"
	"  --dish NAME     all eat the same: soup, salad, pasta, curry or roast; pasta takes --cook\n"
	"  --seed N        who eats what (1)\n"
	"  --scene NAME    slow, burnt, leaves, cooks-himself or big-order: the third guest, or all\n"
	"  --table         a column for each guest, a row for each tick\n"
	"  --explain       each line of the source, what the loop did, and what that was in the restaurant\n"
	"  --svg           the live view as a moving picture for a page\n"
	"  --at TIME       one picture: how things stand then\n"
	"  --record NAME   write the two records to NAME.sync and NAME.async\n"
	"  --replay NAME   show those records instead of a new lunch\n"
	"  --field         the field's words instead of the restaurant's\n"
	"  --ascii         no signs beyond ASCII\n"
	"NO_COLOR in the environment: no colours.\n";

/* "1s", "250ms" or plain seconds, "1.5". */
static bool set_time(void *field, const char *value)
{
	size_t len = strlen(value);
	bool ms = len > 2 && strcmp(value + len - 2, "ms") == 0;
	char number[32];
	double amount;

	snprintf(number, sizeof number, "%.*s", (int)(len - (ms ? 2 : len > 1 && value[len - 1] == 's')),
		value);
	if (len >= sizeof number || !text_number(number, 0, SECONDS_MAX, &amount))
		return false;
	*(int64_t *)field = (int64_t)(amount * (double)(ms ? NS_PER_MS : NS_PER_S) + 0.5);
	return true;
}

static bool set_count(void *field, const char *value)
{
	double number;

	if (!text_number(value, 0, GUESTS_MAX, &number) || strchr(value, '.'))
		return false;
	*(long *)field = (long)number;
	return true;
}

static bool set_guests(void *field, const char *value)
{
	return set_count(field, value) && *(long *)field > 0;
}

static bool set_text(void *field, const char *value)
{
	*(const char **)field = value;
	return *value != '\0';
}

static bool set_dish(void *field, const char *value)
{
	return set_text(field, value) && lunch_dish(value) > 0;
}

static bool set_scene(void *field, const char *value)
{
	static const char *const names[] = {"", "slow", "burnt", "leaves", "cooks-himself", "big-order"};

	for (int scene = SCENE_SLOW; scene <= SCENE_BIG; scene++)
		if (strcmp(value, names[scene]) == 0) {
			*(enum scene_kind *)field = (enum scene_kind)scene;
			return true;
		}
	return false;
}

#define FIELD(name) offsetof(struct lunch, name)

/* An option with a set takes a value; one without is a switch. */
static const struct option {
	const char *name;
	bool (*set)(void *field, const char *value);
	size_t field;
} options[] = {
	{"--customers", set_guests, FIELD(customers)},
	{"--chefs", set_count, FIELD(chefs)},
	{"--order", set_time, FIELD(order)},
	{"--cook", set_time, FIELD(cook)},
	{"--dish", set_dish, FIELD(dish)},
	{"--seed", set_count, FIELD(seed)},
	{"--scene", set_scene, FIELD(scene)},
	{"--at", set_time, FIELD(at)},
	{"--record", set_text, FIELD(record)},
	{"--replay", set_text, FIELD(replay)},
	{"--table", NULL, FIELD(table)},
	{"--explain", NULL, FIELD(explain)},
	{"--svg", NULL, FIELD(svg)},
	{"--field", NULL, FIELD(field)},
	{"--ascii", NULL, FIELD(ascii)},
	{"--help", NULL, FIELD(help)},
	{NULL, NULL, 0},
};

static bool take_option(struct lunch *self, const struct option *option, const char *value)
{
	void *field = (char *)self + option->field;

	if (option->set)
		return value && option->set(field, value);
	*(bool *)field = true;
	return true;
}

int lunch_options(struct lunch *self, int argc, char **argv)
{
	*self = (struct lunch){
		.customers = 20, .chefs = 8, .order = NS_PER_S, .cook = 5 * NS_PER_S, .seed = 1, .at = -1};
	for (int i = 1; i < argc; i++) {
		const struct option *option = options;
		const char *name = argv[i];

		while (option->name && strcmp(option->name, name) != 0)
			option++;
		if (!option->name || !take_option(self, option, option->set ? argv[++i] : NULL)) {
			fprintf(stderr,
				"restaurant: %s is no option, or has no such value (--help lists them)\n",
				name);
			return 2;
		}
	}
	if (self->help)
		fputs(help_text, stdout);
	return self->help ? 0 : LUNCH_RUN;
}
