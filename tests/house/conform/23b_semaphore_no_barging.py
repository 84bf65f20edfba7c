# Rule 23: a released permit belongs to the first who waits, and nobody who comes later overtakes him.
import asyncio
from virtual import run, say, sleep_ms


async def work(name, permits):
    await permits.acquire()
    say(f"{name} has a permit")


async def async_main():
    permits = asyncio.Semaphore(1)
    await work("main", permits)
    early = asyncio.create_task(work("early", permits))
    await sleep_ms(10)
    permits.release()
    permits.release()
    say(f"free for a newcomer: {not permits.locked():d}")
    await work("late", permits)
    await early


run(async_main())
