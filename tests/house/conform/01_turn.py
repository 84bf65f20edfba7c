# Rule 1: a turn runs those who were ready when it began, so nobody can keep the deadlines waiting by being
# ready all the time.
import asyncio
from virtual import run, say, sleep_ms, spend


async def busy():
    for i in range(6):
        say(f"busy {i}")
        spend(10)
        await sleep_ms(0)


async def sleepy():
    await sleep_ms(25)
    say("awake")


async def async_main():
    sleeper = asyncio.create_task(sleepy())
    worker = asyncio.create_task(busy())
    await worker
    await sleeper
    say("done")


run(async_main())
