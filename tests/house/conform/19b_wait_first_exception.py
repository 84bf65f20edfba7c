# Rule 19: wait for FIRST_EXCEPTION ends with the first error; a cancelled task is none.
import asyncio
from virtual import catch, run, say, sleep_ms, status_name, task_result


async def work(ms, error):
    await sleep_ms(ms)
    if error:
        raise error


def outcome_of(task):
    return status_name(task_result(task)) if task.done() else "pending"


async def report(errors):
    tasks = [asyncio.create_task(work(40 - 10 * i, errors[i])) for i in range(4)]
    err = await catch(asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION))
    say(f"wait: {status_name(err)}")
    for i in range(4):
        say(f"{i}: {outcome_of(tasks[i])}")
    await asyncio.wait(tasks)


async def async_main():
    await report((None, ConnectionResetError(), None, asyncio.CancelledError()))
    await report((None, None, None, asyncio.CancelledError()))


run(async_main())
