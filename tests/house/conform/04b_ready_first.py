# Rule 4: whoever is ready runs before the deadlines that have passed meanwhile: so a worker who has what he
# waited for leaves his timeout in time.
import asyncio
from virtual import catch, run, say, sleep_ms, spend, status_name


async def wait_10_ms(event):
    async with asyncio.timeout(0.010):
        await event.wait()
        say("got it")


async def async_main():
    event = asyncio.Event()
    task = asyncio.create_task(wait_10_ms(event))
    await sleep_ms(0)
    event.set()
    spend(20)
    err = await catch(task)
    say(f"worker: {status_name(err)}")


run(async_main())
