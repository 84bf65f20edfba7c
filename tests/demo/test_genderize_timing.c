/* test_genderize_timing.c - --timing: the histogram against exact figures, and the table against the
 * record of the same run. */
#include "demo/genderize/timing.h"
#include "tests/lib/server.h"

#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

enum { VALUES = 5000, NAMES = 12, COOK_MS = 30 };

static struct process run;
static struct server server;
static int64_t values[VALUES];

static int by_size(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

/* By the nearest rank. */
static int64_t exact_quantile(int count, double part)
{
	int rank = 1;

	while (rank < part * count)
		rank++;
	return values[rank - 1];
}

static void assert_near(int64_t found, int64_t exact)
{
	int64_t off = found > exact ? found - exact : exact - found;

	if (off * 64 > exact)
		fail_msg("%lld instead of %lld", (long long)found, (long long)exact);
}

/* ---- the histogram ---- */

/* Lengths of every order of magnitude, from a seed. */
static void test_quantiles(void **state)
{
	static const double parts[] = {0, 0.01, 0.1, 0.5, 0.9, 0.99, 0.999, 1};
	static struct histogram histogram;
	uint64_t random = 1;

	(void)state;
	for (int i = 0; i < VALUES; i++) {
		random = random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
		values[i] = (int64_t)((random >> 17) >> (random >> 59) >> i % 15);
		histogram_add(&histogram, values[i]);
	}
	qsort(values, VALUES, sizeof *values, by_size);
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		assert_near(histogram_quantile(&histogram, parts[i]), exact_quantile(VALUES, parts[i]));
	assert_int_equal(histogram.count, VALUES);
}

/* At both ends of every bucket, and beyond the last. */
static void test_edges(void **state)
{
	static const int64_t last = INT64_C(1) << 47;

	(void)state;
	for (int64_t step = 1; step < last; step *= 2)
		for (int i = 0; i < 2 * HISTOGRAM_STEPS; i++) {
			int64_t value = step * i / HISTOGRAM_STEPS + (i & 1) * (step / HISTOGRAM_STEPS - 1);
			struct histogram one = {0};

			if (value < 0)
				continue;
			histogram_add(&one, value);
			assert_near(histogram_quantile(&one, 0.5), value);
			assert_int_equal(one.sum, value);
		}
	for (int i = 0; i < 2; i++) {
		struct histogram one = {0};

		assert_int_equal(histogram_quantile(&one, 0.5), 0);
		histogram_add(&one, i ? INT64_MAX : -5);
		assert_true(i ? histogram_quantile(&one, 1) > last / 64 * 63
			      : one.sum == 0 && !histogram_quantile(&one, 1));
	}
}

/* A request on a connection that had served before has made none: it counts for four parts of seven. */
static void test_reused(void **state)
{
	static struct timings timings;
	int64_t at[TIMING_STAMPS] = {0, 10, 30, 60, 100, 150, 210, 280};

	(void)state;
	timings_add(&timings, at, false, true);
	at[TIMING_RESOLVED] = at[TIMING_CONNECTED] = at[TIMING_SECURED] = 0;
	timings_add(&timings, at, true, false);
	for (int i = 0; i < TIMING_PARTS; i++)
		assert_int_equal(timings.parts[i].count, i >= 1 && i <= 3 ? 1 : 2);
	assert_int_equal(timings.parts[0].sum, 20);
	assert_int_equal(timings.parts[1].sum, 20);
	assert_int_equal(timings.parts[3].sum, 40);
	assert_int_equal(timings.parts[4].sum, 50 + 140);
	assert_int_equal(timings.reused, 1);
	assert_int_equal(timings.resumed, 1);
}

/* ---- the table ---- */

struct table {
	struct row {
		double median_ms, most_ms, share;
		int count;
	} rows[TIMING_PARTS];
	int fresh, resumed, reused, requests;
};

static void read_table(struct table *self)
{
	const char *at = strstr(run.errors.at, "part ");
	double whole = 0;

	assert_non_null(at);
	for (int i = 0; i < TIMING_PARTS; i++) {
		struct row *row = &self->rows[i];
		char name[16];

		at = strchr(at, '\n') + 1;
		assert_int_equal(sscanf(at, "%15s %lf ms %lf ms %lf %% %d\n", name, &row->median_ms,
					 &row->most_ms, &row->share, &row->count),
			5);
		assert_string_equal(name, timing_names[i]);
		assert_true(row->median_ms <= row->most_ms);
		whole += row->share;
	}
	assert_true(whole > 99.9 && whole < 100.1);
	at = strchr(at, '\n') + 1;
	assert_int_equal(sscanf(at, "connections: %d new, %d of them resumed; reused for %d of %d requests",
				 &self->fresh, &self->resumed, &self->reused, &self->requests),
		4);
	assert_string_equal(strchr(at, '\n'), "\n");
}

/* What the record says about a part of each request, in order of size; adds them up. */
static int read_record(const char *path, const char *part, double *sum)
{
	FILE *record = fopen(path, "r");
	char event[1024], key[32];
	int count = 0;

	assert_non_null(record);
	snprintf(key, sizeof key, "\"%s\":", part);
	while (fgets(event, sizeof event, record))
		if (strstr(event, "\"ev\":\"request\"") && count < VALUES)
			values[count++] = strtoll(strstr(event, key) + strlen(key), NULL, 10);
	fclose(record);
	*sum = 0;
	for (int i = 0; i < count; i++)
		*sum += (double)values[i];
	qsort(values, (size_t)count, sizeof *values, by_size);
	return count;
}

/* Within 2 %, and what is rounded to a µs. */
static void assert_shown(double ms, int64_t exact)
{
	double off = ms * 1e6 - (double)exact;

	assert_true((off < 0 ? -off : off) < (double)exact * 0.02 + 500);
}

static const char names[] =
	"Alice\nBob\nCharlie\nDiana\nEve\nFrank\nGrace\nHenry\nIrene\nJack\nKaren\nLuke\n";

/* One connection for all: its making counts once. */
static void test_table(void **state)
{
	static const int waited = 5; /* the place of "wait" */
	char path[] = "/tmp/test-record-XXXXXX";
	double sums[TIMING_PARTS], whole = 0;
	struct table table;

	(void)state;
	close(mkstemp(path));
	process_run(&run, names, "genderize --limit 1 --timing --record %s --url %s --cacert %s", path,
		server.url, server.cafile);
	assert_int_equal(run.status, 0);
	read_table(&table);
	assert_int_equal(table.requests, NAMES);
	assert_int_equal(table.reused, NAMES - 1);
	assert_int_equal(table.fresh, 1);
	assert_int_equal(table.resumed, 0);
	for (int i = 0; i < TIMING_PARTS; i++) {
		assert_int_equal(read_record(path, timing_names[i], &sums[i]), NAMES);
		assert_int_equal(table.rows[i].count, i >= 1 && i <= 3 ? 1 : NAMES);
		if (i < 1 || i > 3)
			assert_shown(table.rows[i].median_ms, exact_quantile(NAMES, 0.5));
		assert_shown(table.rows[i].most_ms, exact_quantile(NAMES, 1));
		whole += sums[i];
	}
	for (int i = 0; i < TIMING_PARTS; i++) {
		double off = table.rows[i].share - sums[i] / whole * 100;

		assert_true(off > -0.01 && off < 0.01);
	}
	assert_true(table.rows[waited].median_ms >= COOK_MS * 0.9);
	assert_true(table.rows[3].median_ms > 0);
	unlink(path);
}

/* The blocking program has a connection of its own for each name. */
static void test_sync(void **state)
{
	struct table table;

	(void)state;
	process_run(&run, names, "genderize_sync --timing --url %s --cacert %s", server.url, server.cafile);
	assert_int_equal(run.status, 0);
	read_table(&table);
	assert_int_equal(table.requests, NAMES);
	assert_int_equal(table.fresh, NAMES);
	for (int i = 0; i < TIMING_PARTS; i++)
		assert_int_equal(table.rows[i].count, NAMES);
	assert_true(
		table.rows[1].median_ms > 0 && table.rows[2].median_ms > 0 && table.rows[3].median_ms > 0);
	assert_true(table.rows[5].median_ms >= COOK_MS * 0.9);
}

/* Whoever wants the kitchen's answer must not have the name sent to the real service. */
static void test_what_the_twin_lacks_is_refused(void **state)
{
	static const char *const options[] = {"--rate 5", "--batch 2", "--retries 1", "--kitchen"};

	(void)state;
	for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
		process_run(&run, "", "genderize_sync %s --url %s Bob", options[i], server.url);
		assert_int_equal(run.status, 2);
		assert_string_equal(
			run.errors.at, "genderize_sync: --batch, --kitchen, --rate and --retries are genderize's\n");
	}
}

