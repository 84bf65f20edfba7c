# Rule 9: who waits for a task runs in the turn after its end, never from inside it, and in the order in
# which they came.
import asyncio
from virtual import run, say, sleep_ms


async def compute():
    for _ in range(2):
        await sleep_ms(0)
    say("result")


async def wait_for_it(task, number):
    await task
    say(f"waiter {number}")


async def tick():
    for i in range(5):
        say(f"turn {i}")
        await sleep_ms(0)


async def async_main():
    computer = asyncio.create_task(compute())
    ticker = asyncio.create_task(tick())
    waiters = []
    for i in range(4):
        waiters.append(asyncio.create_task(wait_for_it(computer, i)))
    await asyncio.gather(*waiters)
    await ticker


run(async_main())
