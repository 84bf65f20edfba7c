# Rule 16: a block that swallows the cancel ends as it likes, but its timeout has expired.
import asyncio
from virtual import catch, run, say, sleep_ms, status_name


async def stubborn(swallows):
    async with asyncio.timeout(0.02) as timeout:
        err = await catch(sleep_ms(50))
        say(f"in the block: {status_name(err)}")
        if err and not swallows:
            raise err
    say(f"behind the block: expired {timeout.expired():d}")


async def async_main():
    me = asyncio.current_task()
    err = await catch(stubborn(True))
    say(f"stubborn: {status_name(err)}, requests left: {me.cancelling()}")
    me.cancel()
    await catch(sleep_ms(0))
    say(f"swallowed one, requests left: {me.cancelling()}")
    err = await catch(stubborn(False))
    say(f"not stubborn: {status_name(err)}, requests left: {me.cancelling()}")


run(async_main())
