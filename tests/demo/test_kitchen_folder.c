/* test_kitchen_folder.c - where the throwaway certificates are put: the private folder, and what is
 * said when a folder cannot be used. */
#include "demo/kitchen/certs.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/lib/certs_folder.h"

/* ---- trouble ---- */

static void expect_trouble(const char *folder, const char *file, const char *reason)
{
	char start[600];

	snprintf(start, sizeof(start), "%s%s: ", folder, file);
	text[0] = '\0';
	assert_int_equal(kitchen_certs_make(folder, text, sizeof(text)), -1);
	assert_memory_equal(text, start, strlen(start));
	assert_non_null(strstr(text, reason));
	assert_null(kitchen_certs_context(folder, text, sizeof(text)));
	assert_non_null(strstr(text, "cert.pem: cannot be served: "));
}

static void test_trouble_has_a_name_and_a_reason(void **state)
{
	static char long_path[6000];
	char small[10];

	(void)state;
	expect_trouble("/nowhere/certs", "", "No such file or directory");
	expect_trouble("/dev/null", "/ca.pem", "Not a directory");
	assert_int_equal(mkdir(in_dir("ca.pem"), 0700), 0);
	expect_trouble(dir, "/ca.pem", "Is a directory");
	rmdir(in_dir("ca.pem"));
	memset(long_path, '/', sizeof(long_path) - 1);
	assert_int_equal(kitchen_certs_make(long_path, text, sizeof(text)), -1);
	assert_int_equal(kitchen_certs_make("/nowhere/certs", small, sizeof(small)), -1);
	assert_string_equal(small, "/nowhere/");
}

/* A full disk, as a limit on the size of files: nothing is left behind, not even a temporary file. */
static void test_no_room(void **state)
{
	struct rlimit before, none;

	(void)state;
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	none = before;
	for (rlim_t room = 0; room <= 100; room += 100) {
		int result;

		none.rlim_cur = room;
		assert_int_equal(setrlimit(RLIMIT_FSIZE, &none), 0);
		result = kitchen_certs_make(dir, text, sizeof(text));
		assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
		assert_int_equal(result, -1);
		assert_non_null(strstr(text, room ? "/ca.pem: cannot write: No space left on device"
						  : "/ca.pem: cannot write: File too large"));
		assert_int_equal(rmdir(dir), 0);
	}
	assert_int_equal(kitchen_certs_make(dir, text, sizeof(text)), 0);
}

/* ---- the private folder ---- */

static void test_private_folder_comes_and_goes(void **state)
{
	const char *folder;
	struct stat st;

	(void)state;
	setenv("TMPDIR", dir, 1);
	folder = kitchen_certs_folder(text, sizeof(text));
	assert_non_null(folder);
	assert_memory_equal(folder, dir, strlen(dir));
	assert_int_equal(stat(folder, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0700);
	assert_int_equal(kitchen_certs_make(folder, text, sizeof(text)), 0);
	kitchen_certs_remove(dir); /* not the one */
	assert_int_equal(stat(folder, &st), 0);
	kitchen_certs_remove(folder);
	assert_int_equal(rmdir(dir), 0); /* so it is empty again */
	assert_null(kitchen_certs_folder(text, sizeof(text)));
	assert_non_null(strstr(text, "cannot make the folder: No such file or directory"));
	kitchen_certs_remove("");
	assert_int_equal(mkdir(dir, 0700), 0);
	assert_int_equal(kitchen_certs_make(dir, text, sizeof(text)), 0);
	kitchen_certs_remove(dir);
	assert_int_equal(stat(in_dir("key.pem"), &st), 0);
	unsetenv("TMPDIR");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_trouble_has_a_name_and_a_reason, begin, end),
		cmocka_unit_test_setup_teardown(test_no_room, begin, end),
		cmocka_unit_test_setup_teardown(test_private_folder_comes_and_goes, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
