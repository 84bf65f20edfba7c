# Rule 18: with return_exceptions gather waits for all, and errors are results like any other.
import asyncio
from virtual import catch, run, say, sleep_ms, status_name, task_result


async def work(ms, error):
    await sleep_ms(ms)
    if error:
        raise error


async def async_main():
    errors = ConnectionResetError(), None, ValueError(), asyncio.CancelledError()
    tasks = [asyncio.create_task(work(40 - 10 * i, errors[i])) for i in range(4)]
    err = await catch(asyncio.gather(*tasks, return_exceptions=True))
    say(f"gather: {status_name(err)}")
    await sleep_ms(40)
    for i in range(4):
        say(f"{i}: {status_name(task_result(tasks[i]))}")


run(async_main())
