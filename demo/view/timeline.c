/* timeline.c - makes a page of one record, or of several on one time scale; it needs only a browser.
 *
 *     timeline [-o FILE] [--source FOLDER] RECORD…
 *
 * The page contains the events, the segments and the source files that the records name. Exit status: 0; 1 if
 * something could not be read or written; 2 after wrong usage. */
#include "demo/view/timeline.h"
#include "demo/arguments.h"
#include "demo/text.h"
#include "demo/view/segments.h"
#include "demo/view/source.h"
#include "loop/watch/record.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>

enum { RUNS_MAX = 8, SOURCES_MAX = 1000 }; /* our programs have fewer files */

struct run {
	const char *path;
	struct events events;
	struct segments segments;
};

struct page {
	const char *path, *folder; /* the page's file (NULL: standard output), and the folder of the sources */
	FILE *out;
	struct run runs[RUNS_MAX];
	int count;
	struct slice sources[SOURCES_MAX]; /* names of files; their text is in the runs */
	size_t nsources;
};

#define OWNER struct page

static const struct option options[] = {
	{"-o FILE", "write the page there, not to standard output", PATH(path)},
	{"--source FOLDER", "where the source files named in the records lie (default: here)",
		TEXT(folder, "the name of a folder")},
	OPTION_HELP,
};

static const struct arguments arguments = {
	.help = "[-o FILE] [--source FOLDER] RECORD…\n"
		"Makes one HTML page of up to eight event records, one below the other.\n",
	.options = options, .width = 17,
	.others = "RECORD", .least = 1, .most = RUNS_MAX,
};

/* ---- texts ---- */

/* Writes text as a JSON string, with its quotes. Besides what JSON requires (RFC 8259 section 7), '<' and '&'
 * are escaped, so that neither "</script>" nor "<!--" can appear. These become U+FFFD: bytes that are not
 * UTF-8, U+2028 and U+2029, which end a line in JavaScript, and marks that change the direction of
 * writing. */
static void put_text(FILE *out, struct slice text)
{
	putc('"', out);
	for (size_t size; text.len > 0; text.at += size, text.len -= size) {
		unsigned char c = (unsigned char)*text.at;
		uint32_t point;

		size = text_char(text, &point);
		if (c < ' ' || c == 0x7f || c == '"' || c == '\\' || c == '<' || c == '&')
			fprintf(out, "\\u%04x", c);
		else if (point == TEXT_HARMFUL)
			fputs("\\ufffd", out);
		else
			fwrite(text.at, 1, size, out);
	}
	putc('"', out);
}

/* ---- the sources ---- */

static void add_source(struct page *self, struct slice name)
{
	for (size_t i = 0; i < self->nsources; i++)
		if (slice_equal(self->sources[i], name))
			return;
	if (source_may_be(name) && self->nsources < SOURCES_MAX)
		self->sources[self->nsources++] = name; /* else the page says that it does not have this file */
}

/* Adds the files of a chain of awaits: "coro/sleep.c:37 sleep_for < demo/examples/hello.c:14 hello". */
static void add_chain(struct page *self, const char *chain)
{
	for (const char *next; chain; chain = next ? next + 3 : NULL) {
		next = strstr(chain, " < ");
		add_source(self, (struct slice){chain, strcspn(chain, ":")});
	}
}

/* Every run uses the loop; the record names all other files. */
static void collect_sources(struct page *self, const struct events *run)
{
	add_source(self, slice_of("loop/loop.c"));
	for (int i = 0; i < run->nworkers; i++)
		add_source(self, slice_of(run->workers[i].file));
	for (size_t i = 0; i < run->count; i++)
		add_chain(self, run->events[i].at);
}

/* Writes the file's text, or null if it cannot or must not be read. */
static void put_source(const struct page *self, struct slice name)
{
	static char text[SOURCE_MAX];
	FILE *in = source_open(self->folder, name);

	put_text(self->out, name);
	putc(':', self->out);
	if (in)
		put_text(self->out, (struct slice){text, fread(text, 1, sizeof text, in)});
	else
		fputs("null", self->out);
	if (in)
		fclose(in);
}

/* ---- the page ---- */

