/* Mistake: only what was asked for is looked at in the answer. Ends and errors come unasked. */
// in: loop/poll.c
// says: POLLHUP and POLLERR come though nobody asked for them

static unsigned ready_bits(short answer)
{
	return (answer & POLLIN ? LOOP_READ : 0) | (answer & POLLOUT ? LOOP_WRITE : 0);
}
