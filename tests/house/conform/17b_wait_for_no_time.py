# Rule 17: with no time at all wait_for never starts what it is given.
import asyncio
from virtual import catch, run, say, sleep_ms, status_name


async def work():
    say("work begins")
    await sleep_ms(10)


async def async_main():
    for ns in 1_000_000, 0, -1_000_000:
        err = await catch(asyncio.wait_for(work(), ns / 1e9))
        say(f"in {ns} ns: {status_name(err)}")


run(async_main())
