# Rule 21: a cancel ends the wait for a shielded task at once, and the task goes on; without shield it is
# passed on.
import asyncio
from virtual import catch, run, say, sleep_ms, status_name


async def work():
    err = await catch(sleep_ms(40))
    say(f"work: {status_name(err)}")
    if err:
        raise err


async def wait(task, shielded):
    err = await catch(asyncio.shield(task) if shielded else task)
    say(f"shielded {shielded:d}: {status_name(err)}")


async def async_main():
    for shielded in True, False:
        task = asyncio.create_task(work())
        waiter = asyncio.create_task(wait(task, shielded))
        await sleep_ms(10)
        waiter.cancel()
        await waiter
        err = await catch(task)
        say(f"task: {status_name(err)}")
    task = asyncio.create_task(work())
    waiter = asyncio.create_task(wait(task, True))
    await sleep_ms(10)
    task.cancel()
    await waiter
    say(f"waiter's requests: {waiter.cancelling()}")


run(async_main())
