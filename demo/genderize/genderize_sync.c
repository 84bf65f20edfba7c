/* genderize_sync.c - the article's program, synchronous: one name after the other, and between them
 * nothing but waiting.
 *
 * On the right of each line stands the Python it is the twin of. No loop, no coroutine. */
#include "demo/genderize/program.h"
#include "demo/genderize/query.h"
#include "demo/genderize/timing.h"
#include "http/requests.h"
#include "loop/clock.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static struct options options;
static struct report report;
static struct timings timings;
static volatile sig_atomic_t interrupted;

/* The blocking call in progress returns with EINTR. One that was only about to begin blocks all the same, and
 * is interrupted by the alarm. */
static void interrupt(int signo)
{
	if (signo != SIGALRM)
		interrupted = signo;
	alarm(1);
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
	char url[2048];

	if (!query_url(url, sizeof url, &options, name, 1))             /* url = f"https://api.genderize.io?name={name}" */
		return false;
	if (get(response, url))                                         /* response = requests.get(url) */
		return false;
	if (requests_raise_for_status(response))                        /* response.raise_for_status() */
		return false;
	if (requests_json(response, data))                              /* data = response.json() */
		return false;
	return query_read(name, 1, &options, data);                     /* return name, data['gender'] */
}

static void print_result(long index, const char *name)
{
	static bool hinted;
	struct requests_response response = {0};
	struct json data;
	struct asked asked = {.index = index};
	struct answer answer;
	bool good;

	strcpy(asked.name, name); /* has no name_problem, so it is short enough */
	good = predict_gender(&asked, &response, &data);
	answer = query_answer(&asked);

	if (good) {
		report_answer(&report, index, &answer);
		timings_add(&timings, response.at, false, false);
	} else if (!interrupted)
		report_failure(&report, index, name, asked.result.problem ? asked.result.problem : response.error);
	if (response.status == QUERY_UNAUTHORIZED && !hinted) {
		hinted = true;
		report_note(&report, NULL, query_key_hint);
	}
	requests_close(&response);
	report_progress(&report, clock_monotonic());
}

/* The next line of standard input without its end; false when there is none. Longer ones are cut where
 * name_problem sees it. */
static bool read_name(char *name, size_t room)
{
	size_t len = 0;
	int c;

	while ((c = getchar()) != EOF && c != '\n')
		if (len < room - 1)
			name[len++] = c ? (char)c : '\1';
	if (len && name[len - 1] == '\r')
		len--;
	name[len] = '\0';
	return len || c != EOF;
}

static void predict_lines(void)
{
	char name[OPTIONS_NAME_MAX + 2], which[64];

	for (long i = 0; !interrupted && !report.error && read_name(name, sizeof name);) {
		if (!name[0])
			continue;
		snprintf(which, sizeof which, "name %ld of standard input", i + 1);
		if (name_problem(name))
			report_failure(&report, i, which, name_problem(name));
		else
			print_result(i, name);
		i++;
	}
	if (ferror(stdin) && !interrupted) {
		report.failed++;
		report_note(&report, "standard input", strerror(errno));
	}
}

static void predict_all(const char *const *names, int count)
{
	report.total = count;
	report_progress(&report, clock_monotonic());
	for (int i = 0; i < count && !interrupted && !report.error; i++) /* for name in names: */
		print_result(i, names[i]);                              /* print(predict_gender(name)) */
}

int main(int argc, char **argv)
{
	static const char *const article[] = {"Alice", "Bob", "Charlie", "Diana", "Eve"};
	struct sigaction action = {.sa_handler = interrupt}; /* no SA_RESTART: waiting must end */
	int status = options_parse(&options, argc, argv);
	double seconds;
	int64_t start;

	if (status == ARGUMENTS_RUN && (options.batch > 1 || options.rate > 0 || options.retries > 0)) {
		fprintf(stderr, "%s: --batch, --rate and --retries are genderize's\n", options.program);
		status = 2;
	}
	if (status == ARGUMENTS_RUN)
		status = program_begin(&options, &report);
	if (status != ARGUMENTS_RUN)
		return status;
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGALRM, &action, NULL);
	start = clock_monotonic();                                      /* start = time.time() */
	if (options.nnames)
		predict_all((const char *const *)options.names, options.nnames);
	else if (isatty(STDIN_FILENO))
		predict_all(article, sizeof article / sizeof article[0]); /* names = ["Alice", "Bob", "Charlie", "Diana", "Eve"] */
	else
		predict_lines();
	seconds = (double)(clock_monotonic() - start) / NS_PER_S;
	status = program_end(&report, seconds, interrupted);            /* print(f"Time taken: {seconds:.2f} seconds") */
	if (options.timing)
		timings_print(&timings, stderr);
	return status;
}
