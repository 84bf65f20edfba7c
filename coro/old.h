/* old.h - while both notations stand side by side: a call with a frame in front drops it. */
#ifndef CORO_OLD_H
#define CORO_OLD_H

/* clang-format off */
struct sleep { char unused; };
struct task_wait { char unused; };
struct semaphore_wait { char unused; };
struct queue_wait { char unused; };
struct conn_io { char unused; };

#define OLD_2(a, b, pick, ...) pick
#define OLD_3(a, b, c, pick, ...) pick
#define OLD_4(a, b, c, d, pick, ...) pick
#define sleep_for(...) OLD_2(__VA_ARGS__, OLD_SLEEP, NEW_SLEEP, )(__VA_ARGS__)
#define NEW_SLEEP(...) sleep_for(__VA_ARGS__)
#define OLD_SLEEP(a, ...) sleep_for(__VA_ARGS__)
#define task_await(...) OLD_2(__VA_ARGS__, OLD_AWAIT, NEW_AWAIT, )(__VA_ARGS__)
#define NEW_AWAIT(...) task_await(__VA_ARGS__)
#define OLD_AWAIT(a, ...) task_await(__VA_ARGS__)
#define shield(...) OLD_2(__VA_ARGS__, OLD_SHIELD, NEW_SHIELD, )(__VA_ARGS__)
#define NEW_SHIELD(...) shield(__VA_ARGS__)
#define OLD_SHIELD(a, ...) shield(__VA_ARGS__)
#define semaphore_acquire(...) OLD_2(__VA_ARGS__, OLD_ACQUIRE, NEW_ACQUIRE, )(__VA_ARGS__)
#define NEW_ACQUIRE(...) semaphore_acquire(__VA_ARGS__)
#define OLD_ACQUIRE(a, ...) semaphore_acquire(__VA_ARGS__)
#define event_wait(...) OLD_2(__VA_ARGS__, OLD_EVENT, NEW_EVENT, )(__VA_ARGS__)
#define NEW_EVENT(...) event_wait(__VA_ARGS__)
#define OLD_EVENT(a, ...) event_wait(__VA_ARGS__)
#define limiter_take(...) OLD_2(__VA_ARGS__, OLD_TAKE, NEW_TAKE, )(__VA_ARGS__)
#define NEW_TAKE(...) limiter_take(__VA_ARGS__)
#define OLD_TAKE(a, ...) limiter_take(__VA_ARGS__)
#define conn_handshake(...) OLD_2(__VA_ARGS__, OLD_SHAKE, NEW_SHAKE, )(__VA_ARGS__)
#define NEW_SHAKE(...) conn_handshake(__VA_ARGS__)
#define OLD_SHAKE(a, ...) conn_handshake(__VA_ARGS__)
#define queue_put(...) OLD_3(__VA_ARGS__, OLD_PUT, NEW_PUT, )(__VA_ARGS__)
#define NEW_PUT(...) queue_put(__VA_ARGS__)
#define OLD_PUT(a, ...) queue_put(__VA_ARGS__)
#define queue_get(...) OLD_3(__VA_ARGS__, OLD_GET, NEW_GET, )(__VA_ARGS__)
#define NEW_GET(...) queue_get(__VA_ARGS__)
#define OLD_GET(a, ...) queue_get(__VA_ARGS__)
#define io_ready(...) OLD_3(__VA_ARGS__, OLD_READY, NEW_READY, )(__VA_ARGS__)
#define NEW_READY(...) io_ready(__VA_ARGS__)
#define OLD_READY(a, ...) io_ready(__VA_ARGS__)
#define conn_fill(...) OLD_3(__VA_ARGS__, OLD_FILL, NEW_FILL, )(__VA_ARGS__)
#define NEW_FILL(...) conn_fill(__VA_ARGS__)
#define OLD_FILL(a, ...) conn_fill(__VA_ARGS__)
#define conn_write(...) OLD_4(__VA_ARGS__, OLD_WRITE, NEW_WRITE, )(__VA_ARGS__)
#define NEW_WRITE(...) conn_write(__VA_ARGS__)
#define OLD_WRITE(a, ...) conn_write(__VA_ARGS__)
#endif
