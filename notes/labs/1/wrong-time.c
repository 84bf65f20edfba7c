/* Mistake: nanoseconds become milliseconds by a division, which rounds down: and "for ever", -1, becomes 0. */
// in: loop/poll.c
// says: a timeout below 0 means for ever, and must stay below 0

int backend_wait(int64_t timeout_ns)
{
	int events;

	for (int i = 0; i < count; i++)
		asked[i] = question(watches[i]);
	events = poll(asked, (nfds_t)count, (int)(timeout_ns / 1000000));
	if (events < 0)
		return errno == EINTR ? 0 : -errno;
	for (int i = 0; i < count; i++)
		if (asked[i].revents) {
			watches[i]->ready |= ready_bits(asked[i].revents);
			watches[i]->on_ready(watches[i]);
		}
	return events;
}
