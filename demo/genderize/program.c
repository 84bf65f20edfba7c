/* program.c - the frame around genderize and genderize_sync. */
#include "demo/genderize/program.h"
#include "demo/limits.h"
#include "http/parse/url.h"
#include "loop/watch/record.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int refuse(const char *option, const char *what, const char *why)
{
	char words[512];

	snprintf(words, sizeof words, "%s%s%s", what, *what ? ": " : "", why);
	arguments_complain(option, words);
	return ARGUMENTS_WRONG;
}

static const char *const article[] = {"Alice", "Bob", "Charlie", "Diana", "Eve"};

int program_begin(struct options *options, struct report *report)
{
	struct url url;
	enum url_error bad_url = url_parse(&url, slice_of(options->url));
	int err;

	if (options->kitchen && (options->url != options_service || options->cacert))
		return refuse("--kitchen", "", "answers by itself: --url and --cacert are for another service");
	if (bad_url)
		return refuse("--url", "", url_error_text(bad_url));
	if (strchr(options->url, '#')) /* the names would be appended to the fragment, which is never sent */
		return refuse("--url", "", "has a fragment, which makes no sense here");
	if (options->is_virtual && !options->kitchen)
		return refuse("--virtual", "", "is for --kitchen: a real server lives in real time");
	if (options->cacert && access(options->cacert, R_OK) != 0)
		return refuse("--cacert", options->cacert, strerror(errno));
	if (options->record && !options->nnames && arguments_overwrite(options->record, NULL))
		return ARGUMENTS_WRONG;
	err = options->record ? record_open(options->record) : 0;
	if (err)
		return refuse("--record", options->record, strerror(-err));
	if (!options->nnames && isatty(STDIN_FILENO)) {
		options->names = article;
		options->nnames = sizeof article / sizeof *article;
	}
	signal(SIGPIPE, SIG_IGN);
	limits_raise_files();
	report_open(report, options, STDOUT_FILENO, isatty(STDOUT_FILENO), isatty(STDERR_FILENO) || options->progress);
	return ARGUMENTS_RUN;
}

int program_end(struct report *report, int64_t ns, int interrupted)
{
	int status = report_close(report, (double)ns / NS_PER_S), err = record_close();

	if (err)
		status = arguments_complain("cannot write the record", strerror(-err));
	return interrupted ? 128 + interrupted : status;
}
