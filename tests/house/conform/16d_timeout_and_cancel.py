# Rule 16: a block that its timeout and somebody else cancelled stays cancelled.
import asyncio
from virtual import catch, run, say, sleep_ms, status_name


async def nap():
    async with asyncio.timeout(0.02):
        err = await catch(sleep_ms(50))
        say(f"nap: {status_name(err)}")
        await sleep_ms(20)
        raise err


async def worker():
    err = await catch(nap())
    say(f"with cleanup: {status_name(err)}, requests left: {asyncio.current_task().cancelling()}")


async def async_main():
    task = asyncio.create_task(worker())
    await sleep_ms(30)
    task.cancel()
    await task
    task = asyncio.create_task(worker())
    await sleep_ms(50)
    task.cancel()
    err = await catch(task)
    say(f"worker: {status_name(err)}")


run(async_main())
