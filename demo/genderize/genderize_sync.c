/* genderize_sync.c - the article's program, synchronous: one name after the other, and nothing but waiting in
 * between.
 *
 * At the right of a line stands the line of Python that it translates. No loop, no coroutine. */
#include "demo/genderize/names.h"
#include "demo/genderize/program.h"
#include "demo/genderize/query.h"
#include "demo/genderize/timing.h"
#include "http/requests.h"
#include "loop/clock.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static struct options options;
static struct report report;
static struct timings timings;
static volatile sig_atomic_t interrupted;

/* A signal makes the current blocking call return EINTR. If the signal arrives just before the call, the call
 * blocks nevertheless; a second later the alarm interrupts it. */
static void interrupt(int signo)
{
	if (signo != SIGALRM)
		interrupted = signo;
	alarm(1);
}

/* A signal that was ignored at the start stays ignored (`command &` in a script). SA_RESETHAND: a second
 * signal ends the program at once. No SA_RESTART: a signal must end a blocking call. */
static void take_signals(void)
{
	static const int signals[] = {SIGINT, SIGTERM, SIGALRM};
	struct sigaction action = {.sa_handler = interrupt}, before;

	for (int i = 0; i < 3; i++) {
		action.sa_flags = signals[i] == SIGALRM ? 0 : (int)SA_RESETHAND;
		if (sigaction(signals[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN)
			sigaction(signals[i], &action, NULL);
	}
}

static enum status get(struct requests_response *response, const char *url)
{
	struct requests_options how = {
		.timeout_ns = (int64_t)(options.timeout_s * NS_PER_S),
		.connect_timeout_ns = (int64_t)(options.connect_timeout_s * NS_PER_S),
		.cafile = options.cacert,
	};

	return requests_get_with(response, url, &how);
}

/* def predict_gender(name): */
static bool predict_gender(struct asked *name, struct requests_response *response, struct json *data)
{
	static char url[2048]; /* the response points to it until requests_close */

	if (!query_url(url, sizeof url, &options, name, 1))             /* url = f"https://api.genderize.io?name={name}" */
		return false;
	if (get(response, url))                                         /* response = requests.get(url) */
		return false;
	if (requests_raise_for_status(response))                        /* response.raise_for_status() */
		return false;
	if (requests_json(response, data))                              /* data = response.json() */
		return false;
	return query_read(name, 1, &options, url, data);                /* return name, data['gender'] */
}

static void print_result(long index, const char *name)
{
	struct requests_response response = {0};
	struct json data;
	struct asked asked = {.index = index};

	strcpy(asked.name, name); /* name_problem has checked its length */
	if (predict_gender(&asked, &response, &data)) {
		report_answer(&report, index, &asked.answer);
		timings_add(&timings, response.at, false, false);
	} else if (!interrupted) {
		report_failure(&report, index, name, asked.problem ? asked.problem : response.error);
		report_hint(&report, query_hint(&options, response.status, response.error));
	}
	requests_close(&response);
	report_progress(&report, clock_monotonic());
}

/* Blocks until there is a name. False: there is none any more, or a signal came. */
static bool next_name(struct names *names)
{
	while (!names_take(names) && !names->ended && !interrupted)
		if (shared_can(STDIN_FILENO, LOOP_READ, -1) && !interrupted)
			names_read(names);
	return !names->ended && !interrupted;
}

static void predict_all(struct names *names)
{
	const char *problem;
	char which[64];

	report.total = names->total;
	report_progress(&report, clock_monotonic());
	while (!report.error && next_name(names)) {                     /* for name in names: */
		problem = name_problem(names->current);
		snprintf(which, sizeof which, "name %ld of standard input", names->index + 1);
		if (problem)
			report_failure(&report, names->index, which, problem);
		else
			print_result(names->index, names->current);     /* print(predict_gender(name)) */
	}
	if (names->error && !interrupted) {
		report.failed++;
		report_note(&report, "standard input", names->error);
	}
}

int main(int argc, char **argv)
{
	static struct names names;
	int status = options_parse(&options, argc, argv);
	int64_t start;

	if (status == ARGUMENTS_RUN &&
		(options.batch > 1 || options.kitchen || options.rate > 0 || options.retries > 0)) {
		arguments_complain(NULL, "--batch, --kitchen, --rate and --retries are genderize's");
		status = ARGUMENTS_WRONG;
	}
	if (status == ARGUMENTS_RUN)
		status = program_begin(&options, &report);
	if (status != ARGUMENTS_RUN)
		return status;
	take_signals();
	start = clock_monotonic();                                      /* start = time.time() */
	names_open(&names, &options);
	predict_all(&names);
	status = program_end(&report, clock_monotonic() - start, interrupted); /* print(f"Time taken: {seconds:.2f} seconds") */
	if (options.timing)
		timings_print(&timings, stderr);
	return status;
}
