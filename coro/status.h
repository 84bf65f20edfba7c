/* status.h - what a coroutine returns: "not yet", or its outcome. */
#ifndef CORO_STATUS_H
#define CORO_STATUS_H

enum status {
	ASYNC_OK,        /* done, and well */
	ASYNC_PENDING,   /* not done: call again when woken */
	ASYNC_CANCELLED, /* asyncio.CancelledError */
	ASYNC_TIMEOUT,   /* TimeoutError */
	ASYNC_E_INVALID, /* what was asked makes no sense: a bad URL (aiohttp.InvalidURL) */
	ASYNC_E_CONNECT, /* no connection: name, route, refusal, TLS, certificate (ClientConnectorError) */
	ASYNC_E_DISCONNECTED, /* the peer has closed the connection too early (ServerDisconnectedError) */
	ASYNC_E_STATUS,       /* the server answered with a status >= 400 (ClientResponseError) */
	ASYNC_E_PAYLOAD, /* damaged data, or of the wrong type (ClientPayloadError, ContentTypeError) */
	ASYNC_E_SYSTEM, /* the machine refused: no more files, threads, memory */
	ASYNC_E_CLOSED, /* a queue or barrier was closed (asyncio.QueueShutDown, BrokenBarrierError) */
	ASYNC_E_STUCK,  /* every task waits, and nothing can happen any more */
	ASYNC_RETURNING /* internal: ASYNC_RETURN, while the exits of its blocks run */
};

/* For messages: "timeout", "cancelled" …; static. It must be one of these: no other number may be given. */
const char *status_name(enum status status);

#endif
