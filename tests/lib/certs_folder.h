/* certs_folder.h - a folder of each test's own for the kitchen's certificates, which is empty again at its end. */
#ifndef TESTS_LIB_CERTS_FOLDER_H
#define TESTS_LIB_CERTS_FOLDER_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <openssl/err.h>

static char dir[256], text[512]; /* the folder; what a failure says */

static inline const char *in_dir(const char *file)
{
	static char path[300];

	snprintf(path, sizeof(path), "%s/%s", dir, file);
	return path;
}

static inline int begin(void **state)
{
	(void)state;
	strcpy(dir, "/tmp/test-certs-XXXXXX");
	text[0] = '\0';
	return mkdtemp(dir) ? 0 : -1;
}

/* Fails if a test left anything but the three files, such as a temporary one. */
static inline int end(void **state)
{
	(void)state;
	ERR_clear_error();
	unlink(in_dir("ca.pem"));
	unlink(in_dir("cert.pem"));
	unlink(in_dir("key.pem"));
	return rmdir(dir);
}

#endif
