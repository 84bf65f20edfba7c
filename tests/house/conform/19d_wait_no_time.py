# Rule 19: a wait with no time at all pauses all the same, for two turns: who is ready runs, and the timer fires.
import asyncio
from virtual import run, say, sleep_ms


async def tick():
    for i in range(5):
        say(f"tick {i}")
        await sleep_ms(0)


async def work():
    await sleep_ms(0)
    say("work ends")


async def report(limit):
    ticking = asyncio.create_task(tick())
    tasks = [asyncio.create_task(work()), asyncio.create_task(sleep_ms(50))]
    done, pending = await asyncio.wait(tasks, timeout=limit)
    say(f"done: {len(done)}, pending: {len(pending)}")
    await asyncio.wait(tasks)
    await ticking


async def async_main():
    await report(0)
    await report(0.001)


run(async_main())
