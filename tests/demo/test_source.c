/* test_source.c - a record names files, and whoever wrote it is not trusted: what is opened, by every
 * reader. */
#include "demo/view/source.h"
#include "tests/lib/view_run.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static struct process program;

static bool opens(const char *name)
{
	FILE *file = source_open(view_folder, slice_of(name));

	if (file)
		fclose(file);
	return file != NULL;
}

static void make_folder(void)
{
	static bool made;

	if (made)
		return;
	made = true;
	view_write("src/good.c", "one\ntwo SECRET\n");
	view_write("src/good.h", "");
	view_write("src/key.k", "SECRET");
	assert_int_equal(truncate(view_path("src/good.h"), SOURCE_MAX), 0);
	view_write("src/big.c", "");
	assert_int_equal(truncate(view_path("src/big.c"), SOURCE_MAX + 1), 0);
	assert_int_equal(mkfifo(view_path("src/pipe.c"), 0600), 0);
	assert_int_equal(mkdir(view_path("src/folder.c"), 0700), 0);
	assert_int_equal(symlink("/dev/zero", view_path("src/zero.c")), 0);
	assert_int_equal(symlink("good.c", view_path("src/link.c")), 0);
	assert_int_equal(symlink("src", view_path("way")), 0);
}

static void F1_only_sources_below_the_folder_are_opened(void **state)
{
	static const char *const good[] = {"src/good.c", "./src/good.c", "src//good.c", "src/good.h"};
	static const char *const bad[] = {"", "c", ".c", "/etc/passwd", "/dev/zero", "src/key.k",
		"src/gone.c", "src/pipe.c", "src/big.c", "src/folder.c", "src/zero.c", "src/link.c",
		"way/good.c", "src/../src/good.c", "src/good.c/", "src/good.c/more.c", "src/"};
	static const char nul[] = "src/key.k\0.c";
	char outside[256];

	(void)state;
	make_folder();
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		if (!opens(good[i]))
			fail_msg("%s is not opened", good[i]);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (opens(bad[i]))
			fail_msg("%s is opened", bad[i]);
	snprintf(outside, sizeof outside, "%s/src/good.c", view_folder); /* there, but absolute */
	assert_false(opens(outside));
	assert_null(source_open(view_folder, (struct slice){nul, sizeof nul - 1}));
	assert_null(source_open("/nowhere", slice_of("src/good.c")));
}

/* A record of one worker whose every place is this file. */
static void write_record(const char *name, const char *file)
{
	char text[2048];

	snprintf(text, sizeof text,
		"{\"record\":1,\"clock\":\"virtual\",\"backend\":\"epoll\"}\n"
		"{\"seq\":1,\"t\":0,\"ev\":\"spawn\",\"worker\":1,\"name\":\"a\",\"coro\":\"f\",\"file\":\"%"
		"s\",\"line\":2,"
		"\"func\":\"f\",\"by\":0}\n"
		"{\"seq\":2,\"t\":0,\"ev\":\"resume\",\"worker\":1}\n"
		"{\"seq\":3,\"t\":7,\"ev\":\"suspend\",\"worker\":1,\"for\":\"x\",\"at\":\"%s:2 f\"}\n",
		file, file);
	view_write(name, text);
}

/* Both end at once and print nothing of it: in the folder of the record, where relative names lead. */
static void refuse_in_all(const char *file)
{
	char old[1024];

	write_record("run.sync", file);
	write_record("run.async", file);
	assert_non_null(getcwd(old, sizeof old));
	assert_int_equal(chdir(view_folder), 0);
	assert_int_equal(process_run(&program, "", "explain run.async"), 0);
	assert_null(strstr(program.output.at, "SECRET"));
	assert_null(strstr(program.output.at, "root:"));
	assert_int_equal(process_run(&program, "", "restaurant --replay run --explain"), 0);
	assert_null(strstr(program.output.at, "root:"));
	assert_int_equal(process_run(&program, "", "timeline run.async"), 0);
	assert_null(strstr(program.output.at, "root:"));
	assert_int_equal(chdir(old), 0);
}

static void F1_a_record_opens_no_file_that_is_no_source(void **state)
{
	static const char *const files[] = {"/dev/zero", "/etc/passwd", "src/pipe.c", "src/zero.c",
		"src/key.k", "../../../../../../../../etc/passwd", "src/link.c"};

	(void)state;
	make_folder();
	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		refuse_in_all(files[i]);
	write_record("run.async", "src/good.c"); /* what is a source is shown */
	assert_int_equal(chdir(view_folder), 0);
	assert_int_equal(process_run(&program, "", "explain run.async"), 0);
	assert_non_null(strstr(program.output.at, "src/good.c:2  two SECRET"));
}

enum { MANY = 80000 };

/* A record of many workers, all created by the loop, each in another file. */
static void write_many(FILE *out)
{
	fputs("{\"record\":1,\"clock\":\"virtual\"}\n", out);
	for (int i = 1; i <= MANY; i++)
		fprintf(out, "{\"t\":0,\"ev\":\"spawn\",\"worker\":%d,\"file\":\"%d.c\"}\n{\"t\":0,\"ev\":\"resume\",\"worker\":%d}\n",
			i, i, i);
}

/* A second is enough, unless all workers are searched for each event; process_run waits 20. And only as many
 * files are looked for as a program may have. */
static void F1_a_record_of_many_is_read_in_time(void **state)
{
	FILE *out = fopen(view_path("many"), "w");
	int sources = 0;
	char *page;

	(void)state;
	assert_non_null(out);
	write_many(out);
	assert_int_equal(fclose(out), 0);
	program.output_file = "/dev/null";
	assert_int_equal(process_run(&program, "", "explain %s", view_path("many")), 0);
	assert_int_equal(process_run(&program, "", "timeline -o %s %s", view_path("page"), view_path("many")), 0);
	program.output_file = NULL;
	page = view_read("page");
	for (const char *at = page; (at = strstr(at, ".c\":")); at++)
		sources++;
	assert_int_equal(sources, 1000);
	free(page);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(F1_a_record_of_many_is_read_in_time),
		cmocka_unit_test(F1_only_sources_below_the_folder_are_opened),
		cmocka_unit_test(F1_a_record_opens_no_file_that_is_no_source),
	};

	char here[512] = "", path[1024];

	(void)argc;
	if (argv[0][0] != '/' &&
		!getcwd(here, sizeof here)) /* the programs are called from another folder, too */
		return 1;
	snprintf(path, sizeof path, "%s%s%s", here, *here ? "/" : "", argv[0]);
	process_find(path);
	return cmocka_run_group_tests(tests, view_open, view_close);
}
