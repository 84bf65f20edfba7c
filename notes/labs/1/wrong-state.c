/* Mistake: poll is asked for everything, every time. */
// in: loop/poll.c
// says: poll(2) tells a state and not a change

static struct pollfd question(const struct watch *w)
{
	return (struct pollfd){w->fd, POLLIN | POLLOUT | POLLRDHUP, 0};
}
