# Rule 12a: a task that is cancelled before its first step never runs, not even its cleanup.
import asyncio
from virtual import catch, run, say, sleep_ms, status_name


async def work(name):
    say(f"{name} begins")
    try:
        await sleep_ms(100)
    finally:
        say(f"{name} cleans up")


async def async_main():
    early = asyncio.create_task(work("early"))
    late = asyncio.create_task(work("late"))
    early.cancel()
    await sleep_ms(10)
    late.cancel()
    err = await catch(early)
    say(f"early: {status_name(err)}")
    err = await catch(late)
    say(f"late: {status_name(err)}")


run(async_main())
