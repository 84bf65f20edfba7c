# Rule 18: who cancels a gather cancels all its tasks, and it raises, whatever they make of that.
import asyncio
from virtual import catch, run, say, sleep_ms, status_name, task_result


async def work(cleanup, swallows):
    err = await catch(sleep_ms(90))
    await sleep_ms(cleanup)
    say(f"cleanup of {cleanup}: {status_name(err)}")
    if err and not swallows:
        raise err


async def group(cleanups, swallow, return_exceptions):
    tasks = [asyncio.create_task(work(cleanups[i], swallow[i])) for i in range(2)]
    err = await catch(asyncio.gather(*tasks, return_exceptions=return_exceptions))
    say(f"gather: {status_name(err)}")
    await sleep_ms(40)
    say(f"tasks: {status_name(task_result(tasks[0]))}, {status_name(task_result(tasks[1]))}")


async def async_main():
    for return_exceptions in False, True:
        for swallow in (True, False), (True, True):
            task = asyncio.create_task(group((10, 20), swallow, return_exceptions))
            await sleep_ms(10)
            task.cancel()
            await task


run(async_main())
