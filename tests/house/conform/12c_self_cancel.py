# Rule 12c: who cancels himself runs on until his next pause, where the cancel arrives; if he returns before
# that, he counts as cancelled all the same.
import asyncio
from virtual import catch, run, say, sleep_ms, status_name


async def work(name, pauses):
    asyncio.current_task().cancel()
    say(f"{name} runs on")
    for _ in range(pauses):
        await sleep_ms(10)
        say(f"{name} went past a pause")
    say(f"{name} returns")
    return 5


async def async_main():
    tasks = []
    for name, pauses in ("pauser", 1), ("returner", 0):
        tasks.append(asyncio.create_task(work(name, pauses)))
    for i in range(2):
        err = await catch(tasks[i])
        say(f"{i}: {status_name(err)}")


run(async_main())
