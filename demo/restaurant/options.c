/* options.c - the command line of the restaurant. */
#include "demo/arguments.h"
#include "demo/restaurant/lunch.h"
#include "demo/text.h"
#include "loop/clock.h"

/* "1s", "250ms" or plain seconds, "1.5". */
static bool set_time(const struct option *option, const char *value, void *field)
{
	double amount = 0;
	const char *end = text_number_end(value, 0, 86400, &amount);
	bool ms = end && strcmp(end, "ms") == 0;

	(void)option;
	*(int64_t *)field = (int64_t)(amount * (double)(ms ? NS_PER_MS : NS_PER_S) + 0.5);
	return end && (ms || *end == '\0' || strcmp(end, "s") == 0);
}

static bool set_dish(const struct option *option, const char *value, void *field)
{
	return option_text(option, value, field) && lunch_dish(value) > 0;
}

#define OWNER      struct lunch
#define TIME(name) OWN(int64_t, name, set_time, "a time up to 86400 seconds, such as 1.5s or 250ms")
#define DISHES     "soup, salad, pasta, curry or roast"
#define SCENES     "slow, burnt, leaves, cooks-himself or big-order" /* as in enum scene_kind */

static const struct option table[] = {
	{"--customers N", "guests, 1 to 1000 (20)", WHOLE(customers, 1, 1000)},
	{"--chefs N", "dishes cooked at the same time (8); 0: as many as there are guests",
		WHOLE(chefs, 0, 1000)},
	{"--order TIME", "how long taking an order takes, such as 1s or 250ms (1s)", TIME(order)},
	{"--cook TIME", "how long the average dish takes (5s)", TIME(cook)},
	{"--dish NAME", "all eat the same: " DISHES "; pasta takes --cook",
		OWN(const char *, dish, set_dish, DISHES)},
	{"--seed N", "who eats what (1)", WHOLE(seed, 0, 1000)},
	{"--scene NAME", SCENES ": the third guest, or all", CHOICE(scene, SCENES)},
	{"--table", "a column for each guest, a row for each tick", SWITCH(table)},
	{"--explain", "each line of the source, what the loop did, and what that was in the restaurant",
		SWITCH(explain)},
	{"--svg", "the live view as a moving picture for a page", SWITCH(svg)},
	{"--predict", "ask before each turn whom the waiter turns to; each --seed has a lunch of its own",
		SWITCH(predict)},
	{"--at TIME", "one picture: how things stand then", TIME(at)},
	{"--record NAME", "write the two records to NAME.sync and NAME.async", PATH(record)},
	{"--replay NAME", "show those records instead of a new lunch", PATH(replay)},
	{"--field", "the field's words instead of the restaurant's", SWITCH(field)},
	OPTION_HELP,
};

static const struct arguments arguments = {
	.help = "[options]\n"
		"A lunch with one waiter, first as he stands and waits for each dish, then as he does not. "
		"The waiter is\n"
		"the event loop, a guest's order is a task; a chef is the far end, a server or a timer, and "
		"no thread.\n"
		"On a terminal it is shown live (keys: space, s, +, -, w, q), on a pipe it is a log.\n\n",
	.options = table, .width = 16, .more = "NO_COLOR in the environment: no colours.\n",
};

int lunch_options(struct lunch *self, int argc, char **argv)
{
	int status;

	*self = (struct lunch){
		.chefs = -1, .order = NS_PER_S, .cook = 5 * NS_PER_S, .seed = 1, .at = -1};
	status = arguments_read(&arguments, self, &argc, argv);
	if (status == ARGUMENTS_RUN && self->table + self->explain + self->svg + self->predict + (self->at >= 0) > 1) {
		arguments_complain("--table, --explain, --svg, --predict, --at", "only one of them");
		return ARGUMENTS_WRONG;
	}
	/* A lunch to predict has few guests; the seed says how many. */
	if (!self->customers)
		self->customers = self->predict ? 3 + self->seed % 3 : 20;
	if (self->chefs < 0)
		self->chefs = self->predict ? 1 + self->seed / 3 % 2 : 8;
	return status;
}
