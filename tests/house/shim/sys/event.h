/* sys/event.h - as much of the BSDs' kqueue as loop/kqueue.c uses, for Linux and for tests only.
 *
 * The types are macOS's, the values those of all the BSDs. Which traps of the real thing are imitated is
 * told in tests/house/shim/event.c. Any other flag or filter is refused with EINVAL. */
#ifndef TESTS_HOUSE_SHIM_SYS_EVENT_H
#define TESTS_HOUSE_SHIM_SYS_EVENT_H

#include <stdint.h>

struct timespec;

struct kevent {
	uintptr_t ident;      /* the fd */
	short filter;         /* EVFILT_*: an event is identified by the pair (ident, filter) */
	unsigned short flags; /* EV_* */
	unsigned int fflags;  /* returned with EV_EOF: the socket's error, if any */
	intptr_t data;        /* returned: bytes to read; with EV_ERROR the errno */
	void *udata;          /* the user's, passed through; each filter of an fd has its own */
};

/* clang-format off */
#define EV_SET(event, id, filt, flag, fflag, value, user) (*(event) = (struct kevent){ \
	(uintptr_t)(id), (short)(filt), (unsigned short)(flag), (fflag), (intptr_t)(value), (user)})
/* clang-format on */

#define EVFILT_READ  (-1)
#define EVFILT_WRITE (-2)

/* Actions. */
#define EV_ADD    0x0001
#define EV_DELETE 0x0002

/* How the event is reported. */
#define EV_ONESHOT 0x0010 /* once, and deleted then */
#define EV_CLEAR   0x0020 /* again only after something new has happened */
#define EV_RECEIPT 0x0040 /* each change is answered by an EV_ERROR entry, whose data is 0 if it succeeded */

/* Only returned. */
#define EV_ERROR 0x4000
#define EV_EOF   0x8000

int kqueue(void);
int kevent(int kq, const struct kevent *changes, int nchanges, struct kevent *events, int nevents,
	const struct timespec *timeout);

#endif
