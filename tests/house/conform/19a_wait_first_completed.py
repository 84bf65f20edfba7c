# Rule 19: wait for FIRST_COMPLETED ends with the first task, whatever its outcome; none is cancelled.
import asyncio
from virtual import run, say, sleep_ms


async def work(ms, error):
    await sleep_ms(ms)
    if error:
        raise error


async def async_main():
    errors = None, ConnectionResetError(), None
    tasks = [asyncio.create_task(work(30 - 10 * i, errors[i])) for i in range(3)]
    pending = tasks
    while pending:
        done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
        failed = sum(bool(t.exception()) for t in done)
        say(f"done: {len(done)}, pending: {len(pending)}, {failed} of them failed")


run(async_main())
