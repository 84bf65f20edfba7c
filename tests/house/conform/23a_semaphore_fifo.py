# Rule 23: a semaphore serves in order of arrival.
import asyncio
from virtual import run, say, sleep_ms


async def work(i, permits):
    async with permits:
        say(f"{i} begins")
        await sleep_ms(10)


async def async_main():
    permits = asyncio.Semaphore(2)
    async with asyncio.TaskGroup() as tasks:
        for i in range(5):
            tasks.create_task(work(i, permits))
    say("done")


run(async_main())
