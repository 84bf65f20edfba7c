# Rule 11: cancel only requests, and tells whether there was anything to request: the cancel arrives at the
# await, and the task is not cancelled before its cleanup is done.
import asyncio
from virtual import catch, run, say, sleep_ms, status_name


async def clean_up(raised):
    say(f"finally: {status_name(raised)}")
    await sleep_ms(8)
    say("cleaned up")


async def work():
    err = await catch(sleep_ms(100))
    await clean_up(err)
    if err:
        raise err


async def async_main():
    task = asyncio.create_task(work())
    await sleep_ms(5)
    say(f"cancel: {task.cancel():d}")
    for _ in range(4):
        say(f"cancelled: {task.cancelled():d}")
        await sleep_ms(5)
    say(f"cancel: {task.cancel():d}")
    say(f"cancelled: {task.cancelled():d}")


run(async_main())
