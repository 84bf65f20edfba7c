# Rule 19: wait for all bears errors and the end of its time, and tells what is done and what is not; of no
# tasks it is an error.
import asyncio
from virtual import catch, run, say, sleep_ms, status_name


async def work(ms, error):
    await sleep_ms(ms)
    say(f"{ms} ends")
    if error:
        raise error


async def report(tasks, timeout):
    done, pending = await asyncio.wait(tasks, timeout=timeout)
    failed = sum(bool(t.exception()) for t in done)
    say(f"done: {len(done)}, pending: {len(pending)}, {failed} failed")


async def async_main():
    await sleep_ms(5)
    errors = ConnectionResetError(), None, None
    tasks = [asyncio.create_task(work(10 + 10 * i, errors[i])) for i in range(3)]
    await report(tasks, 0)
    await report(tasks, 0.025)
    await report(tasks, 0.1)
    err = await catch(asyncio.wait([]))
    say(f"none: {status_name(err)}")


run(async_main())
