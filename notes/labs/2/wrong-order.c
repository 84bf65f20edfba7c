/* Mistake: deadlines are compared, and not the order of arrival. */
// in: loop/timer.c
// says: only `due` was compared

static bool before(const struct deadline *a, const struct deadline *b)
{
	return a->due < b->due;
}