static const char *comma(size_t i)
{
	return i ? ",\n" : "";
}

static void put_workers(FILE *out, const struct events *e)
{
	for (int i = 0; i < e->nworkers; i++) {
		const struct worker *w = &e->workers[i];

		fprintf(out, "%s[%" PRIu32 ",", comma((size_t)i), w->id);
		put_text(out, slice_of(w->name));
		putc(',', out);
		put_text(out, slice_of(w->file));
		fprintf(out, ",%d,", w->line);
		put_text(out, slice_of(w->func));
		putc(']', out);
	}
}

/* Writes each event as four numbers and two texts, and each segment as five numbers, in flat arrays;
 * timeline_run.js reads them in this order. */
static void put_events(FILE *out, const struct run *run)
{
	for (size_t i = 0; i < run->events.count; i++) {
		const struct record_event *e = &run->events.events[i];
		int64_t number = e->kind >= EVENT_POLL_BEGIN ? e->number : e->by;

		fprintf(out, "%s%" PRId64 ",%d,%d,%" PRId64 ",", comma(i), e->t, (int)e->kind, e->worker, number);
		put_text(out, slice_of(e->text));
		putc(',', out);
		put_text(out, slice_of(e->at));
	}
}

static void put_segments(FILE *out, const struct segments *segments)
{
	for (size_t i = 0; i < segments->count; i++) {
		const struct segment *s = &segments->list[i];

		fprintf(out, "%s%d,%d,%zu,%zu,%d", comma(i), s->worker, (int)s->state, s->begin, s->end,
			s->open);
	}
}

static void put_run(FILE *out, const struct run *run)
{
	fputs("{\"name\":", out);
	put_text(out, slice_of(run->path));
	fprintf(out, ",\"clock\":\"%s\",\"workers\":[", run->events.is_virtual ? "virtual" : "real");
	put_workers(out, &run->events);
	fputs("],\"events\":[", out);
	put_events(out, run);
	fputs("],\"segments\":[", out);
	put_segments(out, &run->segments);
	fputs("]}", out);
}

static void put_data(const struct page *self)
{
	fputs("{\"sources\":{", self->out);
	for (size_t i = 0; i < self->nsources; i++) {
		fputs(comma(i), self->out);
		put_source(self, self->sources[i]);
	}
	fputs("},\"runs\":[", self->out);
	for (int i = 0; i < self->count; i++) {
		fputs(comma((size_t)i), self->out);
		put_run(self->out, &self->runs[i]);
	}
	fputs("]}\n", self->out);
}

/* False, with errno: the file cannot be written. */
static bool put_page(struct page *self)
{
	bool good;

	self->out = self->path ? record_create(self->path, "w") : stdout;
	if (!self->out)
		return false;
	for (int i = 0; i < self->count; i++)
		collect_sources(self, &self->runs[i].events);
	for (const char *const *line = timeline_page; *line; line++) {
		if (strcmp(*line, "@data\n") == 0)
			put_data(self);
		else
			fputs(*line, self->out);
	}
	if (!self->path)
		return true; /* streams.c checks standard output */
	good = !ferror(self->out);
	return fclose(self->out) == 0 && good;
}

static void free_page(struct page *self)
{
	for (int i = 0; i < self->count; i++) {
		segments_free(&self->runs[i].segments);
		events_free(&self->runs[i].events);
	}
}

int main(int argc, char **argv)
{
	static struct page page = {.folder = "."};
	int status = arguments_read(&arguments, &page, &argc, argv);
	bool good = true;

	if (status != ARGUMENTS_RUN)
		return status;
	for (; good && page.count < argc - 1; page.count++) {
		struct run *run = &page.runs[page.count];

		run->path = argv[1 + page.count];
		if (page.path && arguments_overwrite(page.path, run->path))
			return ARGUMENTS_WRONG;
		good = events_load(&run->events, run->path) &&
		       (segments_make(&run->segments, &run->events) ||
			       !arguments_complain(run->path, "out of memory"));
	}
	if (good && !put_page(&page)) {
		good = false;
		arguments_complain(page.path, strerror(errno));
	}
	free_page(&page);
	return good ? 0 : 1;
}
