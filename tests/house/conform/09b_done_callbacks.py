# Rule 9: the callbacks of a task's end are queued: they run in the turn after it, in the order in which
# they were added; one that is added later is told one turn later too.
import asyncio
from functools import partial
from virtual import run, say, sleep_ms


async def compute():
    for _ in range(2):
        await sleep_ms(0)
    say("result")


async def tick():
    for i in range(5):
        say(f"turn {i}")
        await sleep_ms(0)


def call(number, task):
    say(f"callback {number}")


async def async_main():
    computer = asyncio.create_task(compute())
    ticker = asyncio.create_task(tick())
    for i in range(3):
        computer.add_done_callback(partial(call, i))
    await ticker
    computer.add_done_callback(partial(call, 3))
    say("added one")
    await sleep_ms(0)
    say("done")


run(async_main())
