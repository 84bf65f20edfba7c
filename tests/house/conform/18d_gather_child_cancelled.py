# Rule 18: a task that is cancelled ends the gather as an error would, and the others live.
import asyncio
from virtual import catch, run, say, sleep_ms, status_name, task_result


async def work(ms):
    await sleep_ms(ms)
    say(f"{ms} ends")


async def async_main():
    tasks = [asyncio.create_task(work(ms)) for ms in (10, 20, 30)]
    tasks[1].cancel()
    err = await catch(asyncio.gather(*tasks))
    say(f"gather: {status_name(err)}, requests here: {asyncio.current_task().cancelling()}")
    await sleep_ms(40)
    for i in range(3):
        say(f"{i}: {status_name(task_result(tasks[i]))}")


run(async_main())
