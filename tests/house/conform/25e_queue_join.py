# needs 3.13
# Rule 25: join waits until all that was put is dealt with; what a shutdown drops counts as that.
import asyncio
from virtual import run, say, sleep_ms


async def work(queue):
    for _ in range(3):
        await queue.get()
        await sleep_ms(10)
        queue.task_done()
        say("one is dealt with")


async def join(i, queue):
    await queue.join()
    say(f"{i} has waited for all")


async def async_main():
    queue = asyncio.Queue()
    await join(0, queue)
    for i in range(3):
        queue.put_nowait(i)
    tasks = [asyncio.create_task(join(i, queue)) for i in (1, 2)]
    tasks.append(asyncio.create_task(work(queue)))
    tasks[0].cancel()
    await join(3, queue)
    await asyncio.gather(*tasks, return_exceptions=True)
    for i in range(3):
        queue.put_nowait(i)
    task = asyncio.create_task(join(4, queue))
    await queue.get()
    queue.shutdown(immediate=True)
    await sleep_ms(10)
    queue.task_done()
    await task


run(async_main())
