# Rule 16: a timeout whose time is up when it begins cancels its block in the next turn, in the order of those who are
# ready then.
import asyncio
from virtual import catch, run, say, sleep_ms, status_name


async def tick():
    for i in range(5):
        say(f"tick {i}")
        await sleep_ms(0)


async def block(name, pauses):
    for i in range(pauses):
        await sleep_ms(0)
        say(f"{name}: paused {i}")
    await sleep_ms(50)
    say(f"{name} ends")


async def limited(name, deadline, pauses):
    async with asyncio.timeout_at(deadline):
        await block(name, pauses)


async def report(name, deadline_ms, pauses):
    err = await catch(limited(name, deadline_ms / 1000, pauses))
    say(f"{name}: {status_name(err)}")


async def no_pause():
    async with asyncio.timeout(0):
        say("begins and ends")


async def async_main():
    await sleep_ms(100)
    for i in range(3):
        ticking = asyncio.create_task(tick())
        name, deadline_ms, pauses = (("now", 100, 0), ("past", 30, 0), ("pausing", 100, 3))[i]
        await report(name, deadline_ms, pauses)
        await ticking
    err = await catch(no_pause())
    say(f"no pause: {status_name(err)}")


run(async_main())
