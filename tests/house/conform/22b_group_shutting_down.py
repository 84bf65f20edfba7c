# Rule 22: a group that is shutting down takes no new task; what it was given never runs.
import asyncio
from virtual import catch, run, say, sleep_ms, status_name


async def work(ms, error):
    say(f"{ms} begins")
    await sleep_ms(ms)
    if error:
        raise error


async def group():
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(work(10, ConnectionResetError()))
        err = await catch(sleep_ms(50))
        say(f"block: {status_name(err)}")
        try:
            tasks.create_task(work(20, None))
            say("one more: taken")
        except RuntimeError:
            say("one more: refused")


async def async_main():
    try:
        await group()
    except* ConnectionResetError as errors:
        say(f"group: {status_name(errors.exceptions[0])}")


run(async_main())
