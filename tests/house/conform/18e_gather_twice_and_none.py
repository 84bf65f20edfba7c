# Rule 18: a task that is given twice runs once; of no tasks the result is there at once, without a turn
# of the loop.
import asyncio
from virtual import run, say, sleep_ms

runs = 0


async def work():
    global runs
    await sleep_ms(10)
    runs += 1
    return runs


async def other():
    say("other")


async def async_main():
    task = asyncio.create_task(work())
    results = await asyncio.gather(task, task)
    say(f"given twice: {results[0]} {results[1]}, runs: {runs}")
    task = asyncio.create_task(other())
    await asyncio.gather()
    say("given none")
    await task
    say("done")


run(async_main())
