/* s1.c - one waiter who stands still: every call waits, and so every name waits for the one before it. */
#include "ten.h"

int main(int argc, char **argv)
{
	double start = seconds();
	struct talk talk;
	char gender[16];

	ten_arguments(argc, argv);
	for (int i = 0; i < total; i++) {
		talk_open(&talk, names[i], 0);
		talk_send(&talk);
		talk_recv(&talk);
		talk_close(&talk, gender);
		printf("%s %s\n", names[i], gender);
	}
	printf("Time taken: %.2f seconds\n", seconds() - start);
	return 0;
}
