/* status.c - outcomes, in words. */
#include "coro/status.h"

const char *status_name(enum status status)
{
	static const char *const names[] = {"ok", "pending", "cancelled", "timeout", "invalid request",
		"cannot connect", "disconnected", "bad status", "bad payload", "system error", "closed",
		"stuck", "returning"};

	return names[status];
}
