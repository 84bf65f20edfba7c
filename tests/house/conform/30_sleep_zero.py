# sleep(0), or of less, is one turn for all who are ready: no more, and no less; a cancel reaches it too.
import asyncio
from virtual import catch, run, say, sleep_ms, status_name


async def work(name, ms):
    for i in range(3):
        say(f"{name}{i}")
        err = await catch(sleep_ms(ms))
    say(f"{name}: {status_name(err)}")


async def async_main():
    works = ("A", 0), ("B", -10), ("C", 0)
    tasks = [asyncio.create_task(work(name, ms)) for name, ms in works]
    for i in range(3):
        say(f"main{i}")
        await sleep_ms(0)
    tasks[1].cancel()
    await asyncio.gather(*tasks)
    say("done")


run(async_main())
