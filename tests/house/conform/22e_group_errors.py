# Rule 22: no error of a group is lost: those of its tasks come in the order of their ends, the block's is the last.
import asyncio
from virtual import catch, run, say, sleep_ms, status_name


async def work(ms, error):
    err = await catch(sleep_ms(ms))
    say(f"{ms} ends: {status_name(err)}")
    raise error


async def group(block_error):
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(work(30, OSError()))
        tasks.create_task(work(10, ConnectionResetError()))
        err = await catch(sleep_ms(20))
        say(f"block: {status_name(err)}")
        if block_error or err:
            raise block_error or err


async def async_main():
    for block_error in None, ValueError():
        try:
            await group(block_error)
        except ExceptionGroup as errors:
            for error in errors.exceptions:
                say(f"error: {status_name(error)}")


run(async_main())
