# needs 3.13
# Rule 25: nothing more can be put into a queue that is shut down; what is in it can be taken, and then no
# more.
import asyncio
from virtual import catch, run, say, sleep_ms, status_name


async def put(i, queue):
    err = await catch(queue.put(i))
    say(f"put {i}: {status_name(err)}")


async def get(queue):
    err = await catch(queue.get())
    say(f"get: {status_name(err)}, in the queue: {queue.qsize()}")


async def async_main():
    queue = asyncio.Queue(1)
    await put(0, queue)
    task = asyncio.create_task(put(1, queue))
    await sleep_ms(10)
    queue.shutdown()
    await task
    await get(queue)
    await put(2, queue)
    await get(queue)
    queue = asyncio.Queue(1)
    task = asyncio.create_task(get(queue))
    await sleep_ms(10)
    queue.shutdown()
    await task


run(async_main())
