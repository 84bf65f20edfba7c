# Rule 5: equal deadlines. asyncio leaves their order to its heap; this loop keeps the order of arrival.
import asyncio
from virtual import run, say, sleep_ms


async def nap(number):
    await sleep_ms(10)
    say(number)


async def async_main():
    tasks = []
    for i in range(8):
        tasks.append(asyncio.create_task(nap(i)))
    await asyncio.gather(*tasks)
    say("done")


run(async_main())
