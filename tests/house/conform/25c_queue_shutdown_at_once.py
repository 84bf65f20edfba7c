# needs 3.13
# Rule 25: a queue that is shut down at once forgets what was in it, and everybody who waits is told.
import asyncio
from virtual import catch, run, say, sleep_ms, status_name


async def put(i, queue):
    err = await catch(queue.put(i))
    say(f"put {i}: {status_name(err)}")


async def async_main():
    for immediate in False, True:
        queue = asyncio.Queue(2)
        tasks = [asyncio.create_task(put(i, queue)) for i in range(4)]
        await sleep_ms(10)
        queue.shutdown(immediate)
        await asyncio.gather(*tasks)
        say(f"in the queue: {queue.qsize()}")
        err = await catch(queue.get())
        say(f"get: {status_name(err)}")


run(async_main())
