// in: loop/poll.c
// without: question ready_bits

/* Yours: loop/backend.h says what it does. asked[i] is the question about watches[i]; poll writes its answer beside it. */
int backend_wait(int64_t timeout_ns)
{
	(void)timeout_ns;
	(void)asked;
	return 0;
}
