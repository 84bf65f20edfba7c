# Rule 34: a barrier lets all go when the last has come, round by round; reset and abort send home who waits.
import asyncio
from virtual import run, say, sleep_ms


async def work(i, ms, barrier):
    try:
        await sleep_ms(ms)
        index = await barrier.wait()
        say(f"{i} goes, it came behind {index}, waiting: {barrier.n_waiting}")
    except asyncio.CancelledError:
        say(f"{i} cancelled")
    except asyncio.BrokenBarrierError:
        say(f"{i} sent home")


async def async_main():
    barrier = asyncio.Barrier(3)
    tasks = [asyncio.create_task(work(i, 10 * i, barrier)) for i in range(7)]
    await sleep_ms(35)
    tasks[3].cancel()
    await sleep_ms(30)
    say(f"waiting: {barrier.n_waiting}")
    await asyncio.gather(*tasks)
    tasks = [asyncio.create_task(work(i, 0, barrier)) for i in range(2)]
    await sleep_ms(5)
    await barrier.reset()
    await asyncio.gather(*tasks)
    tasks = [asyncio.create_task(work(i, 0, barrier)) for i in range(2)]
    await sleep_ms(5)
    await barrier.abort()
    await asyncio.gather(*tasks)
    await work(7, 0, barrier)
    await barrier.reset()
    await asyncio.gather(*[work(i, 0, barrier) for i in range(3)])


run(async_main())
