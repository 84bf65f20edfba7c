/* options.c - the kitchen's command line. */
#include "demo/arguments.h"
#include "demo/kitchen/guest.h"
#include "demo/text.h"

/* MS, or MS-MS, the smaller number first. */
static bool set_cook(const struct option *option, const char *value, void *field)
{
	struct kitchen_options *self = container_of(field, struct kitchen_options, cook_min_ns);
	double low = 0, high = 0;
	const char *end = text_number_end(value, 0, 3600000, &low);

	(void)option;
	if (!end || (*end && (*end != '-' || !text_number(end + 1, low, 3600000, &high))))
		return false;
	self->cook_min_ns = (int64_t)(low * NS_PER_MS);
	self->cook_max_ns = (int64_t)((*end ? high : low) * NS_PER_MS);
	return true;
}

/* STATUS:PERCENT */
static bool set_fail(const struct option *option, const char *value, void *field)
{
	struct kitchen_options *self = container_of(field, struct kitchen_options, fail_percent);
	double status = 0;
	const char *end = text_number_end(value, 400, 599, &status);

	(void)option;
	self->fail_status = (int)status;
	return end && *end == ':' && text_number(end + 1, 0, 100, &self->fail_percent);
}

#define OWNER struct kitchen_options

static const struct option table[] = {
	{"--port N", "port, 0 for any that is free (0)", WHOLE(port, 0, 65535)},
	{"--plain", "http instead of https", SWITCH(plain)},
	{"--cook MS[-MS]", "how long an answer takes, or a range to draw from (100)",
		OWN(int64_t, cook_min_ns, set_cook, "milliseconds up to 3600000, or a range as in 50-200")},
	{"--chefs N", "how many answers cook at once, 0 for no bound (0)", WHOLE(chefs, 0, 1000000000)},
	{"--fail STATUS:PERCENT", "answer that often with that status instead (none)",
		OWN(double, fail_percent, set_fail, "a status of 400 to 599 and a percentage, as in 503:30")},
	{"--quota N", "names until the API says 429, 0 for no bound (0)", WHOLE(quota, 0, 1000000000)},
	{"--seed N", "seed of all random numbers (1)", WHOLE(seed, 0, 1000000000)},
	OPTION_HELP,
};

static const struct arguments arguments = {
	.help = "[options]\n"
		"Serves a genderize API on localhost, with made-up figures, over HTTPS. When it listens it\n"
		"prints one line: its URL, and the file of the throwaway CA that a client must trust.\n\n",
	.options = table, .width = 23,
	.more = "\nSIGTERM or Ctrl-C ends it. Exit status: 0, or 1 if it could not serve, 2 wrong usage.\n",
};

int kitchen_options_parse(struct kitchen_options *self, int argc, char **argv)
{
	*self = (struct kitchen_options){
		.cook_min_ns = 100 * NS_PER_MS, .cook_max_ns = 100 * NS_PER_MS, .seed = 1};
	return arguments_read(&arguments, self, &argc, argv);
}
