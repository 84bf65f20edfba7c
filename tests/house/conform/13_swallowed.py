# Rule 13: a task may swallow its cancel and go on; then it is not cancelled, and returns its value. The
# request stays counted.
import asyncio
from virtual import catch, run, say, sleep_ms, status_name


async def work():
    err = await catch(sleep_ms(100))
    say(f"swallowed: {status_name(err)}")
    await sleep_ms(10)
    say("went on")
    return 5


async def async_main():
    task = asyncio.create_task(work())
    await sleep_ms(5)
    say(f"cancelling: {task.cancelling()}")
    task.cancel()
    say(f"cancelling: {task.cancelling()}")
    err = await catch(task)
    say(f"worker: {status_name(err)}")
    if not err:
        say(f"result: {task.result()}")
    say(f"cancelling: {task.cancelling()}")


run(async_main())
