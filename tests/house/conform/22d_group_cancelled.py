# needs 3.13
# Rule 22: a cancel from outside goes to all tasks of a group, in its block or at its exit; an error of
# theirs is told first.
import asyncio
from virtual import catch, run, say, sleep_ms, status_name


async def work(cleanup, error):
    err = await catch(sleep_ms(50))
    await sleep_ms(cleanup)
    say(f"cleanup of {cleanup}: {status_name(err)}")
    if err or error:
        raise error or err


async def group(block_ms, error):
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(work(10, None))
        tasks.create_task(work(20, error))
        await sleep_ms(block_ms)
        say("block ends")


async def worker(block_ms, error):
    err = await catch(group(block_ms, error))
    if isinstance(err, ExceptionGroup):
        err = err.exceptions[0]
    say(f"group: {status_name(err)}, requests: {asyncio.current_task().cancelling()}")
    err = await catch(sleep_ms(5))
    say(f"next await: {status_name(err)}")


async def async_main():
    for block_ms, error in (40, None), (0, None), (40, ConnectionResetError()):
        task = asyncio.create_task(worker(block_ms, error))
        await sleep_ms(10)
        task.cancel()
        await task


run(async_main())
