# Rule 20: whether a task ends in time is told by the turn in which its end is noted, not by the clock: who begins to
# work before the deadline, and ends in the same step, is in time; also if nobody waits just then.
import asyncio
from virtual import catch, run, say, sleep_ms, spend, status_name


async def work(sleep, busy):
    await sleep_ms(sleep)
    spend(busy)
    say(f"{sleep} ends")


async def report(sleeps, limit, busy, pause):
    tasks = [asyncio.create_task(work(sleep, busy)) for sleep in sleeps]
    for task in asyncio.as_completed(tasks, timeout=limit / 1000):
        err = await catch(task)
        say(f"taken: {status_name(err)}")
        await sleep_ms(pause)
    await sleep_ms(100)
    say(f"running: {sum(not t.done() for t in tasks)}")


async def async_main():
    await report((10, 20, 40), 25, 10, 0)
    await report((10, 20, 40), 25, 0, 31)
    await report((10, 20, 40), 25, 3, 13)
    await report((10, 25, 40), 25, 30, 0)
    await report((0, 20, 40), 0, 0, 0)


run(async_main())
