/* capture.h - catches what a function prints on stdout and stderr: both go to files while it runs. */
#ifndef TESTS_LIB_CAPTURE_H
#define TESTS_LIB_CAPTURE_H

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { CAPTURE_SIZE = 16384 };

struct capture {
	FILE *files[2]; /* stand in for stdout and stderr */
	int kept[2];    /* the real ones, kept meanwhile */
	char out[CAPTURE_SIZE], err[CAPTURE_SIZE];
};

/* Between begin and end no assertion may fail: its message would be captured as well, and lost. */
static inline void capture_begin(struct capture *self)
{
	fflush(stdout);
	for (int i = 0; i < 2; i++) {
		self->files[i] = tmpfile();
		self->kept[i] = dup(STDOUT_FILENO + i);
		if (!self->files[i] || self->kept[i] < 0 ||
			dup2(fileno(self->files[i]), STDOUT_FILENO + i) < 0)
			abort();
	}
}

/* Fills out and err, NUL-terminated, and cuts them at CAPTURE_SIZE - 1 bytes. */
static inline void capture_end(struct capture *self)
{
	fflush(stdout);
	for (int i = 0; i < 2; i++) {
		char *text = i == 0 ? self->out : self->err;
		dup2(self->kept[i], STDOUT_FILENO + i);
		close(self->kept[i]);
		rewind(self->files[i]);
		text[fread(text, 1, CAPTURE_SIZE - 1, self->files[i])] = '\0';
		fclose(self->files[i]);
	}
}

#endif
