# Rule 17: wait_for cancels what takes too long, waits for its cleanup, and only then raises TimeoutError.
import asyncio
from virtual import catch, run, say, sleep_ms, status_name


async def work(ms, cleanup, swallows):
    err = await catch(sleep_ms(ms))
    say(f"work of {ms}: {status_name(err)}")
    await sleep_ms(cleanup)
    if err and not swallows:
        raise err


async def async_main():
    err = await catch(asyncio.wait_for(work(10, 0, False), 0.02))
    say(f"in time: {status_name(err)}")
    err = await catch(asyncio.wait_for(work(30, 40, False), 0.02))
    say(f"late: {status_name(err)}")
    err = await catch(asyncio.wait_for(work(30, 40, True), 0.02))
    say(f"late, but it went on: {status_name(err)}")


run(async_main())
