# Rule 4: deadlines that have passed meanwhile are served in their own order, not in that of the sleepers.
import asyncio
from virtual import run, say, sleep_ms, spend


async def nap(ms):
    await sleep_ms(ms)
    say(f"slept {ms}")


async def async_main():
    tasks = []
    for ms in 30, 10, 50, 20, 70:
        tasks.append(asyncio.create_task(nap(ms)))
    await sleep_ms(5)
    spend(50)
    await asyncio.gather(*tasks)
    say("done")


run(async_main())
