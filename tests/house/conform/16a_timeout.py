# Rule 16: timeout() cancels a block whose time is up, and makes TimeoutError of that cancellation.
import asyncio
from virtual import catch, run, say, sleep_ms, status_name


async def nap(ms, limit):
    async with asyncio.timeout(limit / 1000):
        await sleep_ms(ms)


async def async_main():
    err = await catch(nap(10, 30))
    say(f"a nap of 10 within 30: {status_name(err)}")
    err = await catch(nap(40, 30))
    say(f"a nap of 40 within 30: {status_name(err)}")
    say(f"requests left: {asyncio.current_task().cancelling()}")
    task = asyncio.create_task(nap(40, 30))
    await sleep_ms(20)
    task.cancel()
    err = await catch(task)
    say(f"cancelled by somebody else: {status_name(err)}")
    await sleep_ms(50)
    say("and nothing comes later")


run(async_main())
