# Rule 25: without a bound nobody waits to put; put_nowait and get_nowait never wait, and say so.
import asyncio
from virtual import run, say


async def get(i, queue):
    say(f"{i} got {await queue.get()}")


def put(queue, thing):
    try:
        queue.put_nowait(thing)
        say(f"put {thing}, in the queue: {queue.qsize()}")
    except asyncio.QueueFull:
        say(f"{thing}: full")


def take(queue):
    try:
        say(f"took {queue.get_nowait()}")
    except asyncio.QueueEmpty:
        say("empty")


async def async_main():
    queue = asyncio.Queue(2)
    for i in range(3):
        put(queue, i)
    for i in range(3):
        take(queue)
    task = asyncio.create_task(get(0, queue))
    await asyncio.sleep(0)
    put(queue, 3)
    take(queue)
    put(queue, 4)
    await task
    queue = asyncio.Queue()
    for i in range(5):
        await queue.put(i)
    for i in range(4):
        await get(i, queue)
    for i in range(5, 20):
        await queue.put(i)
    say(f"in the queue: {queue.qsize()}, full: {queue.full():d}")
    for i in range(4, 20):
        await get(i, queue)
    take(queue)


run(async_main())
