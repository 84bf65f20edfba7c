/* Mistake: a coroutine gives its caller a pointer into its own frame, and returns. The next coroutine has its
 * frame in the same place. In Python the caller would keep the object. */
// not caught: only with AddressSanitizer, at the access
#include "tests/house/misuse/example.h"

struct note {
	char letter;
};

#ifdef FIXED
static async write_note(struct note *note)
{
	ASYNC();
	note->letter = 'a';
	ASYNC_END;
}
#else
static async write_note(struct note **note)
{
	ASYNC(struct note own);
	my->own.letter = 'a';
	*note = &my->own;
	ASYNC_END;
}
#endif

static async work(void)
{
#ifdef FIXED
	ASYNC(struct note note);
	AWAIT(write_note(&my->note));
	AWAIT(sleep_for(0));
	printf("%c\n", my->note.letter);
#else
	ASYNC(struct note *note);
	AWAIT(write_note(&my->note));
	AWAIT(sleep_for(0));
	printf("%d, and 97 is expected\n", my->note->letter);
#endif
	ASYNC_END;
}
EXAMPLE(work);
