/* Variables are needed only between two awaits: after each await they are set again before they are read. A
 * variable that is initialised before ASYNC, and never changed, has its value at each resume; so has a
 * parameter. */
// right: no value is needed across an await
#include "tests/house/misuse/example.h"

#include <string.h>

struct piece {
	const char *at;
	size_t len;
};

static const char text[] = "one two three";

/* The next word, from *at on; false: there is none. */
static bool next_piece(int *at, struct piece *piece, size_t *len)
{
	piece->at = text + *at + (text[*at] == ' ');
	*len = piece->len = strcspn(piece->at, " ");
	*at = (int)(piece->at - text + (int)piece->len);
	return piece->len > 0;
}

static void shorten(struct piece *piece)
{
	piece->len /= 2;
}

static async work_until(int64_t deadline)
{
	const int numbers[] = {1, 2, 3};
	struct piece piece, half;
	size_t len;
	char shown[16];
	int sum, i, seen;
	bool is_late = false;
	enum status err;

	ASYNC(int at);
	while (next_piece(&my->at, &piece, &len)) {
		if (len < 3)
			continue;
		half.at = piece.at;
		half.len = piece.len;
		shorten(&half);
		snprintf(shown, sizeof shown, "%.*s", (int)half.len, half.at);
		for (i = 0, sum = 0; i < 3; i++)
			sum += numbers[i];
		printf("%s of %zu, %d\n", shown, len, sum);
		AWAIT_CATCH(err, sleep_for(0));
		if (err == ASYNC_CANCELLED)
			break;
		for (int k = 0; k < 3; k++)
			printf("%d%s", numbers[k], is_late ? "!" : "");
		snprintf(shown, sizeof shown, "%d", loop.now < deadline);
		strcat(shown, "\n");
		if (sscanf(shown, "%d", &seen) != 1)
			continue;
		seen = -seen;
		printf("%d\n", seen);
		AWAIT(sleep_for(0));
	}
	ASYNC_END;
}

static async work(void)
{
	ASYNC();
	AWAIT(work_until(INT64_MAX));
	ASYNC_END;
}
EXAMPLE(work);
