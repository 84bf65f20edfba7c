# Rule 20: when the time is up, each task that is left counts as one timeout, and runs on.
import asyncio
from virtual import catch, run, say, sleep_ms, status_name


async def work(ms):
    await sleep_ms(ms)
    say(f"{ms} ends")


async def async_main():
    await sleep_ms(5)
    tasks = [asyncio.create_task(work(10 + 10 * i)) for i in range(4)]
    for task in asyncio.as_completed(tasks, timeout=0.025):
        err = await catch(task)
        say(f"taken: {status_name(err)}")
    await sleep_ms(30)
    say(f"running: {sum(not t.done() for t in tasks)}")


run(async_main())
