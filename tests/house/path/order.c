/* order.c - in which order the functions of a program are entered for the first time: their offsets in the program, one a
 * line, into the file that PATH_ORDER names. gcc -finstrument-functions calls the first function here. */
#include <pthread.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#define PLAIN __attribute__((no_instrument_function))
#define MOST  2048

extern const char __executable_start[]; /* ld(1): where the program begins in memory */

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER; /* a helper thread has functions too */
static const char *entered[MOST];
static int count;

PLAIN void __cyg_profile_func_enter(void *function, void *from);
PLAIN void __cyg_profile_func_exit(void *function, void *from);

void __cyg_profile_func_enter(void *function, void *from)
{
	int i = 0;

	(void)from;
	pthread_mutex_lock(&mutex);
	while (i < count && entered[i] != (const char *)function)
		i++;
	if (i == count && count < MOST)
		entered[count++] = function;
	pthread_mutex_unlock(&mutex);
}

void __cyg_profile_func_exit(void *function, void *from)
{
	(void)function;
	(void)from;
}

PLAIN __attribute__((destructor)) static void write_order(void)
{
	const char *name = getenv("PATH_ORDER");
	FILE *file = name ? fopen(name, "w") : NULL;

	for (int i = 0; file && i < count; i++)
		fprintf(file, "%#tx\n", entered[i] - __executable_start);
	if (file)
		fclose(file);
}
