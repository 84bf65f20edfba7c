# needs 3.12
# Rule 17: a cancel of who waits goes through wait_for: also if the result comes in the same moment.
import asyncio
from virtual import catch, run, say, sleep_ms, status_name


async def work(ready):
    err = await catch(ready.wait())
    say(f"work: {status_name(err)}")
    if err:
        raise err


async def wait(ready):
    err = await catch(asyncio.wait_for(work(ready), 0.09))
    say(f"wait_for: {status_name(err)}, requests left: {asyncio.current_task().cancelling()}")
    if err:
        raise err


async def async_main():
    for answers in False, True:
        ready = asyncio.Event()
        task = asyncio.create_task(wait(ready))
        await sleep_ms(10)
        if answers:
            ready.set()
        task.cancel()
        err = await catch(task)
        say(f"answered {answers:d}: {status_name(err)}")


run(async_main())
