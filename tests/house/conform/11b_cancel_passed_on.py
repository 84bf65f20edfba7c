# Rule 11: the cancel of a task that waits for another is passed on to that one, and arrives when that one's
# cleanup is done; a task that others wait for as well is cancelled for all of them.
import asyncio
from virtual import catch, run, say, sleep_ms, status_name


async def work():
    err = await catch(sleep_ms(100))
    say(f"worker: {status_name(err)}")
    await sleep_ms(20)
    say("cleaned up")
    if err:
        raise err


async def wait_for_it(task, number):
    err = await catch(task)
    say(f"waiter {number}: {status_name(err)}")
    if err:
        raise err


async def async_main():
    worker = asyncio.create_task(work())
    waiters = []
    for i in range(2):
        waiters.append(asyncio.create_task(wait_for_it(worker, i)))
    await sleep_ms(10)
    waiters[1].cancel()
    await asyncio.gather(*waiters, return_exceptions=True)
    say(f"asked: {waiters[0].cancelling()} {waiters[1].cancelling()} {worker.cancelling()}")


run(async_main())
