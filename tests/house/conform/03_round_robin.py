# Rule 3: who yields goes behind all who are ready, so workers take turns.
import asyncio
from virtual import run, say, sleep_ms


async def work(name, steps):
    for i in range(steps):
        say(f"{name}{i}")
        await sleep_ms(0)


async def async_main():
    tasks = []
    for i in range(3):
        tasks.append(asyncio.create_task(work("ABC"[i], 3 - i)))
    await asyncio.gather(*tasks)
    say("done")


run(async_main())
