# Rule 16: timeouts nest, and the one that expired reports; of two, the outer one.
import asyncio
from virtual import catch, run, say, sleep_ms, status_name


async def inner(limit, cleanup):
    async with asyncio.timeout(limit / 1000):
        err = await catch(sleep_ms(50))
        await sleep_ms(cleanup)
        if err:
            raise err


async def outer(limit, inner_limit, cleanup):
    async with asyncio.timeout(limit / 1000):
        err = await catch(inner(inner_limit, cleanup))
        say(f"inner: {status_name(err)}")
        if err:
            raise err


async def report(limit, inner_limit, cleanup):
    err = await catch(outer(limit, inner_limit, cleanup))
    left = asyncio.current_task().cancelling()
    say(f"outer of {limit}, inner of {inner_limit}: {status_name(err)}, requests left: {left}")


async def async_main():
    await report(40, 20, 0)
    await report(20, 40, 0)
    await report(30, 20, 20)
    await report(90, 80, 0)


run(async_main())
