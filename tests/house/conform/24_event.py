# Rule 24: set() wakes all who wait, in order, also if clear() comes before they run.
import asyncio
from virtual import run, say, sleep_ms


async def work(i, event):
    await event.wait()
    say(f"{i} wakes, the event is set: {event.is_set():d}")


async def async_main():
    event = asyncio.Event()
    tasks = [asyncio.create_task(work(i, event)) for i in range(4)]
    await sleep_ms(10)
    tasks[1].cancel()
    event.set()
    event.clear()
    tasks.append(asyncio.create_task(work(4, event)))
    await sleep_ms(10)
    say(f"still waiting: {sum(not t.done() for t in tasks)}")
    event.set()
    await work(5, event)
    await tasks[4]


run(async_main())
