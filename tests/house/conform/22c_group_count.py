# needs 3.13
# Rule 22: a group that ends by its own error takes its cancel of the parent back; only others' requests are
# left.
import asyncio
from virtual import catch, run, say, sleep_ms, status_name


async def work(ms):
    await sleep_ms(ms)
    raise ConnectionResetError()


async def group():
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(work(10))
        err = await catch(sleep_ms(50))
        say(f"block: {status_name(err)}, requests: {asyncio.current_task().cancelling()}")
        if err:
            raise err


async def report():
    try:
        await group()
    except* ConnectionResetError as errors:
        say(f"group: {status_name(errors.exceptions[0])}, requests: {asyncio.current_task().cancelling()}")
    err = await catch(sleep_ms(10))
    say(f"sleep: {status_name(err)}")


async def async_main():
    await report()
    asyncio.current_task().cancel()
    err = await catch(sleep_ms(0))
    say(f"swallowed: {status_name(err)}, requests: {asyncio.current_task().cancelling()}")
    await report()


run(async_main())
