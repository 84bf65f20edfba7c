/* threads.c - what a thread and a stack of one's own cost, for notes/why-not.md: one that sleeps, and a switch from one to the
 * next. Nothing of the library is in it: gcc -O2 -pthread tests/house/bench/threads.c -o build/threads && build/threads */
#define _GNU_SOURCE
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <ucontext.h>

#define SLEEPERS 1000
#define SWITCHES 200000

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t end = PTHREAD_COND_INITIALIZER;
static int is_over;
static sem_t turns[2];
static ucontext_t contexts[2];

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* A line of /proc, in KB: what the process has in memory, or the kernel's stacks for the whole machine. */
static long kilobytes(const char *path, const char *key)
{
	FILE *file = fopen(path, "r");
	char line[128];
	long kb = 0;

	while (file && fgets(line, sizeof line, file))
		if (!strncmp(line, key, strlen(key)))
			kb = strtol(line + strlen(key), NULL, 10);
	if (file)
		fclose(file);
	return kb;
}

static void *sleep_until_the_end(void *unused)
{
	(void)unused;
	pthread_mutex_lock(&mutex);
	while (!is_over)
		pthread_cond_wait(&end, &mutex);
	pthread_mutex_unlock(&mutex);
	return NULL;
}

static void sleepers(void)
{
	static pthread_t threads[SLEEPERS];
	long rss = kilobytes("/proc/self/status", "VmRSS:"), kernel = kilobytes("/proc/meminfo", "KernelStack:");
	double start = seconds();

	for (int i = 0; i < SLEEPERS; i++)
		if (pthread_create(&threads[i], NULL, sleep_until_the_end, NULL))
			abort();
	pthread_mutex_lock(&mutex); /* by now most of them sleep */
	rss = kilobytes("/proc/self/status", "VmRSS:") - rss;
	kernel = kilobytes("/proc/meminfo", "KernelStack:") - kernel;
	is_over = 1;
	pthread_cond_broadcast(&end);
	pthread_mutex_unlock(&mutex);
	for (int i = 0; i < SLEEPERS; i++)
		pthread_join(threads[i], NULL);
	printf("a thread, created and joined    %6.0f ns\n", (seconds() - start) / SLEEPERS * 1e9);
	printf("a thread that sleeps            %6ld bytes, and %ld of the kernel's\n", rss * 1024 / SLEEPERS,
		kernel * 1024 / SLEEPERS);
}

static void *take_turns(void *number)
{
	const long me = (long)number;

	for (int i = 0; i < SWITCHES / 2; i++) {
		sem_wait(&turns[me]);
		sem_post(&turns[!me]);
	}
	return NULL;
}

static void thread_switches(void)
{
	pthread_t threads[2];
	cpu_set_t one;
	double start;

	CPU_ZERO(&one);
	CPU_SET(0, &one); /* as coroutines: one runs at a time, on one core */
	pthread_setaffinity_np(pthread_self(), sizeof one, &one);
	sem_init(&turns[0], 0, 1);
	sem_init(&turns[1], 0, 0);
	start = seconds();
	for (long i = 0; i < 2; i++)
		if (pthread_create(&threads[i], NULL, take_turns, (void *)i))
			abort();
	for (int i = 0; i < 2; i++)
		pthread_join(threads[i], NULL);
	printf("a switch between two threads    %6.0f ns\n", (seconds() - start) / SWITCHES * 1e9);
}

static void go_back_for_ever(void)
{
	while (1)
		swapcontext(&contexts[1], &contexts[0]);
}

static void stack_switches(void)
{
	static char stack[64 * 1024];
	double start;

	getcontext(&contexts[1]);
	contexts[1].uc_stack.ss_sp = stack;
	contexts[1].uc_stack.ss_size = sizeof stack;
	makecontext(&contexts[1], go_back_for_ever, 0);
	start = seconds();
	for (int i = 0; i < SWITCHES / 2; i++)
		swapcontext(&contexts[0], &contexts[1]);
	printf("a switch between two stacks     %6.0f ns (swapcontext, with its system call)\n",
		(seconds() - start) / SWITCHES * 1e9);
}

int main(void)
{
	sleepers();
	thread_switches();
	stack_switches();
}
