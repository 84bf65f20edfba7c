# Rule 8: awaiting a coroutine, or a task that is done, is no pause: nobody else runs meanwhile.
import asyncio
from virtual import run, say, sleep_ms


async def compute():
    say("compute")
    return 42


async def tick():
    for i in range(5):
        say(f"tick {i}")
        await sleep_ms(0)


async def async_main():
    ticker = asyncio.create_task(tick())
    task = asyncio.create_task(compute())
    say(f"task: {await task}")
    say(f"coroutine: {await compute()}")
    say(f"task again: {await task}")
    await ticker


run(async_main())
