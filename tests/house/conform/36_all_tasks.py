# Rule 36: current_task is the one that runs; all_tasks those that have not ended; a done callback comes a turn later.
import asyncio
from virtual import run, say, sleep_ms


async def work(i):
    say(f"I am {asyncio.current_task().get_name()}")
    await sleep_ms(10 * i)


def count_tasks():
    return len(asyncio.all_tasks())


async def async_main():
    loop = asyncio.get_running_loop()
    tasks = [asyncio.create_task(work(i), name=f"task {i}") for i in range(3)]
    say(f"tasks: {count_tasks()}")
    tasks[0].add_done_callback(lambda t: say(f"{t.get_name()} is done, tasks: {count_tasks()}"))
    loop.call_later(0.015, lambda: say("called later"))
    loop.call_at(0.005, lambda: say("called at 5"))
    loop.call_soon(lambda: say("called soon"))
    handle = loop.call_later(0.013, lambda: say("never called"))
    await sleep_ms(12)
    handle.cancel()
    say(f"tasks: {count_tasks()}")
    await tasks[2]
    say(f"tasks: {count_tasks()}, I am {'main' if asyncio.current_task() not in tasks else 'another'}")


run(async_main())
