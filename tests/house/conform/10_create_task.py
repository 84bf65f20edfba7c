# Rule 10: create_task runs nothing: the first step is queued, behind whoever is ready already.
import asyncio
from virtual import run, say, sleep_ms, spend


async def work(number):
    say(f"worker {number}")


async def async_main():
    tasks = []
    for i in range(3):
        tasks.append(asyncio.create_task(work(i)))
        say(f"created {i}")
    spend(10)
    say("still main")
    await sleep_ms(0)
    for i in range(3):
        say(f"{i} done: {tasks[i].done():d}")


run(async_main())
