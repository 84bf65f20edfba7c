# Rule 22: the first failure in a task group cancels the other tasks and the block, and the group waits for
# all of them.
import asyncio
from virtual import catch, run, say, sleep_ms, status_name


async def work(ms, cleanup, error):
    err = await catch(sleep_ms(ms))
    await sleep_ms(cleanup)
    say(f"{ms} ends: {status_name(err)}")
    if err or error:
        raise err or error


async def group(fails):
    errors = None, ConnectionResetError() if fails else None, None
    async with asyncio.TaskGroup() as tasks:
        for i in range(3):
            tasks.create_task(work((10, 20, 50)[i], (0, 0, 15)[i], errors[i]))
        err = await catch(sleep_ms(30))
        say(f"block: {status_name(err)}")
        if err:
            raise err


async def async_main():
    for fails in False, True:
        try:
            await group(fails)
            say("group: ok")
        except* ConnectionResetError as errors:
            say(f"group: {status_name(errors.exceptions[0])}")


run(async_main())
