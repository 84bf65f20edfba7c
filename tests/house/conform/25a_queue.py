# Rule 25: a full queue makes who puts wait, an empty one who gets: with one place they take turns.
import asyncio
from virtual import run, say, sleep_ms


async def produce(queue):
    for i in range(4):
        await queue.put(i)
        say(f"put {i}")


async def async_main():
    queue = asyncio.Queue(1)
    producer = asyncio.create_task(produce(queue))
    for i in range(4):
        say(f"got {await queue.get()}, in the queue: {queue.qsize()}")
        if i == 2:
            await sleep_ms(10)
    await producer


run(async_main())
