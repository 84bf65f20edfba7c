# Rule 35: finally runs whatever the block did, and may wait; an exit that swallows the error lets one go on behind it.
import asyncio
import contextlib
from virtual import catch, run, say, sleep_ms, status_name


async def clean_up(name):
    say(f"{name}: cleaning up")
    await sleep_ms(5)
    say(f"{name}: clean")


async def finish(way):
    for i in range(2):
        try:
            await sleep_ms(10)
            if way == 1:
                return
            if way == 2:
                raise ValueError
        finally:
            await clean_up("finally")
        say(f"behind {i}")


async def suppress(error):
    with contextlib.suppress(TimeoutError):
        try:
            await sleep_ms(10)
            if error:
                raise error
            return
        finally:
            await clean_up("inside")
    say("goes on")


async def async_main():
    for way in range(3):
        say(f"finish: {status_name(await catch(finish(way)))}")
    for error in TimeoutError(), ValueError(), None:
        say(f"suppress: {status_name(await catch(suppress(error)))}")
    task = asyncio.create_task(finish(0))
    await sleep_ms(5)
    task.cancel()
    say(f"cancelled: {status_name(await catch(task))}")


run(async_main())
