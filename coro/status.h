/* status.h - how a coroutine answers: not yet, or its outcome. */
#ifndef CORO_STATUS_H
#define CORO_STATUS_H

enum status {
	ASYNC_OK,        /* done, and well */
	ASYNC_PENDING,   /* not done: call again when woken */
	ASYNC_CANCELLED, /* asyncio.CancelledError */
	ASYNC_TIMEOUT,   /* TimeoutError */
	ASYNC_E_INVALID, /* the request makes no sense: a bad URL (aiohttp.InvalidURL) */
	ASYNC_E_CONNECT, /* no connection: name, route, refusal, TLS, certificate (ClientConnectorError) */
	ASYNC_E_DISCONNECTED, /* the peer went away in mid-talk (ServerDisconnectedError) */
	ASYNC_E_STATUS,       /* the server answered with a status >= 400 (ClientResponseError) */
	ASYNC_E_PAYLOAD, /* damaged, or not what was agreed (ClientPayloadError, ContentTypeError) */
	ASYNC_E_SYSTEM, /* the machine refused: no more files, threads, memory */
	ASYNC_E_CLOSED, /* what was asked takes nothing more (asyncio.QueueShutDown) */
	ASYNC_E_STUCK,  /* everybody waits and nothing can happen any more */
	ASYNC_RETURNING /* internal: ASYNC_RETURN on its way through the exits */
};

/* For messages: "timeout", "cancelled" …; static. Of these statuses only: no other number may be given. */
const char *status_name(enum status status);

#endif