/* Only what was answered is counted: also nothing. */
static void test_interrupt(void **state)
{
	struct table table;

	(void)state;
	process_start(&run, "genderize --timing --url %s --cacert %s", server.url, server.cafile);
	process_feed(&run, "Alice\n", 6);
	assert_non_null(process_line(&run));
	assert_int_equal(kill(run.pid, SIGINT), 0);
	assert_int_equal(process_finish(&run), 130);
	read_table(&table);
	assert_int_equal(table.requests, 1);
	process_run(&run, "", "genderize --timing --url %s --cacert %s", server.url, server.cafile);
	assert_int_equal(run.status, 0);
	assert_non_null(strstr(run.errors.at, "wait          0.000 ms      0.000 ms   0.00 %         0\n"));
	assert_non_null(
		strstr(run.errors.at, "connections: 0 new, 0 of them resumed; reused for 0 of 0 requests\n"));
}

static int open_kitchen(void **state)
{
	char options[32];

	(void)state;
	snprintf(options, sizeof options, "--cook %d", COOK_MS);
	server_start(&server, options);
	return 0;
}

static int close_kitchen(void **state)
{
	if (server.process.pid)
		server_stop(&server);
	return process_kill_all(state);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_quantiles),
		cmocka_unit_test(test_edges),
		cmocka_unit_test(test_reused),
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_sync),
		cmocka_unit_test(test_what_the_twin_lacks_is_refused),
		cmocka_unit_test(test_interrupt),
	};

	(void)argc;
	process_find(argv[0]);
	return cmocka_run_group_tests(tests, open_kitchen, close_kitchen);
}
