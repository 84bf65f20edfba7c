# Rule 16: a timeout can be rescheduled: later, never, or to a time that has passed; not once it has expired.
import asyncio
from virtual import catch, run, say, sleep_ms, status_name


async def work(deadline, nap):
    async with asyncio.timeout(0.02) as timeout:
        await sleep_ms(10)
        timeout.reschedule(deadline)
        err = await catch(sleep_ms(nap))
        say(f"in the block: {status_name(err)}")
        if timeout.expired():
            try:
                timeout.reschedule(None)
            except RuntimeError:
                say("refused")
        if err:
            raise err


async def async_main():
    for deadline in 0.05, None, 0, 0.1:
        err = await catch(work(deadline, 30))
        say(f"outside: {status_name(err)}")


run(async_main())
